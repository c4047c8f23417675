-- Grain: one node of a report's indicator tree; typed as it landed, nothing judged.
-- Reason: the one place that knows seeds from Parquet, so that no other model has to.
with landed as (

    select * from {{ landing('indicator_scores') }}

)

select
    cast(indicator_id as {{ dbt.type_string() }}) as indicator_id,
    cast(parent_indicator_id as {{ dbt.type_string() }}) as parent_indicator_id,
    cast(document_id as {{ dbt.type_string() }}) as document_id,
    cast(report_id as {{ dbt.type_string() }}) as report_id,
    cast(level as {{ dbt.type_int() }}) as level,
    cast(indicator_name as {{ dbt.type_string() }}) as indicator_name,
    cast(full_score as {{ dbt.type_string() }}) as full_score,
    cast(self_score as {{ dbt.type_string() }}) as self_score,
    cast(target_text as {{ dbt.type_string() }}) as target_text,
    cast(actual_text as {{ dbt.type_string() }}) as actual_text,
    cast(target_literal as {{ dbt.type_string() }}) as target_literal,
    cast(actual_literal as {{ dbt.type_string() }}) as actual_literal,
    cast(target_qualifier as {{ dbt.type_string() }}) as target_qualifier,
    cast(actual_qualifier as {{ dbt.type_string() }}) as actual_qualifier,
    cast(unit_label as {{ dbt.type_string() }}) as unit_label,
    cast(actual_unit_label as {{ dbt.type_string() }}) as actual_unit_label,
    cast(full_score_start as {{ dbt.type_int() }}) as full_score_start,
    cast(self_score_start as {{ dbt.type_int() }}) as self_score_start,
    cast(target_start as {{ dbt.type_int() }}) as target_start,
    cast(actual_start as {{ dbt.type_int() }}) as actual_start,
    cast(line_no as {{ dbt.type_int() }}) as line_no,
    cast(char_start as {{ dbt.type_int() }}) as char_start,
    cast(char_end as {{ dbt.type_int() }}) as char_end,
    cast(page as {{ dbt.type_int() }}) as page
from landed
