-- Grain: one expectation about reconciliation, and one row that it looks at.
-- Reason: every break has its acknowledgement and every acknowledgement its break; gate_reconciliation judges.
{{ config(materialized='view', schema='intermediate') }}

with placed as (

    select
        evidence.check_id,
        min(row(evidence.document_id, evidence.line_no)) as place
    from {{ rows_of(ref('fct_reconciliation_evidence'), 'check', 'check_id') }} as evidence
    inner join {{ ref('dim_document') }} as documents
        on evidence.document_id = documents.document_id
    where evidence.line_no between 1 and documents.lines
    group by evidence.check_id

),

checks as (

    select
        checks.*,
        coalesce(placed.place[1], reports.document_id) as document_id,
        placed.place[2] as line_no,
        coalesce(checks.verdict in ('inconsistent', 'conflict'), false) as is_break,
        coalesce(checks.severity = 'hard' or checks.verdict = 'conflict', true) as is_hard,
        checks.rule_code || ' ' || coalesce(rules.statement_zh, '')
        || ': ' || coalesce(checks.verdict, 'no verdict') || coalesce(' (' || checks.reason || ')', '')
        || coalesce(', stated ' || cast(checks.stated_value as {{ dbt.type_string() }}), '')
        || coalesce(', computed ' || cast(checks.computed_value as {{ dbt.type_string() }}), '')
        || coalesce(', gap ' || cast(checks.gap as {{ dbt.type_string() }}), '')
        || coalesce('; ' || checks.hint, '') as found
    from {{ rows_of(ref('fct_reconciliation'), 'check', 'check_id') }} as checks
    left join {{ ref('dim_reconciliation_rule') }} as rules
        on checks.rule_code = rules.rule_code
    left join {{ ref('dim_report') }} as reports
        on checks.report_id = reports.report_id
    left join placed
        on checks.check_id = placed.check_id

),

-- An acknowledgement speaks of one file: where that was not read, it has nothing to match.
acknowledgements as (

    select
        acknowledged.acknowledgement_id,
        min(documents.document_id) as document_id,
        min(acknowledged.line_no) as line_no,
        min(acknowledged.subject) as subject,
        min(acknowledged.rule_code) as rule_code,
        min(matches.check_id) as check_id,
        sum(case when checks.is_break then 1 else 0 end) as n_breaks
    from {{ ref('acknowledged_discrepancies') }} as acknowledged
    inner join {{ ref('dim_document') }} as documents
        on acknowledged.file_name = documents.file_name
    left join {{ ref('int_reconciliation__acknowledgements') }} as matches
        on acknowledged.acknowledgement_id = matches.acknowledgement_id
    left join checks
        on matches.check_id = checks.check_id
    group by acknowledged.acknowledgement_id

),

-- The share is of all checks together: one row, with no place of its own.
shares as (

    select
        count(*) as n_checks,
        sum(case when verdict = 'not_checkable' then 1 else 0 end) as n_not_checkable
    from checks

)

{% for expectation, condition in [
    ('hard_break_is_acknowledged', 'is_hard'),
    ('soft_break_is_acknowledged', 'not is_hard'),
] -%}
    select
        '{{ expectation }}' as expectation,
        document_id,
        report_id,
        line_no,
        check_id as fact_id,
        trim(subject) as stated_text,
        trim(found) as found,
        is_break and not coalesce(acknowledged, false) as is_failed
    from checks
    where {{ condition }}

    union all

{% endfor -%}

select
    'acknowledgement_has_its_break' as expectation,
    document_id,
    null as report_id,
    line_no,
    acknowledgement_id as fact_id,
    subject as stated_text,
    rule_code || ': ' || coalesce('check ' || check_id || ' is no break', 'no check matches it') as found,
    n_breaks = 0 as is_failed
from acknowledgements

union all

select
    'rule_with_operands_is_checked' as expectation,
    null as document_id,
    null as report_id,
    null as line_no,
    rule_code as fact_id,
    null as stated_text,
    cast(n_bindings as {{ dbt.type_string() }}) || ' bindings, no check' as found,
    n_bindings > 0 and n_checks = 0 as is_failed
from {{ ref('int_reconciliation__rule_coverage') }}

union all

select
    'not_checkable_stays_rare' as expectation,
    null as document_id,
    null as report_id,
    null as line_no,
    'fct_reconciliation' as fact_id,
    null as stated_text,
    cast(n_not_checkable as {{ dbt.type_string() }}) || ' of '
    || cast(n_checks as {{ dbt.type_string() }}) || ' checks, more than '
    || '{{ var("max_not_checkable_share") }} of them' as found,
    n_not_checkable > {{ var('max_not_checkable_share') }} * n_checks as is_failed
from shares
where n_checks > 0

union all

select
    'not_checkable_has_its_reason' as expectation,
    document_id,
    report_id,
    line_no,
    check_id as fact_id,
    subject as stated_text,
    found,
    coalesce(reason, '') = '' as is_failed
from checks
where verdict = 'not_checkable'

union all

select
    'check_has_its_evidence' as expectation,
    document_id,
    report_id,
    line_no,
    check_id as fact_id,
    subject as stated_text,
    'no operand leads to a line; ' || found as found,
    line_no is null as is_failed
from checks

union all

select
    'verdict_is_known' as expectation,
    document_id,
    report_id,
    line_no,
    check_id as fact_id,
    subject as stated_text,
    'severity ' || coalesce(severity, '') || '; ' || found as found,
    coalesce(
        verdict not in ('consistent', 'rounding', 'inconsistent', 'conflict', 'restated', 'not_checkable')
        or severity not in ('hard', 'soft', 'warn'),
        true
    ) as is_failed
from checks
