-- Grain: one distinct indicator name, blanks dropped and full-width punctuation folded.
-- Reason: the same indicator is scored by many reports, and compared over them by its name.
with nodes as (

    select * from {{ ref('int_indicators__valued') }}

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

)

select
    counted.indicator_code,
    counted.name_zh,
    cast(counted.n_reports as {{ dbt.type_int() }}) as n_reports,
    levels.level as usual_level,
    -- Linking indicators to metrics is lexicon work yet to come.
    cast(null as {{ dbt.type_string() }}) as metric_code
from counted
inner join levels
    on
        counted.indicator_code = levels.indicator_code
        and levels.choice = 1
