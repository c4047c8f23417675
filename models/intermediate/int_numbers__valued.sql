-- Grain: one number of a document, with value and unit in the canonical unit where its label says one.
-- Reason: every number is accounted for, also those no metric covers; a bare scale alone gives no unit.
select
    numbers.document_id,
    numbers.report_id,
    numbers.line_no,
    numbers.char_start,
    numbers.char_end,
    numbers.page,
    numbers.block_no,
    numbers.row_no,
    numbers.column_no,
    numbers.method,
    numbers.ocr_score,
    numbers.page_box,
    numbers.text,
    {{ canonical_value('numbers.literal', 'coalesce(unit_labels.exponent, 0)') }} as value,
    unit_labels.unit_code,
    numbers.qualifier,
    numbers.disposition,
    numbers.observation_id,
    numbers.indicator_id,
    numbers.cell_id
from {{ ref('stg_landing__numbers') }} as numbers
left join {{ ref('unit_labels') }} as unit_labels
    on numbers.unit_label = unit_labels.unit_label
