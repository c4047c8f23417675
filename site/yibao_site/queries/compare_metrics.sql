-- Grain: one metric that has values to compare: those that reports state, and those that the subject marts compute.
with metrics as (

    select
        metrics.metric_code,
        metrics.metric_group,
        metrics.unit_code,
        false as is_computed
    from marts.dim_metric as metrics
    where metrics.metric_code in (
        select observations.metric_code from marts.fct_observation as observations
        where
            observations.is_primary
            and observations.breakdown = ''
            and observations.region_code is not null
            and observations.fiscal_year is not null
    )

    union all

    select * from (
        values
        ('participation_rate_computed', 'enrollment', 'percent', true),
        ('fund_months_payable_computed', 'fund', 'month', true),
        ('fund_balance_rate_computed', 'fund', 'percent', true),
        ('fund_cumulative_balance_ratio_computed', 'fund', 'percent', true),
        ('fund_current_balance_computed', 'fund', 'yuan', true),
        ('fund_income_per_insured', 'fund', 'yuan', true),
        ('fund_expense_per_insured', 'fund', 'yuan', true),
        ('execution_rate_computed', 'funding', 'percent', true)
    )

)

select * from metrics
order by
    list_position(
        [
            'enrollment', 'financing', 'fund', 'funding', 'benefit', 'payment', 'service', 'supervision',
            'department', 'score'
        ],
        metric_group
    ),
    metric_code
