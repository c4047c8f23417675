-- Grain: one report inside a file; an attachment that stands alone is a report.
-- Reason: the unit that is evaluated, sent back and compared.
{{ config(**replaces('document', 'document_id')) }}

select
    report_id,
    document_id,
    ordinal,
    title,
    document_type,
    program_code,
    region_code,
    fiscal_year,
    line_start,
    line_end,
    char_start,
    char_end
from {{ ref('stg_landing__reports') }}
