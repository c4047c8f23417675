-- Every printed literal of a fact arrives as a value.
{{ config(severity='error') }}

select
    landed.observation_id as fact_id,
    landed.literal
from {{ ref('stg_landing__observations') }} as landed
inner join {{ ref('fct_observation') }} as facts
    on landed.observation_id = facts.observation_id
where
    facts.value is null
    or (landed.literal_high is not null and landed.qualifier = 'range' and facts.value_high is null)

union all

select
    landed.cell_id as fact_id,
    landed.literal
from {{ ref('stg_landing__statement_cells') }} as landed
inner join {{ ref('fct_statement_line') }} as facts
    on landed.cell_id = facts.cell_id
where facts.value is null

union all

select
    landed.indicator_id as fact_id,
    coalesce(landed.full_score, landed.self_score, landed.target_literal, landed.actual_literal) as literal
from {{ ref('stg_landing__indicator_scores') }} as landed
inner join {{ ref('fct_indicator_score') }} as facts
    on landed.indicator_id = facts.indicator_id
where
    (landed.full_score is not null and facts.full_score is null)
    or (landed.self_score is not null and facts.self_score is null)
    or (landed.target_literal is not null and facts.target_value is null)
    or (landed.actual_literal is not null and facts.actual_value is null)
