-- Grain: one line of a statement.
-- Reason: one key for a line however it is printed, with the line it is part of.
select
    statement_code || '-' || section || '-' || line_key as statement_line_id,
    statement_code,
    section,
    line_key,
    line_code,
    name_zh,
    name_en,
    statement_code || '-' || section || '-' || parent_line_key as parent_statement_line_id,
    parent_line_key,
    display_order,
    is_total
from {{ ref('int_statement_lines__united') }}
