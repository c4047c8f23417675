-- Grain: one indicator of the regions' reports that did not get its full score, the most points lost first.
select
    region_code,
    report_id,
    indicator_name,
    full_score,
    self_score,
    document_id,
    char_start
from marts.fct_indicator_score
where is_leaf and self_score < full_score and list_contains($regions, region_code)
qualify row_number() over (partition by report_id order by full_score - self_score desc, indicator_id) <= $most
order by region_code, report_id, full_score - self_score desc, indicator_id
