-- What is covered: reports and values by region, year and genre; years without a report are empty rows.
with regions as (

    select distinct region_code
    from {{ ref('dim_report') }}

),

reports as (

    select
        region_code,
        fiscal_year,
        document_type,
        count(*) as n_reports
    from {{ ref('dim_report') }}
    group by region_code, fiscal_year, document_type

),

observations as (

    select
        region_code,
        fiscal_year,
        count(*) as n_observations,
        count(distinct metric_code) as n_metrics
    from {{ ref('fct_observation') }}
    group by region_code, fiscal_year

)

select
    dim_region.province_name,
    dim_region.name as region_name,
    years.fiscal_year,
    reports.document_type,
    reports.n_reports,
    observations.n_metrics,
    observations.n_observations
from regions
cross join {{ ref('dim_year') }} as years
left join {{ ref('dim_region') }} as dim_region
    on regions.region_code = dim_region.region_code
left join reports
    on
        regions.region_code = reports.region_code
        and years.fiscal_year = reports.fiscal_year
left join observations
    on
        regions.region_code = observations.region_code
        and years.fiscal_year = observations.fiscal_year
-- A file of something else may bear any year; what could be covered lies between the first value and the last.
where
    years.fiscal_year between
    (select min(stated.fiscal_year) from observations as stated)
    and (select max(stated.fiscal_year) from observations as stated)
order by regions.region_code, years.fiscal_year, reports.document_type
