-- Grain: one indicator that several reports score: how often it is full, and its average score rate.
select
    indicators.name_zh as indicator_name,
    count(distinct scores.report_id) as n_reports,
    count(*) as n_scored,
    count(*) filter (where scores.score_rate_pct >= 100) as n_full,
    cast(avg(scores.score_rate_pct) as decimal(18, 6)) as average_rate_pct
from marts.fct_indicator_score as scores
inner join marts.dim_indicator as indicators on scores.indicator_code = indicators.indicator_code
where scores.is_leaf and scores.score_rate_pct is not null
group by indicators.name_zh
having count(distinct scores.report_id) >= $least_reports
order by n_reports desc, n_scored desc, indicator_name asc
