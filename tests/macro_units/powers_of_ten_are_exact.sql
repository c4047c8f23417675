-- power_of_ten: exact from the last digit that a value holds to the first; beyond these it stays at them.
with given_rows (exponent, expected) as (

    values
    (0, '1'),
    (4, '10000'),
    (8, '100000000'),
    (-2, '0.01'),
    (-6, '0.000001'),
    (-7, '0.000001'),
    (21, '1000000000000000000000'),
    (22, '1000000000000000000000')

),

cases as (

    select
        exponent,
        cast(expected as {{ type_value() }}) as expected
    from given_rows

)

select
    *,
    {{ power_of_ten('exponent') }} as actual
from cases
where {{ power_of_ten('exponent') }} is distinct from expected
