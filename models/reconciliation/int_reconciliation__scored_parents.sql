-- Grain: one measure of one node of an indicator tree, with the nearest node above it that is scored.
-- Reason: scores stand on leaves, on groups or on both; a sum runs over the nearest that are scored. A leaf without a
-- score leaves the sum above it open; a group without one is seen through.
{%- set steps = [1, 2, 3, 4, 5] %}

with indicators as (

    select * from {{ ref('int_reconciliation__summed_nodes') }}

),

nodes as (

    {% for measure in ['full_score', 'self_score'] -%}
        select
            indicator_id,
            parent_indicator_id,
            report_id,
            level,
            '{{ measure }}' as measure,
            {{ measure }} is not null as is_scored
        from indicators
        {%- if not loop.last %}

            union all

        {% endif %}
    {%- endfor %}

),

ancestors as (

    {% for step in steps -%}
        select
            indicators.indicator_id,
            above{{ step }}.parent_indicator_id as ancestor_id,
            {{ step }} as steps_up
        from indicators
        inner join indicators as above1
            on indicators.indicator_id = above1.indicator_id
        {% for next in range(2, step + 1) -%}
            inner join indicators as above{{ next }}
                on above{{ next - 1 }}.parent_indicator_id = above{{ next }}.indicator_id
        {% endfor -%}
        where above{{ step }}.parent_indicator_id is not null
        {%- if not loop.last %}

            union all

        {% endif %}
    {%- endfor %}

),

scored_ancestors as (

    select
        ancestors.indicator_id,
        nodes.measure,
        nodes.indicator_id as ancestor_id,
        row_number() over (
            partition by ancestors.indicator_id, nodes.measure
            order by ancestors.steps_up
        ) as choice
    from ancestors
    inner join nodes
        on
            ancestors.ancestor_id = nodes.indicator_id
            and nodes.is_scored

),

groups as (

    select distinct parent_indicator_id as indicator_id
    from indicators
    where parent_indicator_id is not null

)

select
    nodes.report_id,
    nodes.measure,
    nodes.indicator_id,
    nodes.level,
    nodes.is_scored,
    scored_ancestors.ancestor_id as scored_parent_id
from nodes
left join groups
    on nodes.indicator_id = groups.indicator_id
left join scored_ancestors
    on
        nodes.indicator_id = scored_ancestors.indicator_id
        and nodes.measure = scored_ancestors.measure
        and scored_ancestors.choice = 1
where
    nodes.level > 0
    and (nodes.is_scored or groups.indicator_id is null)
