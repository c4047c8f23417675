-- A cell is one number of the document, and that number says so.
select
    cells.cell_id,
    cells.stated_text,
    count(numbers.number_id) as n_numbers
from {{ ref('fct_statement_line') }} as cells
left join {{ ref('fct_number') }} as numbers
    on
        cells.cell_id = numbers.cell_id
        and numbers.disposition = 'statement_cell'
group by cells.cell_id, cells.stated_text
having count(numbers.number_id) <> 1
