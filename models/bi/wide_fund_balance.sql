-- Grain: one region, scope, year and scheme.
-- Reason: how a fund stands, for people: names beside codes, 万元 beside 元, and what may be added up.
{{ config(**replaces('province', '行政区划代码')) }}

{%- set figures = {
    'income': '收入',
    'expense': '支出',
    'current_balance': '当年结余',
    'cumulative_balance': '累计结余',
    'balance_rate': '结余率',
    'cumulative_balance_ratio': '累计结余占比',
    'months_payable': '可支付月数',
} %}

with balances as (

    select
        *,
        {{ key_of(['region_code', 'scope', 'fiscal_year', 'scheme_code']) | indent(8) }} as row_id
    from {{ rows_of(ref('fct_fund_balance'), 'province', 'region_code') }}

)

select
    {{ region_columns() | indent(4) }},
    balances.fiscal_year as "年度",
    schemes.name_zh as "险种",
    balances.scheme_code as "险种代码",
    scopes.name_zh as "范围",
    balances.scope as "范围代码",
    {% for name, column in {
        '基金收入': 'income_yuan',
        '基金支出': 'expense_yuan',
        '当年结余填报': 'current_balance_stated_yuan',
        '当年结余推算': 'current_balance_computed_yuan',
        '累计结余': 'cumulative_balance_yuan',
    }.items() -%}
        {{ in_wan('balances.' ~ column) }} as "{{ name }}（万元）",
        balances.{{ column }} as "{{ name }}（元）",
    {% endfor -%}
    balances.balance_rate_stated as "结余率（填报，百分点）",
    balances.balance_rate_computed as "结余率（推算，百分点）",
    balances.cumulative_balance_ratio_stated as "累计结余占比（填报，百分点）",
    balances.cumulative_balance_ratio_computed as "累计结余占比（推算，百分点）",
    balances.months_payable_stated as "可支付月数（填报）",
    balances.months_payable_computed as "可支付月数（推算）",
    {% for measure, name in {
        'fund_income': '基金收入',
        'fund_expense': '基金支出',
        'fund_current_balance': '当年结余',
        'fund_cumulative_balance': '累计结余',
    }.items() -%}
        {{ is_summable('any', measure, 'balances.row_id') | indent(4) }} as "{{ name }}可加总",
    {% endfor -%}
    {{ traced_columns('balances', figures) | indent(4) }}
from balances
inner join {{ ref('dim_region') }} as regions
    on balances.region_code = regions.region_code
inner join {{ ref('dim_scheme') }} as schemes
    on balances.scheme_code = schemes.scheme_code
inner join {{ ref('scopes') }} as scopes
    on balances.scope = scopes.scope
{{ traced_joins('balances', figures) }}
