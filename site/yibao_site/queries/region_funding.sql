-- Grain: one amount of a program's money: report, scope, year, level and stage, with its place and the insured.
select
    funding.*,
    observations.document_id,
    observations.char_start,
    reports.title,
    enrollment.insured_persons as insured_residents
from marts.fct_funding as funding
inner join marts.fct_observation as observations on funding.observation_id = observations.observation_id
left join marts.dim_report as reports on funding.report_id = reports.report_id
left join marts.fct_enrollment as enrollment
    on
        funding.region_code = enrollment.region_code
        and funding.fiscal_year = enrollment.fiscal_year
        and funding.scope = enrollment.scope
        and enrollment.scheme_code = 'resident'
where list_contains($regions, funding.region_code)
order by
    funding.region_code, funding.fiscal_year desc, funding.program_code, funding.report_id, funding.scope desc,
    funding.stage, funding.funding_level
