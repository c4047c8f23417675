-- Grain: one way to print a line of a statement: its words, and the line it stands under where that decides.
-- Reason: printings that differ in blanks, list marks and brackets only are one.
select
    statement_code,
    section,
    {{ line_words('name_as_printed') }} as line_words,
    after_line_key,
    min(line_key) as line_key
from {{ ref('statement_line_names') }}
group by
    statement_code,
    section,
    {{ line_words('name_as_printed') }},
    after_line_key
