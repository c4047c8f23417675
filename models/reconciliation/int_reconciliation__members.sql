-- Grain: one member of a rule, with the selector that it shares with members of other rules.
-- Reason: many rules take the same figures; those are looked for once a selector, however many rules take them.
{{ config(materialized='table') }}

{%- set facets = ['item', 'scheme_code', 'program_code', 'funding_level', 'breakdown', 'form'] %}

with rules as (

    select
        *,
        row_number() over (order by rule_code) as rule_no
    from {{ ref('reconciliation_rules') }}

),

-- Where a sentence or a report decides what is bound, the other members take part in that: nothing to share.
apart as (

    select
        members.rule_code,
        count(*) as n_members,
        count(distinct members.role) as n_roles
    from {{ ref('reconciliation_members') }} as members
    inner join rules
        on members.rule_code = rules.rule_code
    group by members.rule_code
    having bool_or(rules.near or not members.binds)

),

members as (

    select
        rules.rule_no,
        rules.rule_code,
        rules.kind,
        rules.scope as rule_scope,
        rules.near,
        rules.alike,
        members.member_no,
        members.role,
        members.term,
        members.weight,
        members.{{ adapter.quote('offset') }} as addend,
        members.takes,
        members.binds,
        members.required,
        members.concept,
        members.measure,
        {% for facet in facets -%}
            coalesce(members.{{ facet }}, '') as {{ facet }},
        {% endfor -%}
        members.year_shift,
        apart.rule_code as rule_apart,
        apart.n_members as n_members_apart,
        apart.n_roles as n_roles_apart,
        case when apart.rule_code is not null then members.member_no end as member_apart
    from {{ ref('reconciliation_members') }} as members
    inner join rules
        on members.rule_code = rules.rule_code
    left join apart
        on members.rule_code = apart.rule_code

    union all

    -- Nodes of a tree select nothing: int_reconciliation__tree_operands says what they are.
    select
        rules.rule_no,
        rules.rule_code,
        rules.kind,
        rules.scope as rule_scope,
        rules.near,
        rules.alike,
        0 as member_no,
        roles.role,
        1 as term,
        1 as weight,
        0 as addend,
        'each' as takes,
        true as binds,
        'false' as required,
        cast(null as {{ dbt.type_string() }}) as concept,
        cast(null as {{ dbt.type_string() }}) as measure,
        {% for facet in facets -%}
            cast(null as {{ dbt.type_string() }}) as {{ facet }},
        {% endfor -%}
        cast(null as {{ dbt.type_int() }}) as year_shift,
        rules.rule_code as rule_apart,
        cast(null as {{ dbt.type_bigint() }}) as n_members_apart,
        cast(null as {{ dbt.type_bigint() }}) as n_roles_apart,
        cast(null as {{ dbt.type_int() }}) as member_apart
    from rules
    cross join (values ('total'), ('member'), ('whole'), ('part'), ('missing')) as roles (role)
    where rules.tree is not null

)

select
    *,
    dense_rank() over (
        order by
            rule_apart, member_apart,
            case when concept is null then role end,
            concept, measure, {{ facets | join(', ') }}, rule_scope, alike, year_shift, takes, binds
    ) as selector_id
from members
