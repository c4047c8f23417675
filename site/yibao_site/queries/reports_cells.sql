-- Grain: one cell of a statement, row by row.
select *
from marts.fct_statement_line
order by document_id, report_id, statement_code, section, row_no, char_start, cell_id
