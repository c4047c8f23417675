-- Grain: one check that does not fit: hard ones first, unknown before known, the widest gap first.
select
    checks.check_id,
    checks.report_id,
    checks.subject,
    checks.verdict,
    checks.severity,
    checks.acknowledged,
    checks.unit_code,
    checks.stated_value,
    checks.computed_value,
    checks.gap,
    checks.char_start,
    checks.fiscal_year,
    rules.statement_zh,
    reports.title,
    reports.document_id,
    regions.name as region_name
from marts.fct_reconciliation as checks
left join marts.dim_reconciliation_rule as rules on checks.rule_code = rules.rule_code
left join marts.dim_report as reports on checks.report_id = reports.report_id
left join marts.dim_region as regions on checks.region_code = regions.region_code
where checks.verdict in ('inconsistent', 'conflict')
order by
    case checks.severity when 'hard' then 1 when 'soft' then 2 else 3 end,
    coalesce(checks.acknowledged, false),
    abs(checks.gap) / nullif(abs(checks.stated_value), 0) desc nulls last,
    checks.check_id
