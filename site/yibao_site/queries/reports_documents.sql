-- Grain: one document of those asked for.
select documents.*, regions.name as region_name
from marts.dim_document as documents
left join marts.dim_region as regions on documents.region_code = regions.region_code
where list_contains($documents, documents.document_id)
order by documents.document_id
