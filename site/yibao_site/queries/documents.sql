-- Grain: one document; the order in which pages are written.
select document_id from marts.dim_document
order by document_id
