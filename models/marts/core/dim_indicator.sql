-- Grain: one distinct indicator name, blanks dropped and full-width punctuation folded.
-- Reason: the same indicator is scored by many reports, and compared over them by its name.
with nodes as (

    select
        *,
        {{ folded_name('indicator_name') }} as folded_name
    from {{ ref('fct_indicator_score') }}

),

counted as (

    select
        indicator_code,
        min(folded_name) as name_zh,
        count(distinct report_id) as n_reports
    from nodes
    group by indicator_code

),

levels as (

    select
        indicator_code,
        level,
        row_number() over (partition by indicator_code order by count(*) desc, level) as choice
    from nodes
    group by indicator_code, level

),

-- The metric that its actual values were read as, where all of them agree; a total's score is no metric of its own.
measured as (

    select
        nodes.indicator_code,
        min(observations.metric_code) as metric_code
    from nodes
    inner join {{ ref('fct_number') }} as numbers
        on nodes.indicator_id = numbers.indicator_id
    inner join {{ ref('fct_observation') }} as observations
        on numbers.observation_id = observations.observation_id
    where nodes.level > 0
    group by nodes.indicator_code
    having count(distinct observations.metric_code) = 1

)

select
    counted.indicator_code,
    counted.name_zh,
    cast(counted.n_reports as {{ dbt.type_int() }}) as n_reports,
    levels.level as usual_level,
    measured.metric_code
from counted
inner join levels
    on
        counted.indicator_code = levels.indicator_code
        and levels.choice = 1
left join measured
    on counted.indicator_code = measured.indicator_code
