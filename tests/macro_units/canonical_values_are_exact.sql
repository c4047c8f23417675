-- canonical_value: a power of ten moves the point and loses no digit.
with given_rows (literal, exponent, expected) as (

    values
    ('534695.69', 4, '5346956900'),
    ('494.83', 8, '49483000000'),
    ('1.23456789', 8, '123456789'),
    ('670', 0, '670'),
    ('-0.5', 4, '-5000'),
    ('5', -1, '0.5'),
    ('0.00', 4, '0'),
    ('100.71', 0, '100.71'),
    -- An account number is no value, and no overflow either.
    ('123456789012345678901234567890', 0, null)

),

cases as (

    select
        literal,
        exponent,
        cast(expected as {{ type_value() }}) as expected
    from given_rows

)

select
    *,
    {{ canonical_value('literal', 'exponent') }} as actual
from cases
where {{ canonical_value('literal', 'exponent') }} is distinct from expected
