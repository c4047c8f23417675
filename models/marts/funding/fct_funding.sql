-- Grain: one report, program, funding level and stage of the money.
-- Reason: money followed from issue to spending; only the report's own region and year, only wholes.
{{ config(**replaces('report', 'report_id')) }}

with stages as (

    {% for stage in ['allocated', 'carried_over', 'available', 'distributed', 'spent'] -%}
        select
            'funding_{{ stage }}' as metric_code,
            '{{ stage }}' as stage
        {%- if not loop.last %}
            union all
        {% endif %}
    {%- endfor %}

),

stated as (

    select
        observations.*,
        stages.stage,
        row_number() over (
            partition by
                observations.report_id, observations.program_code, observations.funding_level, stages.stage
            order by
                case when observations.scope = 'whole' then 1 else 2 end,
                {{ preference() | indent(16) }}
        ) as choice
    from {{ ref('int_observations__ranked') }} as observations
    inner join stages
        on observations.metric_code = stages.metric_code
    where
        observations.breakdown = ''
        and observations.region_code = coalesce(observations.report_region_code, observations.region_code)
        and observations.fiscal_year = coalesce(observations.report_fiscal_year, observations.fiscal_year)

)

select
    report_id,
    region_code,
    scope,
    fiscal_year,
    program_code,
    funding_level,
    stage,
    value as amount_yuan,
    qualifier,
    observation_id
from stated
where choice = 1
