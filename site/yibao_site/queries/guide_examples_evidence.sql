-- Grain: one figure of a check that the guide shows.
select
    evidence.*,
    evidence.document_id as stands_in,
    documents.file_name,
    documents.sha256
from marts.fct_reconciliation_evidence as evidence
left join marts.dim_document as documents on evidence.document_id = documents.document_id
where list_contains($checks, evidence.check_id)
order by evidence.check_id, evidence.operand_no
