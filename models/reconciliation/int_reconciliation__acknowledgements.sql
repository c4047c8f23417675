-- Grain: one acknowledged discrepancy whose file is in the warehouse, with the check it speaks of; NULL where none.
-- Reason: an acknowledgement holds for one break with its very values; one that matches nothing is itself an error.
with known as (

    select
        acknowledged.*,
        reports.report_id
    from {{ ref('acknowledged_discrepancies') }} as acknowledged
    inner join {{ ref('stg_landing__documents') }} as documents
        on acknowledged.sha256 = documents.sha256
    left join {{ ref('stg_landing__reports') }} as reports
        on
            documents.document_id = reports.document_id
            and acknowledged.report_ordinal = reports.ordinal

),

breaks as (

    select
        outcomes.check_id,
        outcomes.rule_code,
        outcomes.stated_value,
        outcomes.computed_value,
        figures.report_id,
        figures.line_no,
        figures.char_start
    from {{ ref('int_reconciliation__outcomes') }} as outcomes
    inner join {{ ref('int_reconciliation__figures') }} as figures
        on outcomes.figure_id = figures.figure_id
    where outcomes.verdict in ('inconsistent', 'conflict')

)

select
    known.acknowledgement_id,
    known.rule_code,
    known.file_name,
    known.line_no,
    known.reason_zh,
    known.reason_en,
    breaks.check_id
from known
left join breaks
    on
        known.report_id = breaks.report_id
        and known.rule_code = breaks.rule_code
        and known.line_no = breaks.line_no
        and known.char_start = breaks.char_start
        and cast(known.stated_value as decimal(38, 2)) = cast(breaks.stated_value as decimal(38, 2))
        and cast(known.computed_value as decimal(38, 2))
        is not distinct from cast(breaks.computed_value as decimal(38, 2))
