-- Grain: one operand of a relation that the words state; typed as it landed, nothing judged.
-- Reason: the one place that knows seeds from Parquet, so that no other model has to.
with landed as (

    select * from {{ landing('relations') }}

)

select
    cast(relation_id as {{ dbt.type_string() }}) as relation_id,
    cast(operand_no as {{ dbt.type_int() }}) as operand_no,
    cast(document_id as {{ dbt.type_string() }}) as document_id,
    cast(report_id as {{ dbt.type_string() }}) as report_id,
    cast(relation_code as {{ dbt.type_string() }}) as relation_code,
    cast(subject as {{ dbt.type_string() }}) as subject,
    cast(role as {{ dbt.type_string() }}) as role,
    cast(weight as {{ dbt.type_int() }}) as weight,
    cast(term as {{ dbt.type_int() }}) as term,
    cast(literal as {{ dbt.type_string() }}) as literal,
    cast(unit_label as {{ dbt.type_string() }}) as unit_label,
    cast(qualifier as {{ dbt.type_string() }}) as qualifier,
    cast(stated_text as {{ dbt.type_string() }}) as stated_text,
    cast(line_no as {{ dbt.type_int() }}) as line_no,
    cast(char_start as {{ dbt.type_int() }}) as char_start,
    cast(char_end as {{ dbt.type_int() }}) as char_end,
    cast(page as {{ dbt.type_int() }}) as page
from landed
