-- Grain: one file of one publication. Reason: what files are matched by, alike for both sides.
create temp table document_{side} as
select
    row_number() over (order by document_id) as row_id,
    document_id,
    sha256,
    file_name,
    title,
    concat_ws('|', region_code, fiscal_year, document_type, title) as what_it_is,
    file_name as place
from {side}.marts.dim_document
