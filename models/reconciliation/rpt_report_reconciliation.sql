-- Grain: one report.
-- Reason: how far a report's figures agree with each other, beside the score that it gives itself.
{{ config(materialized='table', schema='marts') }}

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
    from {{ ref('fct_reconciliation') }}
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
from {{ ref('dim_report') }} as reports
left join checks
    on reports.report_id = checks.report_id
left join scores
    on
        reports.report_id = scores.report_id
        and scores.choice = 1
