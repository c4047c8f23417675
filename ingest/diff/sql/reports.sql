-- Grain: one report of one publication. Reason: what reports of a matched file are matched by.
create temp table report_{side} as
select
    row_number() over (order by reports.report_id) as row_id,
    reports.report_id,
    documents.pair as document_pair,
    reports.ordinal as place,
    reports.ordinal,
    reports.title,
    coalesce(reports.document_type, '') as document_type,
    coalesce(reports.program_code, '') as program_code,
    coalesce(reports.region_code, '') as region_code,
    coalesce(reports.fiscal_year::varchar, '') as fiscal_year
from {side}.marts.dim_report as reports
left join documents on reports.document_id = documents.{own}_document_id
