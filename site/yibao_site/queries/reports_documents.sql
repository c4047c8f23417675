-- Grain: one document.
select documents.*, regions.name as region_name
from marts.dim_document as documents
left join marts.dim_region as regions on documents.region_code = regions.region_code
order by documents.document_id
