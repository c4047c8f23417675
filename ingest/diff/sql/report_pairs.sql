-- Grain: one report of either publication. Reason: the number by which facts of matched reports are held together.
create temp table reports as
select
    row_number() over (order by coalesce(later.document_pair, earlier.document_pair), later.ordinal, earlier.ordinal)
        as pair,
    coalesce(later.document_pair, earlier.document_pair) as document_pair,
    earlier.report_id as old_report_id,
    later.report_id as new_report_id,
    coalesce(later.title, earlier.title) as title,
    concat_ws('|', earlier.title, earlier.document_type, earlier.program_code, earlier.region_code, earlier.fiscal_year)
        as old_dimensions,
    concat_ws('|', later.title, later.document_type, later.program_code, later.region_code, later.fiscal_year)
        as new_dimensions
from report_earlier as earlier
left join report_pairs as pairs on earlier.row_id = pairs.old_row
full join report_later as later on pairs.new_row = later.row_id
