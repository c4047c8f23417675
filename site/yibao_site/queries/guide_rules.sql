-- Grain: one rule in words, with how often it was checked and broken, and one of its breaks.
select
    rules.*,
    count(checks.check_id) as n_checks,
    count(*) filter (where checks.verdict in ('inconsistent', 'conflict')) as n_broken,
    count(*) filter (where checks.verdict = 'not_checkable') as n_not_checkable,
    min(checks.check_id) filter (where checks.verdict in ('inconsistent', 'conflict')) as broken_check_id
from marts.dim_reconciliation_rule as rules
left join marts.fct_reconciliation as checks on rules.rule_code = checks.rule_code
group by all
order by rules.kind, rules.rule_code
