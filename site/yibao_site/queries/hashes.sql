-- Grain: one document's hash and file name.
select
    sha256,
    file_name
from marts.dim_document
order by sha256
