-- Grain: one file that was read.
-- Reason: every fact leads back to a file that its hash pins down.
{{ config(**replaces('document', 'document_id')) }}

select
    document_id,
    file_name,
    sha256,
    encoding,
    issuer,
    region_code,
    fiscal_year,
    document_type,
    title,
    chars,
    lines,
    pages
from {{ ref('stg_landing__documents') }}
