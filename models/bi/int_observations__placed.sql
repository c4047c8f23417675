-- Grain: one observation with its place in words.
-- Reason: every figure of a wide row tells where it stands; eight tables say it the same way.
{{ config(materialized='view', schema='intermediate', contract={'enforced': false}) }}

select
    observations.observation_id,
    documents.file_name,
    {{ place_words('documents.file_name', 'observations.page', 'observations.line_no') }} as place
from {{ ref('fct_observation') }} as observations
inner join {{ ref('dim_document') }} as documents
    on observations.document_id = documents.document_id
