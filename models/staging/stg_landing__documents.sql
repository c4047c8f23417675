-- Grain: one file; typed as it landed, nothing judged.
-- Reason: the one place that knows seeds from Parquet, so that no other model has to.
with landed as (

    select * from {{ landing('documents') }}

)

select
    cast(document_id as {{ dbt.type_string() }}) as document_id,
    cast(file_name as {{ dbt.type_string() }}) as file_name,
    cast(sha256 as {{ dbt.type_string() }}) as sha256,
    cast(encoding as {{ dbt.type_string() }}) as encoding,
    cast(issuer as {{ dbt.type_string() }}) as issuer,
    cast(region_code as {{ dbt.type_string() }}) as region_code,
    cast(fiscal_year as {{ dbt.type_int() }}) as fiscal_year,
    cast(document_type as {{ dbt.type_string() }}) as document_type,
    cast(title as {{ dbt.type_string() }}) as title,
    cast(rounding_mode as {{ dbt.type_string() }}) as rounding_mode,
    cast(chars as {{ dbt.type_int() }}) as chars,
    cast(lines as {{ dbt.type_int() }}) as lines,
    cast(pages as {{ dbt.type_int() }}) as pages
from landed
