-- Grain: one check of a sum or an order: a total against its weighted members, a whole against its parts.
-- Reason: intervals of the members add up; the figures fit exactly where that sum meets the interval of the total.
{%- set stated_roles = "('total', 'whole')" %}

with rules as (

    select * from {{ ref('reconciliation_rules') }}
    where kind in ('sum', 'order')

),

points as (

    select * from {{ ref('int_reconciliation__points') }}
    where kind in ('sum', 'order')

),

computed as (

    select
        binding_id,
        rule_code,
        count(case when not is_missing then 1 end) as n_members,
        count(case when is_missing then 1 end) as n_open,
        count(case when takes = 'one' then 1 end) as n_bound,
        count(case when takes = 'one' and required = 'true' then 1 end) as n_required,
        bool_or(is_conflicting) as is_conflicting,
        bool_or(is_approximate) as is_approximate,
        sum(weight * value) as computed_value,
        sum(case when weight > 0 then weight * least_value else weight * greatest_value end) as computed_low,
        sum(case when weight > 0 then weight * greatest_value else weight * least_value end) as computed_high,
        sum(case when weight > 0 then weight * least_of_column else weight * greatest_of_column end)
            as computed_column_low,
        sum(case when weight > 0 then weight * greatest_of_column else weight * least_of_column end)
            as computed_column_high,
        -- What is likely cannot be said of a side without bounds.
        case when count(squared_width) = count(*) then sum(pow(weight, 2) * squared_width) end as variance,
        min(unit_code) as least_unit,
        max(unit_code) as greatest_unit
    from points
    where role not in {{ stated_roles }}
    group by binding_id, rule_code

),

stated as (

    select
        binding_id,
        min(figure_id) as figure_id,
        min(unit_code) as unit_code,
        count(case when is_missing then 1 end) as n_open,
        count(case when takes = 'one' then 1 end) as n_bound,
        count(case when takes = 'one' and required = 'true' then 1 end) as n_required,
        bool_or(is_conflicting) as is_conflicting,
        bool_or(is_approximate) as is_approximate,
        sum(weight * value) as stated_value,
        sum(weight * coalesce(value_low, -{{ far() }})) as stated_low,
        sum(weight * coalesce(value_high, {{ far() }})) as stated_high,
        sum(weight * coalesce(column_low, -{{ far() }})) as stated_column_low,
        sum(weight * coalesce(column_high, {{ far() }})) as stated_column_high,
        case when count(squared_width) = count(*) then sum(pow(weight, 2) * squared_width) end as variance
    from points
    where role in {{ stated_roles }}
    group by binding_id

),

-- A member that takes each of many is one member, however many they are.
listed as (

    select
        binding_id,
        count(distinct member_no) as n_bound,
        count(distinct case when required = 'true' then member_no end) as n_required
    from points
    where takes = 'each' and member_no > 0
    group by binding_id

),

required as (

    select
        rule_code,
        count(*) as n_members,
        count(case when required = 'true' then 1 end) as n_required
    from {{ ref('reconciliation_members') }}
    group by rule_code

),

-- Where a constant stands for the total, a member stands for the check.
others as (

    select
        points.binding_id,
        max(points.figure_id) as figure_id,
        min(points.unit_code) as unit_code
    from points
    inner join rules
        on points.rule_code = rules.rule_code
    where rules.constant is not null and not points.is_missing
    group by points.binding_id

),

compared as (

    select
        computed.binding_id,
        computed.rule_code,
        rules.kind,
        coalesce(stated.figure_id, others.figure_id) as figure_id,
        coalesce(stated.unit_code, others.unit_code) as unit_code,
        coalesce(stated.stated_value, rules.constant) as stated_value,
        coalesce(stated.stated_low, rules.constant) as stated_low,
        coalesce(stated.stated_high, rules.constant) as stated_high,
        coalesce(stated.stated_column_low, rules.constant) as stated_column_low,
        coalesce(stated.stated_column_high, rules.constant) as stated_column_high,
        computed.computed_value,
        computed.computed_low,
        computed.computed_high,
        computed.computed_column_low,
        computed.computed_column_high,
        (computed.variance + case when stated.binding_id is null then 0 else stated.variance end) / 12 as variance,
        rules.unit_code is null
        and (computed.least_unit <> computed.greatest_unit or stated.unit_code <> computed.least_unit)
            as has_other_unit,
        computed.n_members,
        -- A whole is not less than those of its parts that are stated; a form printed in full leaves nothing out.
        computed.n_open + coalesce(stated.n_open, 0) + coalesce(missing_columns.n_columns, 0) + case
            when rules.kind = 'order' then 0
            else greatest(
                case when rules.closed then coalesce(required.n_required, 0) else coalesce(required.n_members, 0) end
                - case
                    when rules.closed
                        then computed.n_required + coalesce(stated.n_required, 0) + coalesce(listed.n_required, 0)
                    else computed.n_bound + coalesce(stated.n_bound, 0) + coalesce(listed.n_bound, 0)
                end,
                0
            )
        end as n_missing,
        computed.is_conflicting or coalesce(stated.is_conflicting, false) as is_conflicting,
        computed.is_approximate or coalesce(stated.is_approximate, false) as is_approximate,
        unknown_lines.cell_id is not null as has_unknown_line
    from computed
    inner join rules
        on computed.rule_code = rules.rule_code
    left join stated
        on computed.binding_id = stated.binding_id
    left join listed
        on computed.binding_id = listed.binding_id
    left join others
        on computed.binding_id = others.binding_id
    left join required
        on computed.rule_code = required.rule_code
    left join {{ ref('int_reconciliation__missing_columns') }} as missing_columns
        on computed.binding_id = missing_columns.binding_id
    left join {{ ref('int_reconciliation__unknown_lines') }} as unknown_lines
        on
            computed.rule_code = 'statement_line_sum'
            and stated.figure_id = unknown_lines.cell_id
    where
        computed.n_members > 0
        and (stated.binding_id is not null or rules.constant is not null)

)

select
    binding_id,
    rule_code,
    figure_id,
    unit_code,
    stated_value,
    computed_value,
    stated_low,
    stated_high,
    computed_low,
    computed_high,
    case
        when kind = 'order' then greatest(computed_value - stated_value, 0)
        else stated_value - computed_value
    end as gap,
    (stated_column_high - stated_column_low + computed_column_high - computed_column_low) * 0.5 as tolerance,
    variance,
    case
        when kind = 'order' then computed_low <= stated_high
        else computed_low <= stated_high and stated_low <= computed_high
    end as fits,
    case
        when kind = 'order' then computed_column_low <= stated_column_high
        else computed_column_low <= stated_column_high and stated_column_low <= computed_column_high
    end as fits_column,
    n_members,
    n_missing,
    case
        when n_missing > 0 then 'missing_member'
        when is_approximate then 'approximate_member'
        when is_conflicting then 'conflicting_member'
        when coalesce(has_other_unit, false) then 'other_unit'
        -- A line that no form declares may belong to the sum.
        when
            has_unknown_line
            and not (computed_column_low <= stated_column_high and stated_column_low <= computed_column_high)
            then 'unknown_line'
    end as obstacle
from compared
