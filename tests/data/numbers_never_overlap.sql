-- Each run of digits is accounted for once: two numbers over the same characters are one too many.
{{ config(severity='error') }}

with placed as (

    select
        number_id,
        text,
        char_start,
        char_end,
        lag(number_id) over (partition by document_id order by char_start) as previous_number_id,
        lag(char_end) over (partition by document_id order by char_start) as previous_char_end
    from {{ ref('fct_number') }}

)

select *
from placed
where char_start < previous_char_end
