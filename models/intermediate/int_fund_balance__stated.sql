-- Grain: one region, scope, year and scheme, with the fund's figures as stated.
-- Reason: rows to columns first, so that what is computed from them stands apart.
select
    region_code,
    scope,
    fiscal_year,
    scheme_code,
    {{ measure('fund_income') }} as income_yuan,
    {{ measure('fund_expense') }} as expense_yuan,
    {{ measure('fund_current_balance') }} as current_balance_yuan,
    {{ measure('fund_cumulative_balance') }} as cumulative_balance_yuan,
    {{ measure('fund_balance_rate') }} as balance_rate,
    {{ measure('fund_cumulative_balance_ratio') }} as cumulative_balance_ratio,
    {{ measure('fund_months_payable') }} as months_payable,
    {{ inexact_measures() }} as inexact_measures,
    {{ measure('fund_income', 'observation_id') }} as income_observation_id,
    {{ measure('fund_expense', 'observation_id') }} as expense_observation_id,
    {{ measure('fund_current_balance', 'observation_id') }} as current_balance_observation_id,
    {{ measure('fund_cumulative_balance', 'observation_id') }} as cumulative_balance_observation_id,
    {{ measure('fund_balance_rate', 'observation_id') }} as balance_rate_observation_id,
    {{ measure('fund_cumulative_balance_ratio', 'observation_id') }} as cumulative_balance_ratio_observation_id,
    {{ measure('fund_months_payable', 'observation_id') }} as months_payable_observation_id
from {{ ref('int_subjects__stated') }}
where metric_group = 'fund'
group by region_code, scope, fiscal_year, scheme_code
