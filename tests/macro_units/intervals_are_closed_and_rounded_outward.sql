-- interval_low, interval_high: half a unit of the last digit, one-sided for comparators, unbounded for 约.
with given_rows (given, decimals, qualifier, range_end, low, high) as (

    values
    ('5346956900', -2, 'exact', null, '5346956850', '5346956950'),
    ('100.71', 2, 'exact', null, '100.705', '100.715'),
    ('98', null, 'exact', null, '98', '98'),
    ('-5', 0, 'exact', null, '-5.5', '-4.5'),
    -- The seventh digit after the point has no place: the interval may grow, never shrink.
    ('33.333333', 6, 'exact', null, '33.333332', '33.333334'),
    ('99', 0, 'at_least', null, '99', null),
    ('10', null, 'more_than', null, '10', null),
    ('15', 0, 'at_most', null, null, '15'),
    ('30', 0, 'less_than', null, null, '30'),
    ('85', 0, 'range', '90', '85', '90'),
    ('1200', 0, 'about', null, null, null)

),

cases as (

    select
        cast(given as {{ type_value() }}) as given,
        decimals,
        qualifier,
        cast(range_end as {{ type_value() }}) as range_end,
        cast(low as {{ type_value() }}) as low,
        cast(high as {{ type_value() }}) as high
    from given_rows

)

select
    *,
    {{ interval_low('given', 'decimals', 'qualifier') }} as actual_low,
    {{ interval_high('given', 'decimals', 'qualifier', 'range_end') }} as actual_high
from cases
where
    {{ interval_low('given', 'decimals', 'qualifier') }} is distinct from low
    or {{ interval_high('given', 'decimals', 'qualifier', 'range_end') }} is distinct from high
