-- Grain: one report, program, funding level and stage of the money.
-- Reason: money from issue to spending, for people: names beside codes, 万元 beside 元, and what may be added up.
{{ config(**replaces('province', '行政区划代码')) }}

select
    {{ region_columns() | indent(4) }},
    funding.fiscal_year as "年度",
    programs.name_zh as "项目",
    funding.program_code as "项目代码",
    levels.name_zh as "资金级次",
    funding.funding_level as "资金级次代码",
    case funding.stage
        when 'allocated' then '下达'
        when 'carried_over' then '上年结转'
        when 'available' then '资金合计'
        when 'distributed' then '分配县区'
        when 'spent' then '支出'
    end as "环节",
    funding.stage as "环节代码",
    scopes.name_zh as "范围",
    funding.scope as "范围代码",
    {{ in_wan('funding.amount_yuan') }} as "金额（万元）",
    funding.amount_yuan as "金额（元）",
    qualifiers.name_zh as "限定词",
    {{ is_summable('funding', 'within_level', 'funding.observation_id') }} as "可加总",
    {{ is_summable('funding', 'over_levels', 'funding.observation_id') }} as "跨级次可加总",
    reports.title as "报告",
    funding.report_id as "报告编号",
    places.file_name as "文件",
    places.place as "出处",
    funding.observation_id as "观测编号"
from {{ rows_of(ref('fct_funding'), 'province', 'region_code') }} as funding
inner join {{ ref('dim_report') }} as reports
    on funding.report_id = reports.report_id
inner join {{ ref('dim_program') }} as programs
    on funding.program_code = programs.program_code
inner join {{ ref('funding_levels') }} as levels
    on funding.funding_level = levels.code
inner join {{ ref('qualifiers') }} as qualifiers
    on funding.qualifier = qualifiers.qualifier
inner join {{ ref('int_observations__placed') }} as places
    on funding.observation_id = places.observation_id
left join {{ ref('dim_region') }} as regions
    on funding.region_code = regions.region_code
left join {{ ref('scopes') }} as scopes
    on funding.scope = scopes.scope
