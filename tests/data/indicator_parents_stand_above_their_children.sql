-- A tree that sums needs parents of the same report, one or more levels up, and one top.
select
    children.indicator_id,
    children.report_id,
    children.level,
    children.indicator_name,
    children.parent_indicator_id,
    parents.report_id as parent_report_id,
    parents.level as parent_level
from {{ ref('fct_indicator_score') }} as children
left join {{ ref('fct_indicator_score') }} as parents
    on children.parent_indicator_id = parents.indicator_id
where
    children.report_id <> parents.report_id
    or children.level <= parents.level
    or (children.level = 0 and children.parent_indicator_id is not null)
