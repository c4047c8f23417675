-- Grain: one cell of a statement, digits and unit as printed; typed as it landed, nothing judged.
-- Reason: the one place that knows seeds from Parquet, so that no other model has to.
with landed as (

    select * from {{ landing('statement_cells') }}

)

select
    cast(cell_id as {{ dbt.type_string() }}) as cell_id,
    cast(document_id as {{ dbt.type_string() }}) as document_id,
    cast(report_id as {{ dbt.type_string() }}) as report_id,
    cast(statement_code as {{ dbt.type_string() }}) as statement_code,
    cast(section as {{ dbt.type_string() }}) as section,
    cast(row_no as {{ dbt.type_int() }}) as row_no,
    cast(line_code as {{ dbt.type_string() }}) as line_code,
    cast(line_name as {{ dbt.type_string() }}) as line_name,
    cast(measure_code as {{ dbt.type_string() }}) as measure_code,
    cast(literal as {{ dbt.type_string() }}) as literal,
    cast(unit_label as {{ dbt.type_string() }}) as unit_label,
    cast(stated_text as {{ dbt.type_string() }}) as stated_text,
    cast(line_no as {{ dbt.type_int() }}) as line_no,
    cast(char_start as {{ dbt.type_int() }}) as char_start,
    cast(char_end as {{ dbt.type_int() }}) as char_end,
    cast(page as {{ dbt.type_int() }}) as page
from landed
