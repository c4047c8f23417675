-- Grain: one document's hash.
select sha256 from marts.dim_document
order by sha256
