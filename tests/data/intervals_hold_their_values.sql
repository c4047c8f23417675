-- The stated value lies in its own interval, and a range has two ends in order.
with stated as (

    select
        observation_id as fact_id,
        qualifier,
        value,
        value_low,
        value_high
    from {{ ref('fct_observation') }}
    union all
    select
        cell_id as fact_id,
        'exact' as qualifier,
        value,
        value_low,
        value_high
    from {{ ref('fct_statement_line') }}

)

select *
from stated
where
    value < value_low
    or value > value_high
    or (qualifier = 'range' and value_high is null)
    or (qualifier = 'exact' and (value_low is null or value_high is null))
