-- Grain: one check whose rule needs a column that the form does not print.
-- Reason: a column that is not printed is not a column of zeros, where a rule says so.
with columns as (

    select
        rule_code,
        concept,
        measure
    from {{ ref('reconciliation_members') }}
    where required = 'column'

),

totals as (

    select
        points.binding_id,
        columns.concept,
        columns.measure,
        figures.report_id
    from {{ ref('int_reconciliation__points') }} as points
    inner join columns
        on points.rule_code = columns.rule_code
    inner join {{ ref('int_reconciliation__figures') }} as figures
        on points.figure_id = figures.figure_id
    where points.role in ('total', 'whole')

),

printed as (

    select distinct
        figures.report_id,
        figures.concept,
        figures.measure
    from {{ ref('int_reconciliation__figures') }} as figures
    inner join columns
        on
            figures.concept = columns.concept
            and figures.measure = columns.measure

)

select
    totals.binding_id,
    count(*) as n_columns
from totals
left join printed
    on
        totals.report_id = printed.report_id
        and totals.concept = printed.concept
        and totals.measure = printed.measure
where printed.report_id is null
group by totals.binding_id
