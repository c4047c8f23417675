-- stated_decimals: digits after the point less the scale; exact where the field prints to the last unit.
with cases (literal, exponent, unit_code, expected) as (

    values
    ('534695.69', 4, 'yuan', -2),
    ('670', 0, 'yuan', 0),
    ('670.5', 0, 'yuan', 1),
    ('670.50', 0, 'yuan', null),
    ('494.83', 8, 'yuan', -6),
    ('1159.23', 4, 'person', -2),
    ('4906748', 0, 'person', null),
    ('1512607', 0, 'visit', null),
    ('291', 0, 'count', null),
    ('100.71', 0, 'percent', 2),
    ('5', -1, 'percent', 1),
    ('9.40', 0, 'month', 2),
    ('98', 0, 'score', null),
    ('98.5', 0, null, 1)

)

select
    *,
    {{ stated_decimals('literal', 'exponent', 'unit_code') }} as actual
from cases
where {{ stated_decimals('literal', 'exponent', 'unit_code') }} is distinct from expected
