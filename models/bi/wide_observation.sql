-- Grain: one value that a report states.
-- Reason: all facts in one tidy table for people, with names beside codes and the words they were read from.
{{ config(**replaces('province', '行政区划代码')) }}

select
    {{ region_columns() | indent(4) }},
    observations.fiscal_year as "年度",
    metrics.name_zh as "指标",
    observations.metric_code as "指标代码",
    metrics.metric_group as "指标分组",
    schemes.name_zh as "险种",
    observations.scheme_code as "险种代码",
    programs.name_zh as "项目",
    observations.program_code as "项目代码",
    levels.name_zh as "资金级次",
    observations.funding_level as "资金级次代码",
    scopes.name_zh as "范围",
    observations.scope as "范围代码",
    observations.breakdown as "分项",
    observations.value as "数值",
    units.name_zh as "计量单位",
    observations.unit_code as "计量单位代码",
    case when observations.unit_code = 'yuan' then {{ in_wan('observations.value') }} end as "金额（万元）",
    case when observations.unit_code = 'yuan' then observations.value end as "金额（元）",
    case when observations.unit_code = 'person' then {{ in_wan('observations.value') }} end as "人数（万人）",
    case when observations.unit_code = 'person' then observations.value end as "人数（人）",
    case when observations.unit_code = 'percent' then observations.value end as "比率（百分点）",
    qualifiers.name_zh as "限定词",
    observations.value_low as "数值下限",
    observations.value_high as "数值上限",
    observations.decimals as "小数精度",
    observations.is_primary as "主用值",
    {{ is_summable('observation', 'value', 'observations.observation_id') }} as "可加总",
    observations.stated_text as "原文",
    reports.title as "报告",
    observations.report_id as "报告编号",
    observations.document_id as "文件编号",
    documents.file_name as "文件",
    observations.page as "页",
    observations.line_no as "行",
    observations.observation_id as "观测编号"
from {{ rows_of(ref('fct_observation'), 'province', 'region_code') }} as observations
left join {{ ref('dim_metric') }} as metrics
    on observations.metric_code = metrics.metric_code
left join {{ ref('dim_scheme') }} as schemes
    on observations.scheme_code = schemes.scheme_code
left join {{ ref('dim_program') }} as programs
    on observations.program_code = programs.program_code
left join {{ ref('funding_levels') }} as levels
    on observations.funding_level = levels.code
left join {{ ref('scopes') }} as scopes
    on observations.scope = scopes.scope
left join {{ ref('qualifiers') }} as qualifiers
    on observations.qualifier = qualifiers.qualifier
inner join {{ ref('dim_document') }} as documents
    on observations.document_id = documents.document_id
left join {{ ref('units') }} as units
    on observations.unit_code = units.unit_code
left join {{ ref('dim_report') }} as reports
    on observations.report_id = reports.report_id
left join {{ ref('dim_region') }} as regions
    on observations.region_code = regions.region_code
