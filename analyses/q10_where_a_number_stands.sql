-- Where a number stands, what it was taken for, and how often the same thing is spoken of. Narrow it by text or file.
with spoken_of as (

    select
        data_point_id,
        count(*) as n_statements
    from {{ ref('fct_observation') }}
    group by data_point_id

)

select
    documents.file_name,
    numbers.page,
    numbers.line_no,
    numbers.char_start,
    numbers.char_end,
    numbers.text,
    numbers.value,
    numbers.unit_code,
    numbers.disposition,
    observations.metric_code,
    observations.scheme_code,
    observations.fiscal_year,
    scores.indicator_name,
    cells.statement_code,
    cells.line_name,
    cells.measure_code,
    spoken_of.n_statements
from {{ ref('fct_number') }} as numbers
inner join {{ ref('dim_document') }} as documents
    on numbers.document_id = documents.document_id
left join {{ ref('fct_observation') }} as observations
    on numbers.observation_id = observations.observation_id
left join spoken_of
    on observations.data_point_id = spoken_of.data_point_id
left join {{ ref('fct_indicator_score') }} as scores
    on numbers.indicator_id = scores.indicator_id
left join {{ ref('fct_statement_line') }} as cells
    on numbers.cell_id = cells.cell_id
order by documents.file_name, numbers.char_start
