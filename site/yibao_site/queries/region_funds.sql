-- Grain: one region, scheme, scope and year of a fund with a figure of its own.
select *
from marts.fct_fund_balance
where
    list_contains($regions, region_code)
    and coalesce(
        income_observation_id, expense_observation_id, current_balance_observation_id,
        cumulative_balance_observation_id, balance_rate_observation_id, cumulative_balance_ratio_observation_id,
        months_payable_observation_id
    ) is not null
order by region_code, scheme_code, scope desc, fiscal_year
