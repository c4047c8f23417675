-- Grain: one check of a product: factor times factor (or a sum of such) against its multiple of a result.
-- Reason: no division, each figure once: the least and the greatest of the corner products bound the product exactly,
-- so the figures fit exactly where that interval meets the interval of the result.
{%- set product_kinds = "('product', 'scaled_product', 'share')" %}

with rules as (

    select * from {{ ref('reconciliation_rules') }}
    where kind in {{ product_kinds }}

),

points as (

    select
        points.*,
        rules.scale,
        -- 1 + rate, 1 - rate: a factor may have something added to it.
        points.addend + points.weight * points.value as factor,
        points.addend + least(points.weight * points.column_low, points.weight * points.column_high) as factor_low,
        points.addend + greatest(points.weight * points.column_low, points.weight * points.column_high) as factor_high,
        -- Beyond this a product leaves the type; no figure of a report is as large.
        coalesce(abs(points.value) < 1000000000000000, false) as is_sized
    from {{ ref('int_reconciliation__points') }} as points
    inner join rules
        on points.rule_code = rules.rule_code
    where points.kind in {{ product_kinds }}

),

pairs as (

    select
        first.binding_id,
        first.rule_code,
        first.scale,
        first.member_no as candidate_a,
        first.term,
        first.figure_id as first_figure_id,
        second.figure_id as second_figure_id,
        second.unit_code as second_unit_code,
        second.value as second_value,
        second.column_low as second_low,
        second.column_high as second_high,
        second.addend,
        second.weight,
        first.factor as factor_a,
        first.factor_low as a_low,
        first.factor_high as a_high,
        first.is_sized and second.is_sized and abs(second.factor) < 1000000000 as is_sized,
        first.is_conflicting or second.is_conflicting as is_conflicting,
        first.is_approximate or second.is_approximate as is_approximate,
        first.is_open_ended or second.is_open_ended as is_open_ended,
        second.factor as factor_b,
        second.factor_low as b_low,
        second.factor_high as b_high
    from points as first
    inner join points as second
        on
            first.binding_id = second.binding_id
            and first.term = second.term
            and second.role = 'factor_b'
    where first.role = 'factor_a'

),

products as (

    select
        binding_id,
        rule_code,
        scale,
        candidate_a,
        count(*) as n_terms,
        min(first_figure_id) as first_figure_id,
        min(second_figure_id) as second_figure_id,
        min(second_unit_code) as second_unit_code,
        min(second_value) as second_value,
        min(second_low) as second_low,
        min(second_high) as second_high,
        min(addend) as addend,
        min(weight) as weight,
        min(factor_a) as factor_a,
        min(a_low) as a_low,
        min(a_high) as a_high,
        bool_and(is_sized) as is_sized,
        bool_or(is_conflicting) as is_conflicting,
        bool_or(is_approximate) as is_approximate,
        bool_or(is_open_ended) as is_open_ended,
        sum(case when is_sized then factor_a * factor_b end) as product,
        sum(case when is_sized then least(a_low * b_low, a_low * b_high, a_high * b_low, a_high * b_high) end)
            as product_low,
        sum(case when is_sized then greatest(a_low * b_low, a_low * b_high, a_high * b_low, a_high * b_high) end)
            as product_high
    from pairs
    group by binding_id, rule_code, scale, candidate_a

),

results as (

    select
        results.binding_id,
        results.member_no as candidate_result,
        min(results.figure_id) as figure_id,
        min(results.unit_code) as unit_code,
        min(results.value * results.weight) + coalesce(sum(more.value), 0) as result,
        min(least(results.column_low * results.weight, results.column_high * results.weight))
        + coalesce(sum(more.column_low), 0) as result_low,
        min(greatest(results.column_low * results.weight, results.column_high * results.weight))
        + coalesce(sum(more.column_high), 0) as result_high,
        bool_and(results.is_sized) as is_sized,
        bool_or(results.is_conflicting or coalesce(more.is_conflicting, false)) as is_conflicting,
        bool_or(results.is_approximate or coalesce(more.is_approximate, false)) as is_approximate,
        bool_or(results.is_open_ended or coalesce(more.is_open_ended, false)) as is_open_ended,
        count(more.binding_id) as n_more
    from points as results
    left join points as more
        on
            results.binding_id = more.binding_id
            and more.role = 'result_more'
    where results.role = 'result'
    group by results.binding_id, results.member_no, results.operand_key

),

-- A class without its share, or a share without its class, leaves the sum of products open.
unpaired as (

    select binding_id
    from points
    where role in ('factor_a', 'factor_b')
    group by binding_id
    having
        count(distinct term) <> count(distinct case when role = 'factor_a' then term end)
        or count(distinct term) <> count(distinct case when role = 'factor_b' then term end)

),

needed as (

    select
        rule_code,
        count(case when role = 'result_more' then 1 end) as n_more_needed
    from {{ ref('reconciliation_members') }}
    group by rule_code

),

candidates as (

    select
        products.*,
        results.candidate_result,
        results.figure_id as result_figure_id,
        results.unit_code as result_unit_code,
        results.result,
        results.result_low,
        results.result_high,
        products.scale * results.result as goal,
        products.scale * results.result_low as goal_low,
        products.scale * results.result_high as goal_high,
        needed.n_more_needed > results.n_more or unpaired.binding_id is not null as lacks_more,
        products.is_sized and results.is_sized as all_sized,
        products.is_conflicting or results.is_conflicting as any_conflicting,
        products.is_approximate or results.is_approximate as any_approximate,
        products.is_open_ended or results.is_open_ended as any_open_ended
    from products
    inner join results
        on products.binding_id = results.binding_id
    inner join needed
        on products.rule_code = needed.rule_code
    left join unpaired
        on products.binding_id = unpaired.binding_id

),

compared as (

    select
        candidates.*,
        rules.plausible_high,
        candidates.product_low <= candidates.goal_high and candidates.goal_low <= candidates.product_high as fits,
        -- 万元 for 元, 亿元 for 万元 or for 元: the same digits would fit in the other unit, rounded before or not.
        least(
            abs(cast(candidates.goal as double) / 1e4 - cast(candidates.product as double)),
            abs(cast(candidates.goal as double) / 1e8 - cast(candidates.product as double))
        ) <= 0.01 * abs(cast(candidates.product as double)) as fits_other_unit,
        part_years.binding_id is not null as is_of_part_year
    from candidates
    inner join rules
        on candidates.rule_code = rules.rule_code
    left join {{ ref('int_reconciliation__part_years') }} as part_years
        on candidates.binding_id = part_years.binding_id

),

obstructed as (

    select
        *,
        case
            when lacks_more then 'missing_member'
            when any_approximate then 'approximate_member'
            when any_open_ended then 'open_ended_member'
            when any_conflicting then 'conflicting_member'
            when not all_sized then 'out_of_range'
            -- Far more was spent than this base holds, and no slip of the unit: it is not what the rate is a rate of.
            when
                plausible_high is not null
                and goal_low > plausible_high * a_high
                and not fits_other_unit
                then 'another_base'
            when is_of_part_year then 'another_base'
        end as obstacle
    from compared

),

-- Of several bases that a rate may have, the one that fits speaks; else the first.
chosen as (

    select
        *,
        row_number() over (
            partition by binding_id
            order by
                case when obstacle is null and fits then 0 when obstacle is null then 1 else 2 end,
                candidate_a,
                candidate_result,
                result_figure_id
        ) as choice
    from obstructed

),

complete as (

    select
        binding_id,
        rule_code,
        -- One term is read as a rate claimed (结余率 8.83%) against the rate that the amounts give.
        case when n_terms = 1 then second_figure_id else result_figure_id end as figure_id,
        case when n_terms = 1 then second_unit_code else result_unit_code end as unit_code,
        case when n_terms = 1 then second_value else result end as stated_value,
        case
            when n_terms > 1 then cast(product as double) / scale
            when factor_a <> 0 then (cast(goal as double) / cast(factor_a as double) - addend) * weight
        end as computed_value,
        case when n_terms = 1 then second_low else result_low end as stated_low,
        case when n_terms = 1 then second_high else result_high end as stated_high,
        case
            when n_terms > 1 then cast(product_low as double) / scale
            when a_low > 0 or a_high < 0 then least(
                (cast(goal_low as double) / cast(a_low as double) - addend) * weight,
                (cast(goal_low as double) / cast(a_high as double) - addend) * weight,
                (cast(goal_high as double) / cast(a_low as double) - addend) * weight,
                (cast(goal_high as double) / cast(a_high as double) - addend) * weight
            )
        end as computed_low,
        case
            when n_terms > 1 then cast(product_high as double) / scale
            when a_low > 0 or a_high < 0 then greatest(
                (cast(goal_low as double) / cast(a_low as double) - addend) * weight,
                (cast(goal_low as double) / cast(a_high as double) - addend) * weight,
                (cast(goal_high as double) / cast(a_low as double) - addend) * weight,
                (cast(goal_high as double) / cast(a_high as double) - addend) * weight
            )
        end as computed_high,
        product = goal as is_exact,
        fits,
        n_terms * 2 as n_members,
        case when obstacle = 'missing_member' then 1 else 0 end as n_missing,
        obstacle
    from chosen
    where choice = 1

),

-- A rate without what it is a rate of: looked at, cannot say.
lone as (

    select
        points.binding_id,
        points.rule_code,
        min(points.figure_id) as figure_id,
        min(points.unit_code) as unit_code,
        min(points.value) as stated_value,
        min(points.value_low) as stated_low,
        min(points.value_high) as stated_high,
        count(*) as n_members
    from points
    left join complete
        on points.binding_id = complete.binding_id
    where
        complete.binding_id is null
        and points.role = 'factor_b'
    group by points.binding_id, points.rule_code

)

select
    binding_id,
    rule_code,
    figure_id,
    unit_code,
    stated_value,
    {{ rounded('computed_value') }} as computed_value,
    stated_low,
    stated_high,
    {{ rounded('computed_low') }} as computed_low,
    {{ rounded('computed_high') }} as computed_high,
    {{ shown_gap('stated_value - ' ~ rounded('computed_value'), 'is_exact') }} as gap,
    (stated_high - stated_low) * 0.5 + {{ rounded('(computed_high - computed_low) * 0.5') }} as tolerance,
    cast(null as double) as variance,
    fits,
    fits as fits_column,
    n_members,
    n_missing,
    obstacle
from complete

union all

select
    binding_id,
    rule_code,
    figure_id,
    unit_code,
    stated_value,
    null as computed_value,
    stated_low,
    stated_high,
    null as computed_low,
    null as computed_high,
    null as gap,
    null as tolerance,
    null as variance,
    false as fits,
    false as fits_column,
    n_members,
    1 as n_missing,
    'missing_member' as obstacle
from lone
