-- Grain: one figure that one selector takes, in one binding.
-- Reason: one pass binds every rule to every figure it selects; no rule has SQL of its own.
{{ config(materialized='table') }}

-- What is selected is read twice, by rules of their own and by the others: kept as one, all of it would be held.
with apart as (

    select * from {{ ref('int_reconciliation__selected') }}
    where rule_apart is not null

),

-- A sentence that states all operands of a rule is checked by itself: nothing is as surely of one data point.
complete_lines as (

    select
        rule_apart,
        binding,
        line_no
    from apart
    where near and binds
    group by rule_apart, binding, line_no
    having
        count(distinct member_apart) = max(n_members_apart)
        and count(distinct role_apart) = max(n_roles_apart)

),

told as (

    select distinct
        rule_apart,
        binding
    from complete_lines

),

bound_apart as (

    select
        apart.selector_id,
        apart.rule_apart,
        case
            when complete_lines.line_no is null then apart.binding
            else apart.binding || '|L' || cast(apart.line_no as {{ dbt.type_string() }})
        end as binding,
        apart.operand_key,
        apart.term,
        apart.figure_id,
        apart.report_id
    from apart
    left join complete_lines
        on
            apart.rule_apart = complete_lines.rule_apart
            and apart.binding = complete_lines.binding
            and apart.line_no = complete_lines.line_no
    left join told
        on
            apart.rule_apart = told.rule_apart
            and apart.binding = told.binding
    where
        apart.binds
        and (told.binding is null or complete_lines.line_no is not null)

),

bindings as (

    select distinct
        rule_apart,
        binding,
        report_id
    from bound_apart

),

united as (

    select
        selector_id,
        binding,
        operand_key,
        term,
        figure_id
    from {{ ref('int_reconciliation__selected') }}
    where rule_apart is null

    union all

    select
        selector_id,
        binding,
        operand_key,
        term,
        figure_id
    from bound_apart

    union all

    -- A claim that names no dimension (在职人员控制率) is held against each binding of its report.
    select
        apart.selector_id,
        bindings.binding,
        apart.operand_key,
        apart.term,
        apart.figure_id
    from apart
    inner join bindings
        on
            apart.rule_apart = bindings.rule_apart
            and apart.report_id = bindings.report_id
    where not apart.binds

    union all

    select
        members.selector_id,
        substring(nodes.binding_key, length(nodes.rule_code) + 2) as binding,
        nodes.figure_id as operand_key,
        1 as term,
        nodes.figure_id
    from {{ ref('int_reconciliation__tree_operands') }} as nodes
    inner join {{ ref('int_reconciliation__members') }} as members
        on
            nodes.rule_code = members.rule_code
            and nodes.role = members.role
            and members.member_no = 0

),

-- A number stands for the words of a binding in all that follows.
numbered as (

    select
        binding,
        row_number() over (order by binding) as binding_no
    from (select distinct binding from united) as named

)

select
    united.*,
    numbered.binding_no
from united
inner join numbered
    on united.binding = numbered.binding
