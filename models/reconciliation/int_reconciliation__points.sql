-- Grain: one operand of one check.
-- Reason: rules that take the same figures of the same place share a data point, each with its own weight.
select
    {{ binding_id('members.rule_no', 'points.binding_no') }} as binding_id,
    members.rule_code,
    members.kind,
    members.member_no,
    members.role,
    case when members.takes = 'each' then points.term else members.term end as term,
    members.weight,
    members.addend,
    members.takes,
    members.required,
    points.operand_key,
    points.unit_code,
    points.value,
    points.figure_id,
    points.value_low,
    points.value_high,
    points.column_low,
    points.column_high,
    points.least_value,
    points.greatest_value,
    points.least_of_column,
    points.greatest_of_column,
    points.squared_width,
    points.n_statements,
    points.is_missing or members.role = 'missing' as is_missing,
    points.is_conflicting,
    points.is_approximate,
    points.is_open_ended
from {{ ref('int_reconciliation__data_points') }} as points
inner join {{ ref('int_reconciliation__members') }} as members
    on points.selector_id = members.selector_id
