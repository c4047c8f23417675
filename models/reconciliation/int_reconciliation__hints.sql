-- Grain: one broken check with the likeliest cause, where a cheap re-test finds one.
-- Reason: a finding that says what would mend it (a unit, a sign, a digit) is half way to being mended.
{%- set places = range(1, 20) %}

with breaks as (

    select
        outcomes.check_id,
        outcomes.binding_id,
        outcomes.rule_code,
        outcomes.kind,
        outcomes.figure_id,
        outcomes.reason,
        cast(outcomes.stated_value as double) as stated,
        cast(outcomes.computed_value as double) as computed,
        cast(coalesce(outcomes.tolerance, 0) as double) as tolerance,
        cast(outcomes.gap as double) as gap,
        figures.decimals,
        figures.unit_code,
        -- Both sides in units of the last stated digit.
        abs(round(cast(outcomes.stated_value as double) * pow(10, coalesce(figures.decimals, 2)))) as stated_units,
        abs(round(cast(outcomes.computed_value as double) * pow(10, coalesce(figures.decimals, 2)))) as computed_units,
        rules.other_base_rule,
        rules.constant
    from {{ ref('int_reconciliation__outcomes') }} as outcomes
    inner join {{ ref('int_reconciliation__figures') }} as figures
        on outcomes.figure_id = figures.figure_id
    inner join {{ ref('reconciliation_rules') }} as rules
        on outcomes.rule_code = rules.rule_code
    where
        outcomes.verdict in ('inconsistent', 'conflict', 'restated')
        -- Up to an open end everything fits.
        and coalesce(outcomes.tolerance, 0) < {{ power_of_ten('20') }}

),

digits as (

    select
        *,
        lpad(
            cast(cast(stated_units as {{ dbt.type_bigint() }}) as {{ dbt.type_string() }}), 20, '0'
        ) as stated_digits,
        lpad(
            cast(cast(computed_units as {{ dbt.type_bigint() }}) as {{ dbt.type_string() }}), 20, '0'
        ) as computed_digits
    from breaks
    where stated_units < 1e18 and computed_units < 1e18

),

differing as (

    select
        *,
        kind not in ('range', 'order')
        and coalesce(reason, '') <> 'last_digit'
        and stated * computed > 0
        and stated_units >= 10
        and computed_units >= 10 as is_comparable,
        {% for place in range(1, 21) -%}
            case
                when substring(stated_digits, {{ place }}, 1) <> substring(computed_digits, {{ place }}, 1) then 1
                else 0
            end{{ ' +' if not loop.last }}
        {% endfor %} as n_differing,
        {% for place in places -%}
            case
                when
                    substring(stated_digits, {{ place }}, 1) <> substring(stated_digits, {{ place + 1 }}, 1)
                    and substring(stated_digits, {{ place }}, 1) = substring(computed_digits, {{ place + 1 }}, 1)
                    and substring(stated_digits, {{ place + 1 }}, 1) = substring(computed_digits, {{ place }}, 1)
                    then 1
                else 0
            end{{ ' +' if not loop.last }}
        {% endfor %} as n_swapped
    from digits

),

of_the_total as (

    select
        check_id,
        case
            {% for factor, slip in [
                ('1e4', '10000'), ('1e-4', '10000'), ('1e8', '100000000'), ('1e-8', '100000000')
            ] -%}
                when
                    kind <> 'range'
                    and abs(computed) > tolerance
                    and abs(stated * {{ factor }} - computed) <= greatest(tolerance, tolerance * {{ factor }})
                    and abs(stated * {{ factor }} - computed) < 0.01 * abs(computed)
                    then 'unit_slip_{{ slip }}'
            {% endfor -%}
            when kind = 'range' and unit_code = 'yuan' and stated > 0 and stated < computed then 'unit_slip'
            when kind <> 'range' and stated <> 0 and abs(stated + computed) <= tolerance then 'sign'
            when is_comparable and n_differing = 2 and n_swapped = 1 then 'transposition'
            when is_comparable and n_differing = 1 then 'one_digit'
        end as hint,
        1 as preference,
        0 as unexplained
    from differing

),

members as (

    select
        breaks.check_id,
        breaks.gap,
        breaks.tolerance,
        points.weight * cast(points.value as double) as part,
        figures.label || coalesce(' L' || cast(figures.line_no as {{ dbt.type_string() }}), '') as words
    from breaks
    inner join {{ ref('int_reconciliation__points') }} as points
        on breaks.binding_id = points.binding_id
    inner join {{ ref('int_reconciliation__figures') }} as figures
        on points.figure_id = figures.figure_id
    where
        breaks.kind = 'sum'
        -- What is missing up to a constant (100) is no member of the sum.
        and breaks.constant is null
        and points.role = 'member'
        and abs(cast(points.value as double)) > 2 * breaks.tolerance

),

-- What the gap would be if that member were left out, counted twice, turned round or of another unit; the test that
-- leaves least unexplained speaks.
of_a_member as (

    {% for hint, explained in [
        ('omitted_member', '-part'),
        ('doubled_member', 'part'),
        ('sign_of_member', '-2 * part'),
        ('unit_slip_of_member', 'part * (1e4 - 1)'),
        ('unit_slip_of_member', 'part * (1e8 - 1)'),
        ('unit_slip_of_member', 'part * (1e-4 - 1)'),
        ('unit_slip_of_member', 'part * (1e-8 - 1)'),
    ] -%}
        select
            check_id,
            '{{ hint }}:' || words as hint,
            2 as preference,
            abs(gap - {{ explained }}) as unexplained
        from members
        where abs(gap - {{ explained }}) <= tolerance
        {%- if not loop.last %}

            union all

        {% endif %}
    {%- endfor %}

),

of_another_base as (

    select
        breaks.check_id,
        'other_base:' || min(labels.label) as hint,
        0 as preference,
        0 as unexplained
    from breaks
    inner join {{ ref('int_reconciliation__outcomes') }} as others
        on
            breaks.other_base_rule = others.rule_code
            and breaks.figure_id = others.figure_id
    inner join {{ ref('int_reconciliation__points') }} as points
        on
            others.binding_id = points.binding_id
            and points.role = 'result'
    inner join {{ ref('int_reconciliation__figures') }} as labels
        on points.figure_id = labels.figure_id
    where others.verdict in ('consistent', 'rounding')
    group by breaks.check_id

),

ranked as (

    select
        check_id,
        hint,
        row_number() over (partition by check_id order by preference, unexplained, hint) as choice
    from (
        select * from of_another_base
        union all
        select * from of_the_total
        union all
        select * from of_a_member
    ) as found
    where hint is not null

)

select
    check_id,
    hint
from ranked
where choice = 1
