-- Grain: one node of a report's indicator tree.
-- Reason: scores beside target and actual, for people: with the node above, and what may be added up.
{{ config(**replaces('document', '文件编号')) }}

select
    {{ region_columns() | indent(4) }},
    scores.fiscal_year as "年度",
    programs.name_zh as "项目",
    scores.program_code as "项目代码",
    types.name_zh as "文种",
    scores.level as "指标层次",
    scores.indicator_name as "指标名称",
    parents.indicator_name as "上级指标",
    scores.is_leaf as "末级指标",
    scores.full_score as "分值",
    scores.self_score as "自评得分",
    scores.score_rate_pct as "得分率（百分点）",
    scores.target_text as "指标值原文",
    scores.actual_text as "完成值原文",
    targets.name_zh as "指标值限定词",
    scores.target_value as "指标值",
    actuals.name_zh as "完成值限定词",
    scores.actual_value as "完成值",
    units.name_zh as "计量单位",
    scores.unit_code as "计量单位代码",
    scores.is_leaf and scores.level > 0 and scores.full_score is not null and scores.self_score is not null
        as "可加总",
    reports.title as "报告",
    scores.report_id as "报告编号",
    scores.document_id as "文件编号",
    documents.file_name as "文件",
    scores.page as "页",
    scores.line_no as "行",
    scores.indicator_id as "指标节点编号"
from {{ rows_of(ref('fct_indicator_score'), 'document', 'document_id') }} as scores
inner join {{ ref('dim_report') }} as reports
    on scores.report_id = reports.report_id
inner join {{ ref('dim_document') }} as documents
    on scores.document_id = documents.document_id
left join {{ ref('fct_indicator_score') }} as parents
    on scores.parent_indicator_id = parents.indicator_id
left join {{ ref('dim_region') }} as regions
    on scores.region_code = regions.region_code
left join {{ ref('dim_program') }} as programs
    on scores.program_code = programs.program_code
left join {{ ref('document_types') }} as types
    on reports.document_type = types.document_type
left join {{ ref('qualifiers') }} as targets
    on scores.qualifier = targets.qualifier
left join {{ ref('qualifiers') }} as actuals
    on scores.actual_qualifier = actuals.qualifier
left join {{ ref('units') }} as units
    on scores.unit_code = units.unit_code
