-- Grain: one number of a document; typed as it landed, nothing judged.
-- Reason: the one place that knows seeds from Parquet, so that no other model has to.
with landed as (

    select * from {{ landing('numbers') }}

)

select
    cast(document_id as {{ dbt.type_string() }}) as document_id,
    cast(report_id as {{ dbt.type_string() }}) as report_id,
    cast(line_no as {{ dbt.type_int() }}) as line_no,
    cast(char_start as {{ dbt.type_int() }}) as char_start,
    cast(char_end as {{ dbt.type_int() }}) as char_end,
    cast(page as {{ dbt.type_int() }}) as page,
    cast(block_no as {{ dbt.type_int() }}) as block_no,
    cast(row_no as {{ dbt.type_int() }}) as row_no,
    cast(column_no as {{ dbt.type_int() }}) as column_no,
    cast(method as {{ dbt.type_string() }}) as method,
    cast(ocr_score as decimal(4, 3)) as ocr_score,
    cast(page_box as {{ dbt.type_string() }}) as page_box,
    cast(text as {{ dbt.type_string() }}) as text,
    cast(literal as {{ dbt.type_string() }}) as literal,
    cast(unit_label as {{ dbt.type_string() }}) as unit_label,
    cast(qualifier as {{ dbt.type_string() }}) as qualifier,
    cast(disposition as {{ dbt.type_string() }}) as disposition,
    cast(observation_id as {{ dbt.type_string() }}) as observation_id,
    cast(indicator_id as {{ dbt.type_string() }}) as indicator_id,
    cast(cell_id as {{ dbt.type_string() }}) as cell_id
from landed
