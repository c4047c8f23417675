-- Grain: one figure of a check of the documents.
select evidence.*, documents.file_name, documents.sha256
from marts.fct_reconciliation_evidence as evidence
inner join marts.fct_reconciliation as checks on evidence.check_id = checks.check_id
inner join marts.dim_report as reports on checks.report_id = reports.report_id
left join marts.dim_document as documents on evidence.document_id = documents.document_id
where list_contains($documents, reports.document_id)
order by evidence.check_id, evidence.operand_no
