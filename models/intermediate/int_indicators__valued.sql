-- Grain: one node of a report's indicator tree, with scores, target and actual as values.
-- Reason: scores are exact; target and actual share the unit printed beside either, but may differ in its scale.
with labelled as (

    select
        scores.*,
        unit_labels.unit_code,
        coalesce(unit_labels.exponent, 0) as exponent,
        coalesce(actual_labels.exponent, unit_labels.exponent, 0) as actual_exponent,
        {{ folded_name('scores.indicator_name') }} as folded_name
    from {{ ref('stg_landing__indicator_scores') }} as scores
    left join {{ ref('unit_labels') }} as unit_labels
        on scores.unit_label = unit_labels.unit_label
    left join {{ ref('unit_labels') }} as actual_labels
        on scores.actual_unit_label = actual_labels.unit_label

)

select
    indicator_id,
    parent_indicator_id,
    document_id,
    report_id,
    level,
    indicator_name,
    folded_name,
    md5(folded_name) as indicator_code,
    {{ canonical_value('full_score', '0') }} as full_score,
    {{ canonical_value('self_score', '0') }} as self_score,
    target_text,
    actual_text,
    {{ canonical_value('target_literal', 'exponent') }} as target_value,
    {{ canonical_value('actual_literal', 'actual_exponent') }} as actual_value,
    unit_code,
    cast({{ stated_decimals('target_literal', 'exponent', "coalesce(unit_code, 'count')") }} as {{ dbt.type_int() }})
        as target_decimals,
    cast(
        {{ stated_decimals('actual_literal', 'actual_exponent', "coalesce(unit_code, 'count')") }}
        as {{ dbt.type_int() }}
    ) as actual_decimals,
    target_qualifier,
    actual_qualifier,
    full_score_start,
    self_score_start,
    target_start,
    actual_start,
    line_no,
    char_start,
    char_end,
    page
from labelled
