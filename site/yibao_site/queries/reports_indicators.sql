-- Grain: one node of an indicator tree of the documents, as printed.
select *
from marts.fct_indicator_score
where list_contains($documents, document_id)
order by report_id, indicator_id
