-- Level 0 is the total of the report: two of them are two trees, and one of the two is a report of its own.
select
    report_id,
    count(*) as n_totals,
    min(indicator_id) as first_indicator_id,
    max(indicator_id) as last_indicator_id
from {{ ref('fct_indicator_score') }}
where level = 0
group by report_id
having count(*) > 1
