-- cut_low, cut_high: digits cut off lie away from zero, less than one unit of the last one kept.
with cases (value, decimals, qualifier, low, high) as (

    values
    (12.3, 1, 'exact', 12.3, 12.399999),
    (-12.3, 1, 'exact', -12.399999, -12.3),
    (0.5, 1, 'exact', 0.5, 0.599999),
    (-0.5, 1, 'exact', -0.599999, -0.5),
    (1200, -2, 'exact', 1200, 1299.999999),
    (-1200, -2, 'exact', -1299.999999, -1200),
    -- To the last unit, nothing was cut off.
    (7, null, 'exact', 7, 7),
    (-7, null, 'exact', -7, -7)

)

select
    *,
    {{ cut_low('value', 'decimals', 'qualifier') }} as actual_low,
    {{ cut_high('value', 'decimals', 'qualifier') }} as actual_high
from cases
where
    {{ cut_low('value', 'decimals', 'qualifier') }} is distinct from low
    or {{ cut_high('value', 'decimals', 'qualifier') }} is distinct from high
