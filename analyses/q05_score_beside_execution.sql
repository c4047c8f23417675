-- Self score, execution rate and broken checks of each report side by side: full marks with little of the money spent.
with scores as (

    select
        report_id,
        max(self_score) as self_score,
        max(full_score) as full_score
    from {{ ref('fct_indicator_score') }}
    where level = 0
    group by report_id

),

stated_scores as (

    select
        report_id,
        max(value) as stated_score
    from {{ ref('fct_observation') }}
    where
        metric_code = 'self_evaluation_score'
        and breakdown = ''
    group by report_id

),

execution as (

    select
        report_id,
        min(value) as least_execution_rate_pct,
        max(value) as greatest_execution_rate_pct
    from {{ ref('fct_observation') }}
    where
        metric_code = 'execution_rate'
        and breakdown = ''
    group by report_id

)

select
    reports.report_id,
    reports.title,
    regions.name as region_name,
    reports.fiscal_year,
    reports.program_code,
    scores.self_score,
    scores.full_score,
    stated_scores.stated_score,
    execution.least_execution_rate_pct,
    execution.greatest_execution_rate_pct,
    -- Inconsistent or conflicting, the acknowledged ones too; of them those of plain arithmetic.
    checks.n_inconsistent + checks.n_conflict as n_broken,
    checks.n_hard as n_broken_hard,
    checks.n_acknowledged,
    checks.n_checks,
    coalesce(stated_scores.stated_score, scores.self_score) >= 98
    and execution.least_execution_rate_pct < 80 as is_high_score_with_low_execution
from {{ ref('dim_report') }} as reports
left join scores
    on reports.report_id = scores.report_id
left join stated_scores
    on reports.report_id = stated_scores.report_id
left join execution
    on reports.report_id = execution.report_id
left join {{ ref('rpt_report_reconciliation') }} as checks
    on reports.report_id = checks.report_id
left join {{ ref('dim_region') }} as regions
    on reports.region_code = regions.region_code
order by reports.report_id
