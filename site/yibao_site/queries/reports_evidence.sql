-- Grain: one figure of a check, under the document whose check it is.
select
    evidence.* exclude (document_id),
    evidence.document_id as stands_in,
    reports.document_id,
    documents.file_name,
    documents.sha256
from marts.fct_reconciliation_evidence as evidence
inner join marts.fct_reconciliation as checks on evidence.check_id = checks.check_id
inner join marts.dim_report as reports on checks.report_id = reports.report_id
left join marts.dim_document as documents on evidence.document_id = documents.document_id
order by reports.document_id, evidence.check_id, evidence.operand_no
