-- Grain: one observation, with its data point and whether it is the statement of it that counts.
-- Reason: a value stated again is another row; the subject marts need exactly one, by one declared order.
{{ config(materialized='table') }}

{%- set data_point = [
    'region_code', 'scope', 'fiscal_year', 'metric_code', 'scheme_code', 'program_code', 'funding_level', 'breakdown'
] %}

with stated as (

    select
        observations.*,
        reports.ordinal as report_ordinal,
        reports.fiscal_year as report_fiscal_year,
        reports.region_code as report_region_code
    from {{ ref('int_observations__valued') }} as observations
    left join {{ ref('stg_landing__reports') }} as reports
        on observations.report_id = reports.report_id

)

select
    stated.*,
    {{ key_of(data_point) | indent(4) }} as data_point_id,
    row_number() over (
        partition by {{ data_point | join(', ') }}
        order by
            {{ preference() | indent(12) }}
    ) = 1 as is_primary
from stated
