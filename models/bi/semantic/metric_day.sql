-- Grain: one day of the years that are spoken of.
-- Reason: MetricFlow wants a table of days, even where reports know only years.
with digits as (

    {% for digit in range(10) -%}
        select {{ digit }} as digit{{ ' union all' if not loop.last }}
    {% endfor %}

),

days as (

    select
        years.fiscal_year,
        cast({{ dbt.dateadd(
            'day', 'hundreds.digit * 100 + tens.digit * 10 + ones.digit', year_start('years.fiscal_year')
        ) }} as date) as date_day
    from {{ ref('dim_year') }} as years
    cross join digits as ones
    cross join digits as tens
    cross join digits as hundreds
    where hundreds.digit * 100 + tens.digit * 10 + ones.digit < 366

)

select
    date_day,
    fiscal_year
from days
where extract(year from date_day) = fiscal_year
