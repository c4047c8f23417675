-- Grain: one region, scope, year, scheme and measure of enrollment or financing.
-- Reason: residents plus employees make a total that is computed beside the stated one, never in its place.
with stated as (

    select * from {{ ref('int_subjects__stated') }}
    where metric_group in ('enrollment', 'financing')

)

select
    region_code,
    scope,
    fiscal_year,
    scheme_code,
    metric_code,
    value,
    qualifier,
    observation_id
from stated

union all

select
    resident.region_code,
    resident.scope,
    resident.fiscal_year,
    'basic_all' as scheme_code,
    'insured_persons_parts_sum' as metric_code,
    cast(resident.value + employee.value as {{ type_value() }}) as value,
    case when resident.qualifier = 'exact' then employee.qualifier else resident.qualifier end as qualifier,
    cast(null as {{ dbt.type_string() }}) as observation_id
from stated as resident
inner join stated as employee
    on
        resident.region_code = employee.region_code
        and resident.scope = employee.scope
        and resident.fiscal_year = employee.fiscal_year
where
    resident.metric_code = 'insured_persons'
    and resident.scheme_code = 'resident'
    and employee.metric_code = 'insured_persons'
    and employee.scheme_code = 'employee'
