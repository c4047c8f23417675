-- Grain: one cell of a statement of the documents, row by row.
select *
from marts.fct_statement_line
where list_contains($documents, document_id)
order by report_id, statement_code, section, row_no, char_start, cell_id
