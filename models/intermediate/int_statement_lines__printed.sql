-- Grain: one line of a statement as it is printed, in whatever reports.
-- Reason: the lines that there are follow from all cells; what they are is worked out once a line, not once a cell.
{{ config(materialized='table') }}

select distinct
    statement_code,
    section,
    line_code,
    line_name,
    line_key
from {{ ref('fct_statement_line') }}
