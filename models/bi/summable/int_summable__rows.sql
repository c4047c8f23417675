-- Grain: one figure of int_summable__figures that may be added up with all others of its series and year.
-- Reason: what is safe to sum is decided once, by one rule, for every table.
{{ config(materialized='table') }}

with figures as (

    select * from {{ ref('int_summable__figures') }}

),

-- Codes that share money or people: a code with itself, a whole with its part.
meeting as (

    select distinct
        dimension,
        code,
        code as other_code,
        false as is_part
    from figures
    union all
    select
        dimension,
        part_code as code,
        whole_code as other_code,
        true as is_part
    from {{ ref('code_parts') }}
    union all
    select
        dimension,
        whole_code as code,
        part_code as other_code,
        false as is_part
    from {{ ref('code_parts') }}

),

completing as (

    select
        dimension,
        whole_code,
        count(*) as n_parts
    from {{ ref('code_parts') }}
    where completes
    group by dimension, whole_code

),

-- A whole whose parts are all stated beside it: they say as much and more.
split as (

    select
        whole.series,
        whole.row_id
    from figures as whole
    inner join completing
        on
            whole.dimension = completing.dimension
            and whole.code = completing.whole_code
    inner join {{ ref('code_parts') }} as held
        on
            whole.dimension = held.dimension
            and whole.code = held.whole_code
            and held.completes
    inner join figures as part
        on
            whole.series = part.series
            and whole.fiscal_year = part.fiscal_year
            and whole.region_code = part.region_code
            and whole.scope = part.scope
            and held.part_code = part.code
    group by whole.series, whole.row_id, completing.n_parts
    having count(*) = completing.n_parts

),

unsplit as (

    select figures.*
    from figures
    left join split
        on
            figures.series = split.series
            and figures.row_id = split.row_id
    where split.row_id is null

),

-- Within a region: the whole region before its own level, the whole before its part.
hidden as (

    select distinct
        figures.series,
        figures.row_id
    from unsplit as figures
    inner join meeting
        on
            figures.dimension = meeting.dimension
            and figures.code = meeting.code
    inner join unsplit as others
        on
            figures.series = others.series
            and figures.fiscal_year = others.fiscal_year
            and figures.region_code = others.region_code
            and meeting.other_code = others.code
    where
        (figures.scope = 'own_level' and others.scope = 'whole')
        or (figures.scope = others.scope and meeting.is_part)

),

standing as (

    select unsplit.*
    from unsplit
    left join hidden
        on
            unsplit.series = hidden.series
            and unsplit.row_id = hidden.row_id
    where hidden.row_id is null

),

-- Over regions: the province before its prefectures, these before their counties.
above as (

    {% for level in ['province', 'prefecture'] -%}
        select distinct
            figures.series,
            figures.row_id
        from standing as figures
        inner join meeting
            on
                figures.dimension = meeting.dimension
                and figures.code = meeting.code
        inner join standing as others
            on
                figures.series = others.series
                and figures.fiscal_year = others.fiscal_year
                and figures.{{ level }}_code = others.region_code
                and meeting.other_code = others.code
        where
            figures.nests
            and figures.region_code <> others.region_code
            and others.scope = 'whole'
        {%- if not loop.last %}
            union
        {% endif %}
    {%- endfor %}

)

select
    standing.subject,
    standing.measure,
    standing.row_id
from standing
left join above
    on
        standing.series = above.series
        and standing.row_id = above.row_id
where above.row_id is null
