-- rate: no operand, no rate; a zero denominator, no rate; a result beyond any rate, no rate and no failure.
with given_rows (part, whole, expected) as (

    values
    ('4008251000', '5118679600', '939.676162'),
    ('1', '3', '400.000000'),
    ('0', '3', '0'),
    ('1', '0', null),
    (null, '3', null),
    ('3', null, null),
    ('9999999999999', '0.000001', null)

),

cases as (

    select
        cast(part as {{ type_value() }}) as part,
        cast(whole as {{ type_value() }}) as whole,
        cast(expected as {{ type_rate() }}) as expected
    from given_rows

)

select
    *,
    {{ rate('part', 'whole', 1200) }} as actual
from cases
where {{ rate('part', 'whole', 1200) }} is distinct from expected
