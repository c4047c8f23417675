-- Grain: one number that stands in a document.
-- Reason: every number is accounted for; what was taken for nothing is as visible as what was used.
{{ config(**replaces('document', 'document_id')) }}

select
    document_id || '-n' || cast(char_start as {{ dbt.type_string() }}) as number_id,
    document_id,
    report_id,
    line_no,
    char_start,
    char_end,
    page,
    block_no,
    row_no,
    column_no,
    method,
    ocr_score,
    page_box,
    text,
    value,
    unit_code,
    qualifier,
    disposition,
    observation_id,
    indicator_id,
    cell_id
from {{ ref('int_numbers__valued') }}
