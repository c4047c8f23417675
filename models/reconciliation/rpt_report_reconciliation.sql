-- Grain: one report.
-- Reason: how far a report's figures agree with each other, beside the score that it gives itself.
{{ config(schema='marts', **replaces('context', 'document_id')) }}

with checks as (

    select
        report_id,
        {% for verdict in ['consistent', 'rounding', 'inconsistent', 'conflict', 'restated', 'not_checkable'] -%}
            count(case when verdict = '{{ verdict }}' then 1 end) as n_{{ verdict }},
        {% endfor -%}
        {% for severity in ['hard', 'soft', 'warn'] -%}
            count(case when verdict in ('inconsistent', 'conflict') and severity = '{{ severity }}' then 1 end)
                as n_{{ severity }},
        {% endfor -%}
        count(case when acknowledged then 1 end) as n_acknowledged,
        count(*) as n_checks
    from {{ rows_of(ref('fct_reconciliation'), 'context_report', 'report_id') }}
    group by report_id

),

scores as (

    select
        report_id,
        value as self_score,
        row_number() over (
            partition by report_id
            order by
                {{ preference() | indent(16) }}
        ) as choice
    from {{ ref('int_observations__ranked') }}
    where metric_code = 'self_evaluation_score' and breakdown = ''

)

select
    reports.report_id,
    reports.document_id,
    reports.title,
    reports.region_code,
    reports.fiscal_year,
    {% for column in [
        'n_checks', 'n_consistent', 'n_rounding', 'n_inconsistent', 'n_conflict', 'n_restated', 'n_not_checkable',
        'n_hard', 'n_soft', 'n_warn', 'n_acknowledged'
    ] -%}
        cast(coalesce(checks.{{ column }}, 0) as {{ dbt.type_int() }}) as {{ column }},
    {% endfor -%}
    scores.self_score
from {{ rows_of(ref('dim_report'), 'context', 'document_id') }} as reports
left join checks
    on reports.report_id = checks.report_id
left join scores
    on
        reports.report_id = scores.report_id
        and scores.choice = 1
