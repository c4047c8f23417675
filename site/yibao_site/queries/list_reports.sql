-- Grain: one report, most hard findings first, with its own score and execution rate beside them.
with executed as (

    select
        report_id,
        max(value) as execution_rate,
        arg_max(char_start, value) as execution_rate_start
    from marts.fct_observation
    where metric_code = 'execution_rate' and is_primary and breakdown = ''
    group by report_id

),

scored as (

    select
        report_id,
        value as self_score,
        char_start as self_score_start
    from marts.fct_observation
    where metric_code = 'self_evaluation_score' and is_primary
    qualify row_number() over (partition by report_id order by char_start) = 1

)

select
    reports.report_id,
    reports.document_id,
    reports.title,
    reports.document_type,
    reports.fiscal_year,
    reports.region_code,
    regions.name as region_name,
    regions.province_name,
    checks.* exclude (report_id, document_id, title, region_code, fiscal_year, self_score),
    scored.self_score,
    scored.self_score_start,
    executed.execution_rate,
    executed.execution_rate_start
from marts.dim_report as reports
left join marts.dim_region as regions on reports.region_code = regions.region_code
left join marts.rpt_report_reconciliation as checks on reports.report_id = checks.report_id
left join scored on reports.report_id = scored.report_id
left join executed on reports.report_id = executed.report_id
order by
    checks.n_hard desc nulls last, checks.n_soft desc nulls last, checks.n_warn desc nulls last, reports.report_id
