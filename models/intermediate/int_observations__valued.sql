-- Grain: one observation, with value, decimals and closed interval in the canonical unit.
-- Reason: units and precision are meaning, so they are worked out here and not in extraction.
with labelled as (

    select
        observations.*,
        coalesce(unit_labels.unit_code, metrics.unit_code) as unit_code,
        coalesce(unit_labels.exponent, 0) as exponent
    from {{ ref('stg_landing__observations') }} as observations
    left join {{ ref('metrics') }} as metrics
        on observations.metric_code = metrics.metric_code
    -- A bare scale (万, 亿) has no unit of its own: what it counts is what the metric counts.
    left join {{ ref('unit_labels') }} as unit_labels
        on observations.unit_label = unit_labels.unit_label

),

valued as (

    select
        labelled.*,
        {{ canonical_value('literal', 'exponent') }} as value,
        {{ canonical_value('literal_high', 'exponent') }} as range_end,
        {{ stated_decimals('literal', 'exponent', 'unit_code') }} as decimals
    from labelled

)

select
    observation_id,
    document_id,
    report_id,
    region_code,
    scope,
    fiscal_year,
    metric_code,
    scheme_code,
    program_code,
    funding_level,
    coalesce(breakdown, '') as breakdown,
    value,
    unit_code,
    cast(decimals as {{ dbt.type_int() }}) as decimals,
    qualifier,
    {{ interval_low('value', 'decimals', 'qualifier') }} as value_low,
    {{ interval_high('value', 'decimals', 'qualifier', 'range_end') }} as value_high,
    source_form,
    stated_text,
    unit_label,
    line_no,
    char_start,
    char_end,
    page
from valued
