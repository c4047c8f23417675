-- A facet binds a rule or it does not: where one member leaves the selector empty and another names what it takes, the
-- first binds by a word that the second never has, and no check is made. Members that do not bind are held against each
-- binding, trees have no members.
{%- set facets = ['item', 'scheme_code', 'program_code', 'funding_level', 'breakdown', 'form'] %}

with members as (

    select
        members.*,
        -- A rule over many metrics holds each against itself alone.
        case when rules.alike then members.concept else '' end as apart
    from {{ ref('reconciliation_members') }} as members
    inner join {{ ref('reconciliation_rules') }} as rules
        on members.rule_code = rules.rule_code
    where
        members.binds
        -- 机关运行经费 is a figure without lines, so its empty item and the other side's named one give the same binding;
        -- `-` would say so.
        and members.rule_code <> 'operating_within_public'

),

selectors as (

    {% for facet in facets -%}
        select
            rule_code,
            apart,
            member_no,
            '{{ facet }}' as facet,
            coalesce({{ facet }}, '') as selector
        from members
        {%- if not loop.last %}

            union all

        {% endif %}
    {%- endfor %}

)

select
    rule_code,
    apart,
    facet,
    count(case when selector = '' then 1 end) as n_binding,
    count(case when selector <> '' then 1 end) as n_naming
from selectors
group by rule_code, apart, facet
having
    count(case when selector = '' then 1 end) > 0
    and count(case when selector <> '' then 1 end) > 0
