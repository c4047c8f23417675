-- Income, expenditure, balance and growth of a fund over the years, per insured person.
select
    regions.name as region_name,
    balances.fiscal_year,
    balances.scope,
    balances.scheme_code,
    balances.income_yuan,
    balances.expense_yuan,
    balances.current_balance_computed_yuan,
    enrollment.insured_persons,
    {{ rate('balances.income_yuan', 'enrollment.insured_persons') }} as income_per_insured_yuan,
    {{ rate('balances.expense_yuan', 'enrollment.insured_persons') }} as expense_per_insured_yuan,
    {{ rate('balances.income_yuan - previous.income_yuan', 'previous.income_yuan', 100) }} as income_growth_pct,
    {{ rate('balances.expense_yuan - previous.expense_yuan', 'previous.expense_yuan', 100) }} as expense_growth_pct
from {{ ref('fct_fund_balance') }} as balances
left join {{ ref('fct_fund_balance') }} as previous
    on
        balances.region_code = previous.region_code
        and balances.scope = previous.scope
        and balances.scheme_code = previous.scheme_code
        and balances.fiscal_year = previous.fiscal_year + 1
left join {{ ref('fct_enrollment') }} as enrollment
    on
        balances.region_code = enrollment.region_code
        and balances.scope = enrollment.scope
        and balances.scheme_code = enrollment.scheme_code
        and balances.fiscal_year = enrollment.fiscal_year
left join {{ ref('dim_region') }} as regions
    on balances.region_code = regions.region_code
where coalesce(balances.income_yuan, balances.expense_yuan) is not null
order by balances.region_code, balances.scheme_code, balances.fiscal_year
