-- A printed line that neither a code nor a known name identifies: to be taught, see statement_line_names.csv.
{{ config(severity='error' if var('strict', false) else 'warn') }}

select
    statement_code,
    section,
    line_code,
    line_name,
    count(*) as n_cells
from {{ ref('fct_statement_line') }}
where
    line_key is null
    -- A row of an empty form without a label has nothing to teach.
    and {{ line_words('line_name') }} <> ''
group by statement_code, section, line_code, line_name
