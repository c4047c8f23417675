-- Grain: one cell of a form whose column has a figure in a line that no form declares.
-- Reason: such a line may belong to the sum of any line above it; a sum that does not hold there is no finding.
select distinct known.cell_id
from {{ rows_of(ref('fct_statement_line'), 'context', 'document_id') }} as known
inner join {{ rows_of(ref('fct_statement_line'), 'context', 'document_id') }} as unknown
    on
        known.report_id = unknown.report_id
        and known.statement_code = unknown.statement_code
        and known.section = unknown.section
        and known.measure_code = unknown.measure_code
where
    known.line_key is not null
    and unknown.line_key is null
    and unknown.value <> 0
