-- Grain: one check of a sum or an order: a total against its weighted members, a whole against its parts.
-- Reason: intervals of the members add up; the figures fit exactly where that sum meets the interval of the total.
{%- set far = "cast('1e24' as decimal(38, 6))" %}

with rules as (

    select * from {{ ref('reconciliation_rules') }}
    where kind in ('sum', 'order')

),

points as (

    select
        points.*,
        rules.kind,
        points.role in ('total', 'whole') as is_stated,
        -- An open end is far away: a sum with it can only fail on its other side.
        cast(coalesce(points.value_low, -{{ far }}) as decimal(38, 6)) as low,
        cast(coalesce(points.value_high, {{ far }}) as decimal(38, 6)) as high,
        cast(coalesce(points.column_low, -{{ far }}) as decimal(38, 6)) as low_of_column,
        cast(coalesce(points.column_high, {{ far }}) as decimal(38, 6)) as high_of_column,
        points.column_high - points.column_low as width
    from {{ ref('int_reconciliation__points') }} as points
    inner join rules
        on points.rule_code = rules.rule_code

),

required as (

    select
        rule_code,
        count(*) as n_members,
        count(case when required = 'true' then 1 end) as n_required
    from {{ ref('reconciliation_members') }}
    group by rule_code

),

bound as (

    select
        points.binding_id,
        count(distinct points.member_no) as n_required
    from points
    inner join {{ ref('reconciliation_members') }} as members
        on
            points.rule_code = members.rule_code
            and points.member_no = members.member_no
            and members.required = 'true'
    group by points.binding_id

),

sides as (

    select
        binding_id,
        rule_code,
        kind,
        min(case when is_stated then figure_id end) as stated_figure_id,
        max(case when not is_stated and not is_missing then figure_id end) as other_figure_id,
        min(unit_code) as unit_code,
        count(case when is_stated then 1 end) as n_stated,
        count(case when not is_stated and not is_missing then 1 end) as n_members,
        count(distinct case when member_no > 0 and role <> 'missing' then member_no end) as n_bound,
        count(case when is_missing then 1 end) as n_open,
        bool_or(is_conflicting) as is_conflicting,
        bool_or(is_approximate) as is_approximate,
        sum(case when is_stated then weight * value end) as stated_value,
        sum(case when is_stated then weight * low end) as stated_low,
        sum(case when is_stated then weight * high end) as stated_high,
        sum(case when is_stated then weight * low_of_column end) as stated_column_low,
        sum(case when is_stated then weight * high_of_column end) as stated_column_high,
        sum(case when not is_stated then weight * value end) as computed_value,
        sum(case when not is_stated then least(weight * low, weight * high) end) as computed_low,
        sum(case when not is_stated then greatest(weight * low, weight * high) end) as computed_high,
        sum(case when not is_stated then least(weight * low_of_column, weight * high_of_column) end)
            as computed_column_low,
        sum(case when not is_stated then greatest(weight * low_of_column, weight * high_of_column) end)
            as computed_column_high,
        sum(pow(cast(weight as double) * cast(width as double), 2)) / 12 as variance
    from points
    group by binding_id, rule_code, kind

),

printed as (

    select distinct
        report_id,
        concept,
        measure
    from {{ ref('int_reconciliation__figures') }}

),

-- A column that a form does not print is not a column of zeros, where a rule says so.
columns_missing as (

    select
        points.binding_id,
        count(*) as n_columns
    from points
    inner join {{ ref('int_reconciliation__figures') }} as totals
        on points.figure_id = totals.figure_id
    inner join {{ ref('reconciliation_members') }} as members
        on
            points.rule_code = members.rule_code
            and members.required = 'column'
    left join printed
        on
            totals.report_id = printed.report_id
            and members.concept = printed.concept
            and members.measure = printed.measure
    where points.is_stated and printed.report_id is null
    group by points.binding_id

),

-- Cells above lines whose words no form declares.
unknown as (

    select distinct
        known.cell_id,
        known.report_id
    from {{ ref('fct_statement_line') }} as known
    inner join {{ ref('fct_statement_line') }} as unknown_lines
        on
            known.report_id = unknown_lines.report_id
            and known.statement_code = unknown_lines.statement_code
            and known.section = unknown_lines.section
            and known.measure_code = unknown_lines.measure_code
    where
        known.line_key is not null
        and unknown_lines.line_key is null
        and unknown_lines.value <> 0

),

compared as (

    select
        unknown.report_id is not null as has_unknown_line,
        sides.* replace (
            coalesce(sides.stated_value, rules.constant) as stated_value,
            coalesce(sides.stated_low, rules.constant) as stated_low,
            coalesce(sides.stated_high, rules.constant) as stated_high,
            coalesce(sides.stated_column_low, rules.constant) as stated_column_low,
            coalesce(sides.stated_column_high, rules.constant) as stated_column_high
        ),
        -- A whole is not less than those of its parts that are stated; a form printed in full leaves nothing out.
        sides.n_open + coalesce(columns_missing.n_columns, 0) + case
            when sides.kind = 'order' then 0
            else greatest(
                case when rules.closed then coalesce(required.n_required, 0) else coalesce(required.n_members, 0) end
                - case when rules.closed then coalesce(bound.n_required, 0) else sides.n_bound end,
                0
            )
        end as n_missing
    from sides
    left join bound
        on sides.binding_id = bound.binding_id
    left join columns_missing
        on sides.binding_id = columns_missing.binding_id
    left join unknown
        on
            sides.rule_code = 'statement_line_sum'
            and sides.stated_figure_id = unknown.cell_id
    inner join rules
        on sides.rule_code = rules.rule_code
    left join required
        on sides.rule_code = required.rule_code
    where
        sides.n_members > 0
        and (sides.n_stated > 0 or rules.constant is not null)

)

select
    binding_id,
    rule_code,
    coalesce(stated_figure_id, other_figure_id) as figure_id,
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
    (stated_column_high - stated_column_low) / 2 + (computed_column_high - computed_column_low) / 2 as tolerance,
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
        -- A line that no form declares may belong to the sum.
        when
            has_unknown_line
            and not (computed_column_low <= stated_column_high and stated_column_low <= computed_column_high)
            then 'unknown_line'
    end as obstacle
from compared
