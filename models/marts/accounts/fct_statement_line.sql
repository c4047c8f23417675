-- Grain: one cell of a statement: a line in one of its columns.
-- Reason: the nine forms, budget tables and money blocks as rows that can be summed and compared.
{{ config(**replaces('document', 'document_id')) }}

select
    cells.cell_id,
    cells.document_id,
    cells.report_id,
    reports.region_code,
    reports.fiscal_year,
    cells.statement_code,
    cells.section,
    cells.row_no,
    cells.line_code,
    cells.line_name,
    keyed.line_key,
    cells.statement_code || '-' || cells.section || '-' || keyed.line_key as statement_line_id,
    cells.measure_code,
    cells.value,
    cells.unit_code,
    cells.decimals,
    cells.value_low,
    cells.value_high,
    cells.stated_text,
    cells.line_no,
    cells.char_start,
    cells.char_end,
    cells.page
from {{ ref('int_statement_cells__valued') }} as cells
left join {{ ref('int_statement_cells__keyed') }} as keyed
    on cells.cell_id = keyed.cell_id
left join {{ ref('dim_report') }} as reports
    on cells.report_id = reports.report_id
