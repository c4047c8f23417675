-- Score rate of each indicator across reports: which are always full, which distinguish.
select
    indicators.name_zh as indicator_name,
    indicators.usual_level,
    count(*) as n_scored,
    count(distinct scores.report_id) as n_reports,
    sum(case when scores.self_score = scores.full_score then 1 else 0 end) as n_full,
    min(scores.score_rate_pct) as least_score_rate_pct,
    max(scores.score_rate_pct) as greatest_score_rate_pct,
    min(scores.score_rate_pct) = 100 as is_always_full
from {{ ref('fct_indicator_score') }} as scores
inner join {{ ref('dim_indicator') }} as indicators
    on scores.indicator_code = indicators.indicator_code
where
    scores.is_leaf
    and scores.score_rate_pct is not null
group by indicators.name_zh, indicators.usual_level
order by count(distinct scores.report_id) desc, min(scores.score_rate_pct) asc, indicators.name_zh asc
