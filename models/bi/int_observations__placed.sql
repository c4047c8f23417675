-- Grain: one observation with its place, and what is inexact about it, in words.
-- Reason: every figure of a wide row tells where it stands; eight tables say it the same way.
{{ config(materialized='view', schema='intermediate', contract={'enforced': false}) }}

select
    observations.observation_id,
    documents.file_name,
    {{ place_words('documents.file_name', 'observations.page', 'observations.line_no') }} as place,
    case when observations.qualifier <> 'exact' then qualifiers.name_zh end as inexact_as
from {{ ref('fct_observation') }} as observations
inner join {{ ref('dim_document') }} as documents
    on observations.document_id = documents.document_id
left join {{ ref('qualifiers') }} as qualifiers
    on observations.qualifier = qualifiers.qualifier
