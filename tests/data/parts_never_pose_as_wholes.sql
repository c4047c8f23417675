-- A subject mart shows wholes: each value it takes was stated without a breakdown.
{%- set figures = [
    ('fct_funding', 'observation_id'),
    ('fct_enrollment', 'insured_persons_observation_id'),
    ('fct_enrollment', 'insured_persons_change_observation_id'),
    ('fct_enrollment', 'resident_population_observation_id'),
    ('fct_enrollment', 'participation_rate_observation_id'),
    ('fct_enrollment', 'subsidy_standard_observation_id'),
    ('fct_enrollment', 'contribution_standard_observation_id'),
    ('fct_fund_balance', 'income_observation_id'),
    ('fct_fund_balance', 'expense_observation_id'),
    ('fct_fund_balance', 'current_balance_observation_id'),
    ('fct_fund_balance', 'cumulative_balance_observation_id'),
    ('fct_fund_balance', 'balance_rate_observation_id'),
    ('fct_fund_balance', 'cumulative_balance_ratio_observation_id'),
    ('fct_fund_balance', 'months_payable_observation_id'),
] %}

with shown as (

    {% for mart, column in figures -%}
        select
            '{{ mart }}.{{ column }}' as shown_as,
            {{ column }} as shown_id
        from {{ ref(mart) }}
        {%- if not loop.last %}
            union all
        {% endif %}
    {%- endfor %}

)

select
    shown.shown_as,
    shown.shown_id,
    observations.breakdown,
    observations.stated_text
from shown
left join {{ ref('fct_observation') }} as observations
    on shown.shown_id = observations.observation_id
where
    shown.shown_id is not null
    -- An id that leads nowhere is no better than a part.
    and coalesce(observations.breakdown, '?') <> ''
