-- Grain: one rule that is broken somewhere, the most broken first, with the finding of the widest gap.
select
    checks.rule_code,
    rules.statement_zh,
    rules.statement_en,
    rules.severity,
    count(*) filter (where checks.verdict in ('inconsistent', 'conflict')) as n_broken,
    count(*) filter (where checks.verdict <> 'not_checkable') as n_checked,
    arg_max(checks.check_id, coalesce(abs(checks.gap) / nullif(abs(checks.stated_value), 0), 0))
        filter (where checks.verdict in ('inconsistent', 'conflict')) as check_id
from marts.fct_reconciliation as checks
left join marts.dim_reconciliation_rule as rules on checks.rule_code = rules.rule_code
group by checks.rule_code, rules.statement_zh, rules.statement_en, rules.severity
having count(*) filter (where checks.verdict in ('inconsistent', 'conflict')) > 0
order by n_broken desc, n_checked asc, checks.rule_code asc
limit $rows
