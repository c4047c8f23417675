-- An observation without a number under it was not read but made up.
{{ config(severity='error') }}

select
    observations.observation_id,
    observations.char_start,
    observations.char_end,
    observations.stated_text
from {{ ref('fct_observation') }} as observations
left join {{ ref('fct_number') }} as numbers
    on
        observations.document_id = numbers.document_id
        and observations.char_start < numbers.char_end
        and observations.char_end > numbers.char_start
        and numbers.disposition in ('observation', 'score')
where numbers.number_id is null
