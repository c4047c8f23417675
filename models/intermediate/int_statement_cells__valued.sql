-- Grain: one cell of a statement, with value, decimals and interval in the canonical unit.
-- Reason: a cell takes its own or its table's unit, and the measure's where neither is printed or the unit is of
-- another kind (分值 and 执行率 stand in a table of 万元).
with labelled as (

    select
        cells.*,
        coalesce(unit_labels.unit_code, measures.unit_code) as unit_code,
        coalesce(unit_labels.exponent, 0) as exponent
    from {{ ref('stg_landing__statement_cells') }} as cells
    left join {{ ref('measures') }} as measures
        on
            cells.statement_code = measures.statement_code
            and cells.section = measures.section
            and cells.measure_code = measures.measure_code
    left join {{ ref('unit_labels') }} as unit_labels
        on
            cells.unit_label = unit_labels.unit_label
            and coalesce(unit_labels.unit_code, 'yuan') = measures.unit_code

),

valued as (

    select
        labelled.*,
        {{ canonical_value('literal', 'exponent') }} as value,
        {{ stated_decimals('literal', 'exponent', 'unit_code') }} as decimals
    from labelled

)

select
    cell_id,
    document_id,
    report_id,
    statement_code,
    section,
    row_no,
    line_code,
    line_name,
    measure_code,
    value,
    unit_code,
    cast(decimals as {{ dbt.type_int() }}) as decimals,
    {{ interval_low('value', 'decimals', "'exact'") }} as value_low,
    {{ interval_high('value', 'decimals', "'exact'") }} as value_high,
    stated_text,
    line_no,
    char_start,
    char_end,
    page
from valued
