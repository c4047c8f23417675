-- Grain: one report, with how its checks went.
select
    reports.*,
    regions.name as region_name,
    regions.level as region_level,
    regions.province_code,
    regions.province_name,
    regions.prefecture_code,
    regions.prefecture_name,
    scores.* exclude (report_id, document_id, title, region_code, fiscal_year)
from marts.dim_report as reports
left join marts.dim_region as regions on reports.region_code = regions.region_code
left join marts.rpt_report_reconciliation as scores on reports.report_id = scores.report_id
order by reports.document_id, reports.ordinal
