-- Grain: one check of months payable whose expenditure is that of a part of a year.
-- Reason: a bulletin of 1—11月 divides by 11; where all funds of a report fit with the same fewer months, and not with
-- twelve, they are no break.

with points as (

    select
        points.*,
        figures.report_id,
        figures.scheme_code || '|' || figures.breakdown as fund,
        not (points.is_conflicting or points.is_approximate or points.is_open_ended)
        -- Beyond this a product leaves the type; no figure of a report is as large.
        and abs(points.value) < case points.role when 'factor_b' then 1000000000 else 1000000000000000 end as is_usable
    from {{ ref('int_reconciliation__points') }} as points
    inner join {{ ref('int_reconciliation__figures') }} as figures
        on points.figure_id = figures.figure_id
    where points.kind = 'scaled_product'

),

checks as (

    select
        binding_id,
        min(case when role = 'factor_b' then report_id end) as report_id,
        min(case when role = 'factor_b' then fund end) as fund,
        min(case when role = 'factor_a' then column_low end) as expense_low,
        min(case when role = 'factor_a' then column_high end) as expense_high,
        min(case when role = 'factor_b' then column_low end) as months_low,
        min(case when role = 'factor_b' then column_high end) as months_high,
        min(case when role = 'result' then column_low end) as balance_low,
        min(case when role = 'result' then column_high end) as balance_high
    from points
    group by binding_id
    having count(*) = 3 and bool_and(coalesce(is_usable, false))

),

tried as (

    select
        checks.binding_id,
        checks.report_id,
        checks.fund,
        years.months,
        checks.expense_low * checks.months_low <= years.months * checks.balance_high
        and years.months * checks.balance_low <= checks.expense_high * checks.months_high as fits
    from checks
    cross join (values (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) as years (months)
    where checks.expense_low > 0 and checks.months_low > 0

),

part_years as (

    select
        report_id,
        months
    from tried
    group by report_id, months
    having
        bool_and(fits)
        -- One fund alone may fit by a wrong digit: its part of a year is one that bulletins report on.
        and (count(distinct fund) > 1 or months in (3, 6, 9, 10, 11))

)

select
    whole_years.binding_id,
    max(part_years.months) as months
from tried as whole_years
inner join part_years
    on
        whole_years.report_id = part_years.report_id
        and part_years.months < 12
where
    whole_years.months = 12
    and not whole_years.fits
group by whole_years.binding_id
