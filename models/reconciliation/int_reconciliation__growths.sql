-- Grain: one check of a growth: a figure, its change and its rate of change.
-- Reason: change = rate × (figure - change) holds two figures twice, but each to the first power only: over the box of
-- the three intervals its least and greatest values stand on corners, so the test is exact.

with points as (

    select
        *,
        abs(value) < 1000000000000000 as is_sized
    from {{ ref('int_reconciliation__points') }}
    where kind = 'growth'

),

joined as (

    select
        current.binding_id,
        current.rule_code,
        rate.figure_id,
        rate.unit_code,
        rate.value as rate,
        rate.value_low as rate_low,
        rate.value_high as rate_high,
        current.value as figure,
        change.value as change,
        current.value - change.value as previous,
        current.value_low - change.value_high as previous_low,
        current.value_high - change.value_low as previous_high,
        current.value_low,
        current.value_high,
        change.value_low as change_low,
        change.value_high as change_high,
        current.is_sized and change.is_sized and abs(rate.value) < 1000000000 as is_sized,
        current.is_conflicting or change.is_conflicting or rate.is_conflicting as is_conflicting,
        current.is_approximate or change.is_approximate or rate.is_approximate as is_approximate,
        current.is_open_ended or change.is_open_ended or rate.is_open_ended as is_open_ended
    from points as current
    inner join points as change
        on
            current.binding_id = change.binding_id
            and change.role = 'change'
    inner join points as rate
        on
            current.binding_id = rate.binding_id
            and rate.role = 'rate'
    where current.role = 'current'

),

-- figure × rate - change × (100 + rate) is 0 where all three agree.
cornered as (

    select
        *,
        case when is_sized then figure * rate - change * (100 + rate) end as residue,
        case when is_sized then least(
            least(rate_low * value_low, rate_low * value_high)
            - greatest((100 + rate_low) * change_low, (100 + rate_low) * change_high),
            least(rate_high * value_low, rate_high * value_high)
            - greatest((100 + rate_high) * change_low, (100 + rate_high) * change_high)
        ) end as residue_low,
        case when is_sized then greatest(
            greatest(rate_low * value_low, rate_low * value_high)
            - least((100 + rate_low) * change_low, (100 + rate_low) * change_high),
            greatest(rate_high * value_low, rate_high * value_high)
            - least((100 + rate_high) * change_low, (100 + rate_high) * change_high)
        ) end as residue_high
    from joined

),

computed as (

    select
        *,
        residue_low <= 0 and residue_high >= 0 as fits,
        case when previous <> 0 then 100 * cast(change as double) / cast(previous as double) end as computed_value,
        case
            when previous_low > 0 or previous_high < 0 then least(
                100 * cast(change_low as double) / cast(value_low - change_low as double),
                100 * cast(change_low as double) / cast(value_high - change_low as double),
                100 * cast(change_high as double) / cast(value_low - change_high as double),
                100 * cast(change_high as double) / cast(value_high - change_high as double)
            )
        end as computed_low,
        case
            when previous_low > 0 or previous_high < 0 then greatest(
                100 * cast(change_low as double) / cast(value_low - change_low as double),
                100 * cast(change_low as double) / cast(value_high - change_low as double),
                100 * cast(change_high as double) / cast(value_low - change_high as double),
                100 * cast(change_high as double) / cast(value_high - change_high as double)
            )
        end as computed_high
    from cornered

)

select
    binding_id,
    rule_code,
    figure_id,
    unit_code,
    rate as stated_value,
    {{ rounded('computed_value') }} as computed_value,
    rate_low as stated_low,
    rate_high as stated_high,
    {{ rounded('computed_low') }} as computed_low,
    {{ rounded('computed_high') }} as computed_high,
    {{ shown_gap('rate - ' ~ rounded('computed_value'), 'residue = 0') }} as gap,
    (rate_high - rate_low) * 0.5 + {{ rounded('(computed_high - computed_low) * 0.5') }} as tolerance,
    cast(null as double) as variance,
    fits,
    fits as fits_column,
    3 as n_members,
    0 as n_missing,
    case
        when is_approximate then 'approximate_member'
        when is_open_ended then 'open_ended_member'
        when is_conflicting then 'conflicting_member'
        when not is_sized then 'out_of_range'
        -- From nothing to something: there is no rate, whatever is printed.
        when not fits and previous_low <= 0 and previous_high >= 0 then 'zero_base'
    end as obstacle
from computed
