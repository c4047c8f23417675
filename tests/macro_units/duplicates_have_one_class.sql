-- same_class: equal decimals mean equal values, else intervals that share a point are consistent; one unit of the
-- coarser last digit apart is last_digit; decimals NULL is exact.
with given_rows (case_name, one_value, one_decimals, other_value, other_decimals, is_exact, expected) as (

    values
    ('one figure twice', '494.83', 2, '494.83', 2, true, 'complete'),
    ('exact twice', '670', null, '670', null, true, 'complete'),
    ('equal, more precise', '35', 0, '35', 2, true, 'consistent'),
    ('rounded', '494.83', 2, '494.8', 1, true, 'consistent'),
    ('intervals touch', '494.83', 2, '494.835', null, true, 'consistent'),
    ('intervals touch below', '494.83', 2, '494.825', null, true, 'consistent'),
    ('one step beyond', '494.83', 2, '494.835001', null, true, 'last_digit'),
    -- The intervals touch, but two values of one precision are two values.
    ('one last digit', '494.83', 2, '494.84', 2, true, 'last_digit'),
    ('one coarser last digit', '494.83', 2, '494.9', 1, true, 'last_digit'),
    ('a coarser digit away', '494.73', 2, '494.9', 1, true, 'conflict'),
    ('two last digits', '494.83', 2, '494.85', 2, true, 'conflict'),
    ('exact and apart', '670', null, '671', null, true, 'conflict'),
    ('half a unit either side', '150', -1, '200', -2, true, 'consistent'),
    -- A comparator has no last digit; its value may be the same and say less.
    ('no less than, and so', '95', 0, '95', 0, false, 'consistent'),
    ('no less than, and far off', '95', 0, '80', 0, false, 'conflict')

),

cases as (

    select
        case_name,
        cast(one_value as {{ type_value() }}) as one_value,
        one_decimals,
        cast(other_value as {{ type_value() }}) as other_value,
        other_decimals,
        is_exact,
        expected
    from given_rows

),

stated as (

    select
        *,
        case when is_exact then 'exact' else 'at_least' end as one_qualifier,
        'exact' as other_qualifier
    from cases

),

intervals as (

    select
        *,
        {{ interval_low('one_value', 'one_decimals', 'one_qualifier') }} as one_low,
        {{ interval_high('one_value', 'one_decimals', 'one_qualifier') }} as one_high,
        {{ interval_low('other_value', 'other_decimals', 'other_qualifier') }} as other_low,
        {{ interval_high('other_value', 'other_decimals', 'other_qualifier') }} as other_high
    from stated

),

-- Either may be named first.
classed as (

    select
        *,
        {{ same_class(
            'one_value', 'one_low', 'one_high', 'one_decimals',
            'other_value', 'other_low', 'other_high', 'other_decimals', 'is_exact'
        ) | indent(8) }} as actual,
        {{ same_class(
            'other_value', 'other_low', 'other_high', 'other_decimals',
            'one_value', 'one_low', 'one_high', 'one_decimals', 'is_exact'
        ) | indent(8) }} as turned
    from intervals

)

select *
from classed
where actual is distinct from expected or turned is distinct from expected
