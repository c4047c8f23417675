-- Every finding, worst first, with the figure as stated, what it is held against, where both stand and a likely cause.
-- Narrow it by report.
with operands as (

    select
        check_id,
        operand_no,
        coalesce(label || ' ', '')
        -- A number may be broken over two lines.
        || coalesce(translate(stated_text, chr(10), ' '), cast(value as {{ dbt.type_string() }}))
        || coalesce(' L' || cast(line_no as {{ dbt.type_string() }}), '') as words
    from {{ ref('fct_reconciliation_evidence') }}

),

held_against as (

    select
        check_id,
        {{ dbt.listagg('words', "'; '", 'order by operand_no') }} as words
    from operands
    where operand_no > 1
    group by check_id

)

select
    checks.report_id,
    reports.title,
    checks.severity,
    checks.verdict,
    checks.reason,
    rules.statement_zh,
    checks.stated_value,
    checks.computed_value,
    checks.gap,
    checks.unit_code,
    stated.words as stated_words,
    -- A range is held against its bounds.
    coalesce(
        held_against.words,
        coalesce(cast(checks.computed_low as {{ dbt.type_string() }}), '')
        || ' .. '
        || coalesce(cast(checks.computed_high as {{ dbt.type_string() }}), '')
    ) as held_against_words,
    documents.file_name,
    checks.page,
    checks.line_no,
    hints.words_zh as likely_cause,
    checks.hint,
    checks.acknowledged,
    checks.acknowledgement,
    checks.check_id
from {{ ref('fct_reconciliation') }} as checks
inner join {{ ref('dim_reconciliation_rule') }} as rules
    on checks.rule_code = rules.rule_code
inner join {{ ref('dim_report') }} as reports
    on checks.report_id = reports.report_id
inner join {{ ref('dim_document') }} as documents
    on reports.document_id = documents.document_id
left join operands as stated
    on
        checks.check_id = stated.check_id
        and stated.operand_no = 1
left join held_against
    on checks.check_id = held_against.check_id
left join {{ ref('hints') }} as hints
    on {{ dbt.split_part('checks.hint', "':'", 1) }} = hints.hint_code
where checks.verdict in ('inconsistent', 'conflict')
order by
    checks.report_id asc,
    checks.acknowledged asc,
    case checks.severity when 'hard' then 1 when 'soft' then 2 else 3 end asc,
    abs(checks.gap) / coalesce(nullif(abs(checks.stated_value), 0), 1) desc,
    checks.check_id asc
