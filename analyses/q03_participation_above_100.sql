-- Participation rate, insured and resident population by region and year; who states more than 100%.
select
    regions.name as region_name,
    enrollment.fiscal_year,
    enrollment.scope,
    enrollment.insured_persons,
    enrollment.insured_persons_parts_sum,
    enrollment.resident_population,
    enrollment.participation_rate_stated,
    enrollment.participation_rate_computed,
    enrollment.participation_rate_stated > 100 as states_more_than_100,
    enrollment.inexact_measures,
    observations.stated_text,
    documents.file_name,
    observations.line_no
from {{ ref('fct_enrollment') }} as enrollment
left join {{ ref('fct_observation') }} as observations
    on enrollment.participation_rate_observation_id = observations.observation_id
left join {{ ref('dim_document') }} as documents
    on observations.document_id = documents.document_id
left join {{ ref('dim_region') }} as regions
    on enrollment.region_code = regions.region_code
where enrollment.scheme_code = 'basic_all'
order by enrollment.participation_rate_stated desc nulls last, enrollment.region_code asc, enrollment.fiscal_year asc
