-- Grain: one region, scope, year, scheme and metric: the stated value of the whole.
-- Reason: the wide subject marts know neither program nor part, so one primary is chosen over those.
with wholes as (

    select
        observations.*,
        metrics.{{ adapter.quote('group') }} as metric_group,
        -- People live in a region, not in a scheme: the population belongs beside all the insured.
        case
            when observations.metric_code = 'resident_population' then 'basic_all'
            else observations.scheme_code
        end as subject_scheme_code
    from {{ ref('int_observations__ranked') }} as observations
    inner join {{ ref('metrics') }} as metrics
        on observations.metric_code = metrics.metric_code
    where
        observations.is_primary
        and observations.breakdown = ''
        -- A value of no known place or year stays in fct_observation.
        and observations.region_code is not null
        and observations.fiscal_year is not null
        and metrics.{{ adapter.quote('group') }} in ('enrollment', 'financing', 'fund')

),

chosen as (

    select
        wholes.*,
        row_number() over (
            partition by
                wholes.region_code, wholes.scope, wholes.fiscal_year, wholes.subject_scheme_code, wholes.metric_code
            order by
                {{ preference() | indent(16) }}
        ) as choice
    from wholes

)

select
    region_code,
    scope,
    fiscal_year,
    subject_scheme_code as scheme_code,
    metric_group,
    metric_code,
    value,
    qualifier,
    observation_id
from chosen
where choice = 1
