-- Grain: one file of either publication. Reason: is its source the same, changed, added or removed?
create temp table documents as
select
    row_number() over (order by coalesce(later.file_name, earlier.file_name), later.sha256, earlier.sha256) as pair,
    earlier.document_id as old_document_id,
    later.document_id as new_document_id,
    earlier.file_name as old_file,
    later.file_name as new_file,
    coalesce(later.file_name, earlier.file_name) as file_name,
    earlier.sha256 as old_sha256,
    later.sha256 as new_sha256,
    case
        when earlier.row_id is null then 'added'
        when later.row_id is null then 'removed'
        when earlier.sha256 = later.sha256 then 'same'
        else 'changed'
    end as state
from document_earlier as earlier
left join document_pairs as pairs on earlier.row_id = pairs.old_row
full join document_later as later on pairs.new_row = later.row_id
