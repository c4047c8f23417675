-- Grain: one region, scope, year and scheme.
-- Reason: who is insured, at what price, for people: names beside codes, 万人 beside 人, and what may be added up.
{{ config(**replaces('province', '行政区划代码')) }}

{%- set figures = {
    'insured_persons': '参保人数',
    'insured_persons_change': '参保人数增减',
    'resident_population': '常住人口',
    'participation_rate': '参保率',
    'subsidy_standard': '财政补助标准',
    'contribution_standard': '个人缴费标准',
} %}

with enrollment as (

    select
        *,
        {{ key_of(['region_code', 'scope', 'fiscal_year', 'scheme_code']) | indent(8) }} as row_id
    from {{ rows_of(ref('fct_enrollment'), 'province', 'region_code') }}

)

select
    {{ region_columns() | indent(4) }},
    enrollment.fiscal_year as "年度",
    schemes.name_zh as "险种",
    enrollment.scheme_code as "险种代码",
    scopes.name_zh as "范围",
    enrollment.scope as "范围代码",
    {% for name, column in {
        '参保人数': 'insured_persons',
        '参保人数增减': 'insured_persons_change',
        '居民与职工参保人数之和': 'insured_persons_parts_sum',
        '常住人口': 'resident_population',
        '资助参保人数': 'subsidised_enrolment_persons',
        '重复参保人数': 'duplicate_insured_persons',
    }.items() -%}
        {{ in_wan('enrollment.' ~ column) }} as "{{ name }}（万人）",
        enrollment.{{ column }} as "{{ name }}（人）",
    {% endfor -%}
    enrollment.participation_rate_stated as "参保率（填报，百分点）",
    enrollment.participation_rate_computed as "参保率（推算，百分点）",
    enrollment.enrolment_target_completion_pct as "参保任务完成率（百分点）",
    enrollment.key_group_participation_pct as "重点救助对象参保率（百分点）",
    enrollment.subsidy_standard_yuan as "财政补助标准（元）",
    enrollment.contribution_standard_yuan as "个人缴费标准（元）",
    enrollment.subsidy_standard_change_yuan as "财政补助标准增加额（元）",
    enrollment.contribution_standard_change_yuan as "个人缴费标准增加额（元）",
    enrollment.assistance_financing_standard_yuan as "医疗救助人均筹资标准（元）",
    {% for measure, name in {'insured_persons': '参保人数', 'resident_population': '常住人口'}.items() -%}
        {{ is_summable('any', measure, 'enrollment.row_id') | indent(4) }} as "{{ name }}可加总",
    {% endfor -%}
    {{ traced_columns('enrollment', figures) | indent(4) }}
from enrollment
inner join {{ ref('dim_region') }} as regions
    on enrollment.region_code = regions.region_code
inner join {{ ref('dim_scheme') }} as schemes
    on enrollment.scheme_code = schemes.scheme_code
inner join {{ ref('scopes') }} as scopes
    on enrollment.scope = scopes.scope
{{ traced_joins('enrollment', figures) }}
