-- Months that the cumulative balance pays by city, year and scheme, shortest first; below six; stated against computed.
select
    regions.name as region_name,
    balances.fiscal_year,
    balances.scope,
    schemes.name_zh as scheme_name,
    balances.cumulative_balance_yuan,
    balances.months_payable_stated,
    balances.months_payable_computed,
    balances.months_payable_stated - balances.months_payable_computed as stated_minus_computed,
    coalesce(balances.months_payable_computed, balances.months_payable_stated) < 6 as is_below_six
from {{ ref('fct_fund_balance') }} as balances
left join {{ ref('dim_region') }} as regions
    on balances.region_code = regions.region_code
left join {{ ref('dim_scheme') }} as schemes
    on balances.scheme_code = schemes.scheme_code
where coalesce(balances.months_payable_computed, balances.months_payable_stated) is not null
order by coalesce(balances.months_payable_computed, balances.months_payable_stated), balances.region_code
