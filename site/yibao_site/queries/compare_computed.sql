-- Grain: one value of a computed metric by region, scope, year and scheme, or program and level of the money.
-- `operands` are the observations that it was computed from; only what the subject marts compute, nothing filled in.
with funds as (

    select
        balances.*,
        enrollment.insured_persons,
        enrollment.insured_persons_observation_id
    from marts.fct_fund_balance as balances
    left join marts.fct_enrollment as enrollment
        on
            balances.region_code = enrollment.region_code
            and balances.scope = enrollment.scope
            and balances.fiscal_year = enrollment.fiscal_year
            and balances.scheme_code = enrollment.scheme_code

),

money as (

    select
        spent.region_code,
        spent.scope,
        spent.fiscal_year,
        observations.scheme_code,
        spent.program_code,
        spent.funding_level,
        try_cast(100 * spent.amount_yuan / nullif(available.amount_yuan, 0) as decimal(28, 6)) as execution_rate,
        [spent.observation_id, available.observation_id] as operands
    from marts.fct_funding as spent
    inner join marts.fct_funding as available
        on
            spent.report_id = available.report_id
            and spent.program_code = available.program_code
            and spent.funding_level = available.funding_level
            and spent.scope = available.scope
            and spent.fiscal_year = available.fiscal_year
            and available.stage = 'available'
    inner join marts.fct_observation as observations on spent.observation_id = observations.observation_id
    where spent.stage = 'spent'
    qualify
        row_number() over (
            partition by
                spent.region_code, spent.scope, spent.fiscal_year, observations.scheme_code, spent.program_code,
                spent.funding_level
            order by spent.qualifier <> 'exact' or available.qualifier <> 'exact', spent.report_id
        ) = 1

),

computed as (

    select
        region_code, scope, fiscal_year, scheme_code, 'none' as program_code, 'none' as funding_level,
        unnest([
            {
                'metric_code': 'fund_months_payable_computed', 'value': months_payable_computed,
                'operands': [cumulative_balance_observation_id, expense_observation_id]
            },
            {
                'metric_code': 'fund_balance_rate_computed', 'value': balance_rate_computed,
                'operands': case
                    when current_balance_observation_id is null then [income_observation_id, expense_observation_id]
                    else [current_balance_observation_id, income_observation_id]
                end
            },
            {
                'metric_code': 'fund_cumulative_balance_ratio_computed', 'value': cumulative_balance_ratio_computed,
                'operands': [cumulative_balance_observation_id, income_observation_id]
            },
            {
                'metric_code': 'fund_current_balance_computed', 'value': current_balance_computed_yuan,
                'operands': [income_observation_id, expense_observation_id]
            },
            {
                'metric_code': 'fund_income_per_insured',
                'value': try_cast(income_yuan / nullif(insured_persons, 0) as decimal(28, 6)),
                'operands': [income_observation_id, insured_persons_observation_id]
            },
            {
                'metric_code': 'fund_expense_per_insured',
                'value': try_cast(expense_yuan / nullif(insured_persons, 0) as decimal(28, 6)),
                'operands': [expense_observation_id, insured_persons_observation_id]
            }
        ], max_depth := 2)
    from funds

    union all

    select
        region_code, scope, fiscal_year, scheme_code, 'none', 'none', 'participation_rate_computed',
        participation_rate_computed, [insured_persons_observation_id, resident_population_observation_id]
    from marts.fct_enrollment

    union all

    select
        region_code, scope, fiscal_year, scheme_code, program_code, funding_level, 'execution_rate_computed',
        execution_rate, operands
    from money

)

select
    * exclude (metric_code),
    cast(null as varchar) as insured
from computed
where metric_code = $metric and value is not null and region_code is not null and fiscal_year is not null
