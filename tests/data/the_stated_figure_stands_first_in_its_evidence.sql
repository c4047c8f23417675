-- Who reads a check takes its first operand for the figure that the check is about: same report, same place.
{{ config(severity='error') }}

select
    checks.check_id,
    checks.rule_code,
    checks.report_id,
    checks.char_start,
    evidence.report_id as evidence_report_id,
    evidence.char_start as evidence_char_start,
    evidence.role,
    evidence.label
from {{ ref('fct_reconciliation') }} as checks
inner join {{ ref('fct_reconciliation_evidence') }} as evidence
    on checks.check_id = evidence.check_id
where
    evidence.operand_no = 1
    and (checks.report_id <> evidence.report_id or checks.char_start <> evidence.char_start)
