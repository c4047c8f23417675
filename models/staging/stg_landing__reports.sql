-- Grain: one report inside a file; typed as it landed, nothing judged.
-- Reason: the one place that knows seeds from Parquet, so that no other model has to.
with landed as (

    select * from {{ landing('reports') }}

)

select
    cast(report_id as {{ dbt.type_string() }}) as report_id,
    cast(document_id as {{ dbt.type_string() }}) as document_id,
    cast(ordinal as {{ dbt.type_int() }}) as ordinal,
    cast(title as {{ dbt.type_string() }}) as title,
    cast(document_type as {{ dbt.type_string() }}) as document_type,
    cast(program_code as {{ dbt.type_string() }}) as program_code,
    cast(region_code as {{ dbt.type_string() }}) as region_code,
    cast(fiscal_year as {{ dbt.type_int() }}) as fiscal_year,
    cast(line_start as {{ dbt.type_int() }}) as line_start,
    cast(line_end as {{ dbt.type_int() }}) as line_end,
    cast(char_start as {{ dbt.type_int() }}) as char_start,
    cast(char_end as {{ dbt.type_int() }}) as char_end
from landed
