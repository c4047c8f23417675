-- Grain: one region, scope, year and scheme.
-- Reason: how a fund stands, stated against computed; a figure that is not stated leaves its rates empty.
{{ config(**replaces('region', 'region_code')) }}

select
    region_code,
    scope,
    fiscal_year,
    scheme_code,
    income_yuan,
    expense_yuan,
    current_balance_yuan as current_balance_stated_yuan,
    cast(income_yuan - expense_yuan as {{ type_value() }}) as current_balance_computed_yuan,
    cumulative_balance_yuan,
    balance_rate as balance_rate_stated,
    {{ rate('coalesce(current_balance_yuan, income_yuan - expense_yuan)', 'income_yuan', 100) }}
        as balance_rate_computed,
    cumulative_balance_ratio as cumulative_balance_ratio_stated,
    {{ rate('cumulative_balance_yuan', 'income_yuan', 100) }} as cumulative_balance_ratio_computed,
    months_payable as months_payable_stated,
    {{ rate('cumulative_balance_yuan', 'expense_yuan', 12) }} as months_payable_computed,
    inexact_measures,
    income_observation_id,
    expense_observation_id,
    current_balance_observation_id,
    cumulative_balance_observation_id,
    balance_rate_observation_id,
    cumulative_balance_ratio_observation_id,
    months_payable_observation_id
from {{ ref('int_fund_balance__stated') }}
