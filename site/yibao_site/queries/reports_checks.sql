-- Grain: one check, worst first.
select checks.*, rules.statement_zh, rules.statement_en, rules.basis, reports.document_id
from marts.fct_reconciliation as checks
inner join marts.dim_report as reports on checks.report_id = reports.report_id
left join marts.dim_reconciliation_rule as rules on checks.rule_code = rules.rule_code
order by
    reports.document_id,
    checks.report_id,
    case when checks.verdict in ('inconsistent', 'conflict') then 1 when checks.verdict = 'restated' then 2 else 3 end,
    coalesce(checks.acknowledged, false),
    case checks.severity when 'hard' then 1 when 'soft' then 2 else 3 end,
    abs(checks.gap) / nullif(abs(checks.stated_value), 0) desc nulls last,
    checks.rule_code, checks.char_start, checks.check_id
