-- Grain: one node of a report's indicator tree, groups and leaves alike.
-- Reason: scores beside target and actual, so that full marks can be held against what was achieved.
{{ config(**replaces('document', 'document_id')) }}

with nodes as (

    select * from {{ ref('int_indicators__valued') }}

),

parents as (

    select distinct parent_indicator_id as indicator_id
    from nodes
    where parent_indicator_id is not null

)

select
    nodes.indicator_id,
    nodes.parent_indicator_id,
    nodes.document_id,
    nodes.report_id,
    reports.region_code,
    reports.fiscal_year,
    reports.program_code,
    nodes.indicator_code,
    nodes.level,
    parents.indicator_id is null as is_leaf,
    nodes.indicator_name,
    nodes.full_score,
    nodes.self_score,
    {{ rate('nodes.self_score', 'nodes.full_score', 100) }} as score_rate_pct,
    nodes.target_text,
    nodes.actual_text,
    nodes.target_value,
    nodes.actual_value,
    nodes.unit_code,
    nodes.target_qualifier as qualifier,
    nodes.actual_qualifier,
    nodes.line_no,
    nodes.char_start,
    nodes.char_end,
    nodes.page
from nodes
left join {{ ref('dim_report') }} as reports
    on nodes.report_id = reports.report_id
left join parents
    on nodes.indicator_id = parents.indicator_id
