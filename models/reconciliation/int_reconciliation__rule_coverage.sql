-- Grain: one rule, with how often all its operands are there and how many checks came of it.
-- Reason: a rule that binds and yet never checks is a fault of ours that nothing else would show.
with operands as (

    select
        operands.rule_code,
        operands.binding_id,
        count(distinct operands.role) as n_roles,
        count(distinct operands.member_no) as n_members,
        count(distinct operands.document_id || '|' || cast(operands.char_start as {{ dbt.type_string() }})) as n_places
    from {{ ref('int_reconciliation__operands') }} as operands
    -- Whatever happens to be stated twice is no operand that must be there.
    where operands.role not in ('base', 'statement', 'missing') and operands.form <> 'table'
    group by operands.rule_code, operands.binding_id

),

roles as (

    select
        rule_code,
        count(distinct role) as n_roles,
        -- Factors may have alternatives; the members of a sum are all needed.
        count(distinct case when role in ('total', 'member') then member_no end) as n_members
    from {{ ref('reconciliation_members') }}
    where role not in ('base', 'statement')
    group by rule_code

),

bindings as (

    select
        operands.rule_code,
        count(*) as n_bindings
    from operands
    left join roles
        on operands.rule_code = roles.rule_code
    where
        operands.n_roles >= coalesce(roles.n_roles, 2)
        and operands.n_members >= coalesce(roles.n_members, 1)
        and operands.n_places > 1
    group by operands.rule_code

),

checks as (

    select
        rule_code,
        count(*) as n_checks
    from {{ ref('int_reconciliation__outcomes') }}
    group by rule_code

)

select
    rules.rule_code,
    coalesce(bindings.n_bindings, 0) as n_bindings,
    coalesce(checks.n_checks, 0) as n_checks
from {{ ref('reconciliation_rules') }} as rules
left join bindings
    on rules.rule_code = bindings.rule_code
left join checks
    on rules.rule_code = checks.rule_code
where rules.severity <> 'hint'
