-- One line of a statement has one figure in a column; rows of the paired 公开06表 differ in code or name.
select
    report_id,
    statement_code,
    section,
    row_no,
    line_code,
    line_name,
    measure_code,
    count(*) as n_cells
from {{ ref('fct_statement_line') }}
group by
    report_id, statement_code, section, row_no, line_code, line_name, measure_code
having count(*) > 1
