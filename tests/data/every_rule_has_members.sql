-- A rule that takes no figures checks nothing: it has members, or runs over a tree, or over the declared bounds. The
-- roles of its members are those that its kind compares.
with roles as (

    select
        rules.rule_code,
        rules.kind,
        rules.tree,
        rules.constant,
        count(members.member_no) as n_members,
        count(case when members.role in ('total', 'whole', 'result', 'rate', 'reference') then 1 end) as n_stated,
        count(
            case when members.role in ('member', 'part', 'factor_a', 'factor_b', 'change', 'stated') then 1 end
        ) as n_computed,
        count(case when members.role = 'statement' then 1 end) as n_statements
    from {{ ref('reconciliation_rules') }} as rules
    left join {{ ref('reconciliation_members') }} as members
        on rules.rule_code = members.rule_code
    group by rules.rule_code, rules.kind, rules.tree, rules.constant

)

select *
from roles
where
    case
        when tree is not null or kind = 'range' then n_members > 0
        else n_statements = 0 and (n_computed = 0 or (n_stated = 0 and constant is null))
    end
