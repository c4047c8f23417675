-- Grain: one report with findings: its worst one, in the order of the list of findings, and how many there are.
with ranked as (

    select
        checks.check_id,
        checks.report_id,
        checks.rule_code,
        checks.subject,
        checks.severity,
        checks.acknowledged,
        checks.unit_code,
        checks.stated_value,
        checks.computed_value,
        checks.gap,
        checks.char_start,
        case checks.severity when 'hard' then 1 when 'soft' then 2 else 3 end as severity_no,
        coalesce(checks.acknowledged, false) as is_known,
        abs(checks.gap) / nullif(abs(checks.stated_value), 0) as gap_share,
        count(*) over (partition by checks.report_id) as n_findings
    from marts.fct_reconciliation as checks
    where checks.verdict in ('inconsistent', 'conflict')
    qualify row_number() over (
        partition by checks.report_id
        order by severity_no, is_known, gap_share desc nulls last, checks.check_id
    ) = 1

)

select
    ranked.*,
    rules.statement_zh,
    reports.title,
    reports.document_id,
    regions.name as region_name
from ranked
left join marts.dim_reconciliation_rule as rules on ranked.rule_code = rules.rule_code
left join marts.dim_report as reports on ranked.report_id = reports.report_id
left join marts.dim_region as regions on reports.region_code = regions.region_code
order by ranked.severity_no, ranked.is_known, ranked.gap_share desc nulls last, ranked.check_id
limit $rows
