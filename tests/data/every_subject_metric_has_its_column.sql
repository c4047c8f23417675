-- A metric added to these groups must get its column, or the wide marts drop it in silence.
select
    metric_code,
    metric_group
from {{ ref('dim_metric') }}
where
    metric_group in ('enrollment', 'financing', 'fund')
    and metric_code not in (
        'insured_persons',
        'insured_persons_change',
        'resident_population',
        'participation_rate',
        'enrolment_target_completion_rate',
        'key_group_participation_rate',
        'subsidised_enrolment_persons',
        'duplicate_insured_persons',
        'subsidy_standard_per_capita',
        'contribution_standard_per_capita',
        'subsidy_standard_change_per_capita',
        'contribution_standard_change_per_capita',
        'assistance_financing_standard_per_capita',
        'fund_income',
        'fund_expense',
        'fund_current_balance',
        'fund_cumulative_balance',
        'fund_balance_rate',
        'fund_cumulative_balance_ratio',
        'fund_months_payable'
    )
