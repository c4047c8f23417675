-- A measure that the form does not have would take no unit and join no check.
select
    cells.statement_code,
    cells.section,
    cells.measure_code,
    count(*) as n_cells
from {{ ref('fct_statement_line') }} as cells
left join {{ ref('measures') }} as measures
    on
        cells.statement_code = measures.statement_code
        and cells.section = measures.section
        and cells.measure_code = measures.measure_code
where measures.measure_code is null
group by cells.statement_code, cells.section, cells.measure_code
