-- Grain: one fiscal year, from the first to the last that any value or report speaks of.
-- Reason: a year without a report must show as a gap and not be missing from the axis.
with stated as (

    select fiscal_year from {{ ref('dim_document') }}
    union
    select fiscal_year from {{ ref('dim_report') }}
    union
    select fiscal_year from {{ ref('fct_observation') }}

),

span as (

    select
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from stated

),

digits as (

    {% for digit in range(10) -%}
        select {{ digit }} as digit{{ ' union all' if not loop.last }}
    {% endfor %}

),

calendar as (

    select 1900 + hundreds.digit * 100 + tens.digit * 10 + ones.digit as fiscal_year
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    where hundreds.digit < 3

)

select
    calendar.fiscal_year,
    calendar.fiscal_year - 1 as previous_year,
    cast(calendar.fiscal_year as {{ dbt.type_string() }}) || '年' as name_zh
from calendar
inner join span
    on calendar.fiscal_year between span.first_year and span.last_year
