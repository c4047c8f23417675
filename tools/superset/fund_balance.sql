-- Grain: one region, scope, year and scheme.
-- Reason: the funds with names and in 万元 for people; sums stay in yuan. Superset's dataset fund_balance.
select
    balances.region_code,
    case when regions.level = 'county' then coalesce(regions.prefecture_name, regions.province_name) else '' end
    || regions.name as region_name,
    regions.level as region_level,
    regions.province_name,
    balances.scope,
    balances.fiscal_year,
    schemes.name_zh as scheme_name,
    balances.income_yuan,
    balances.expense_yuan,
    coalesce(balances.current_balance_stated_yuan, balances.current_balance_computed_yuan) as current_balance_yuan,
    balances.cumulative_balance_yuan,
    balances.income_yuan / 10000 as income_wan_yuan,
    balances.expense_yuan / 10000 as expense_wan_yuan,
    balances.cumulative_balance_yuan / 10000 as cumulative_balance_wan_yuan,
    balances.months_payable_stated,
    balances.months_payable_computed,
    balances.balance_rate_stated,
    balances.balance_rate_computed
from marts.fct_fund_balance as balances
left join marts.dim_region as regions
    on balances.region_code = regions.region_code
left join marts.dim_scheme as schemes
    on balances.scheme_code = schemes.scheme_code
