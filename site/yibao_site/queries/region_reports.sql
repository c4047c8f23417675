-- Grain: one report of the regions, the newest first, with how its checks went and where its own score stands.
with scored as (

    select
        observations.report_id,
        observations.char_start as self_score_start
    from marts.fct_observation as observations
    inner join marts.rpt_report_reconciliation as checks
        on observations.report_id = checks.report_id and observations.value = checks.self_score
    where observations.metric_code = 'self_evaluation_score' and list_contains($regions, checks.region_code)
    qualify row_number() over (partition by observations.report_id order by observations.char_start) = 1

)

select
    reports.*,
    checks.* exclude (report_id, document_id, title, region_code, fiscal_year),
    scored.self_score_start
from marts.dim_report as reports
left join marts.rpt_report_reconciliation as checks on reports.report_id = checks.report_id
left join scored on reports.report_id = scored.report_id
where list_contains($regions, reports.region_code)
order by reports.region_code, reports.fiscal_year desc nulls last, reports.document_id, reports.ordinal
