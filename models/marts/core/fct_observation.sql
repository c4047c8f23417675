-- Grain: one value that a report states.
-- Reason: the tidy table: value, dimensions, precision and place; nothing repaired, nothing rounded away.
{{ config(**replaces('region', 'region_code')) }}

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
    breakdown,
    value,
    unit_code,
    decimals,
    qualifier,
    value_low,
    value_high,
    is_primary,
    data_point_id,
    source_form,
    stated_text,
    line_no,
    char_start,
    char_end,
    page
from {{ ref('int_observations__ranked') }}
