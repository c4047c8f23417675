-- Grain: one check of one publication. Reason: its verdict, and what it is matched by where ids differ.
create temp table check_{side} as
select
    row_number() over (order by checks.check_id) as row_id,
    checks.check_id,
    checks.check_id as id,
    checks.rule_code,
    checks.report_id,
    reports.pair as report_pair,
    coalesce(reports.pair, 0) as holder,
    coalesce(checks.subject, '') as subject,
    coalesce(checks.region_code, '') as region_code,
    coalesce(checks.fiscal_year, 0) as fiscal_year,
    coalesce(checks.stated_value::varchar, '') as stated,
    coalesce(checks.computed_value::varchar, '') as computed,
    checks.verdict,
    checks.reason,
    checks.severity,
    checks.unit_code,
    checks.stated_value,
    checks.computed_value,
    checks.gap,
    coalesce(checks.acknowledged, false) as acknowledged,
    checks.line_no,
    checks.char_start,
    coalesce(checks.char_start, 0) as place,
    case
        when checks.verdict in ('inconsistent', 'conflict') then 'break'
        when checks.verdict = 'not_checkable' then 'open'
        else 'fit'
    end as state
from {side}.marts.fct_reconciliation as checks
left join reports on checks.report_id = reports.{own}_report_id
