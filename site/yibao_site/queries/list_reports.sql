-- Grain: one report, most hard findings first, with its own score and execution rate beside how its checks went.
-- The rate is that of all the money together where the report states one, else the highest that it states.
with scored as (

    select
        observations.report_id,
        observations.char_start as self_score_start
    from marts.fct_observation as observations
    inner join marts.rpt_report_reconciliation as checks
        on observations.report_id = checks.report_id and observations.value = checks.self_score
    where observations.metric_code = 'self_evaluation_score'
    qualify row_number() over (partition by observations.report_id order by observations.char_start) = 1

),

executed as (

    select
        observations.report_id,
        observations.value as execution_rate,
        observations.char_start as execution_rate_start
    from marts.fct_observation as observations
    inner join marts.dim_report as reports
        on observations.report_id = reports.report_id and observations.fiscal_year = reports.fiscal_year
    where observations.metric_code = 'execution_rate' and observations.breakdown = ''
    qualify row_number() over (
        partition by observations.report_id
        order by
            observations.funding_level in ('all', 'none') desc, observations.is_primary desc,
            observations.value desc, observations.char_start
    ) = 1

)

select
    reports.report_id,
    reports.document_id,
    reports.title,
    reports.document_type,
    reports.region_code,
    reports.fiscal_year,
    regions.name as region_name,
    regions.level as region_level,
    regions.province_code,
    regions.province_name,
    checks.* exclude (report_id, document_id, title, region_code, fiscal_year),
    checks.n_inconsistent + checks.n_conflict as n_broken,
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
