-- Grain: one verdict and severity, with the check that shows it best: few figures, each at a place, an open one first.
with ranked as (

    select
        check_id,
        row_number() over (
            partition by verdict, severity
            order by
                coalesce(acknowledged, false),
                case when reason in ('last_digit', 'column_precision') then 2 else 1 end,
                case kind when 'sum' then 1 when 'scaled_product' then 2 when 'same' then 3 else 4 end,
                case when stated_value = 0 then 2 else 1 end,
                abs(n_members - 2),
                check_id
        ) as place
    from marts.fct_reconciliation
    where char_start is not null and n_members between 1 and 4

)

select
    checks.*,
    rules.statement_zh,
    rules.statement_en,
    rules.basis,
    reports.document_id,
    reports.title
from ranked
inner join marts.fct_reconciliation as checks on ranked.check_id = checks.check_id
inner join marts.dim_report as reports on checks.report_id = reports.report_id
left join marts.dim_reconciliation_rule as rules on checks.rule_code = rules.rule_code
where ranked.place = 1
order by checks.verdict, checks.severity
