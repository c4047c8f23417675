-- Grain: one node of an indicator tree, with the node above it that its scores belong to.
-- Reason: 满意度 is a first level by its words; where the points of the group before it hold those of 满意度, and the
-- whole is only made without them, its scores count below that group.
with indicators as (

    select * from {{ ref('int_indicators__valued') }}

),

firsts as (

    select
        indicator_id,
        report_id,
        indicator_name,
        full_score,
        self_score,
        lag(indicator_id) over in_order as group_id,
        lag(full_score) over in_order as group_full_score,
        lag(self_score) over in_order as group_self_score,
        sum(full_score) over (partition by report_id) as total_full_score
    from indicators
    where level = 1
    window in_order as (partition by report_id order by indicator_id)

),

children as (

    select
        parent_indicator_id,
        sum(full_score) as full_score,
        sum(self_score) as self_score
    from indicators
    group by parent_indicator_id

),

roots as (

    select
        report_id,
        full_score
    from indicators
    where level = 0

),

inside as (

    select
        firsts.indicator_id,
        firsts.group_id
    from firsts
    left join children
        on firsts.group_id = children.parent_indicator_id
    left join roots
        on firsts.report_id = roots.report_id
    where
        firsts.indicator_name like '%满意%'
        and firsts.full_score > 0
        and firsts.group_full_score = coalesce(children.full_score, 0) + firsts.full_score
        and firsts.total_full_score - firsts.full_score = coalesce(roots.full_score, 100)
        -- Points that fit by a wrong digit are not those of the scores.
        and coalesce(firsts.group_self_score = coalesce(children.self_score, 0) + firsts.self_score, true)

)

select
    indicators.indicator_id,
    indicators.report_id,
    indicators.full_score,
    indicators.self_score,
    coalesce(inside.group_id, indicators.parent_indicator_id) as parent_indicator_id,
    case when inside.group_id is null then indicators.level else 2 end as level
from indicators
left join inside
    on indicators.indicator_id = inside.indicator_id
