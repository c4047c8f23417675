-- Grain: one value a report states, digits and unit as printed; typed as it landed, nothing judged.
-- Reason: the one place that knows seeds from Parquet, so that no other model has to.
with landed as (

    select * from {{ landing('observations') }}

)

select
    cast(observation_id as {{ dbt.type_string() }}) as observation_id,
    cast(document_id as {{ dbt.type_string() }}) as document_id,
    cast(report_id as {{ dbt.type_string() }}) as report_id,
    cast(region_code as {{ dbt.type_string() }}) as region_code,
    cast(scope as {{ dbt.type_string() }}) as scope,
    cast(fiscal_year as {{ dbt.type_int() }}) as fiscal_year,
    cast(metric_code as {{ dbt.type_string() }}) as metric_code,
    cast(scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(program_code as {{ dbt.type_string() }}) as program_code,
    cast(funding_level as {{ dbt.type_string() }}) as funding_level,
    cast(breakdown as {{ dbt.type_string() }}) as breakdown,
    cast(literal as {{ dbt.type_string() }}) as literal,
    cast(literal_high as {{ dbt.type_string() }}) as literal_high,
    cast(unit_label as {{ dbt.type_string() }}) as unit_label,
    cast(qualifier as {{ dbt.type_string() }}) as qualifier,
    cast(source_form as {{ dbt.type_string() }}) as source_form,
    cast(stated_text as {{ dbt.type_string() }}) as stated_text,
    cast(line_no as {{ dbt.type_int() }}) as line_no,
    cast(char_start as {{ dbt.type_int() }}) as char_start,
    cast(char_end as {{ dbt.type_int() }}) as char_end,
    cast(page as {{ dbt.type_int() }}) as page
from landed
