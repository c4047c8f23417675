-- Grain: one node of an indicator tree, as printed.
select *
from marts.fct_indicator_score
order by document_id, report_id, indicator_id
