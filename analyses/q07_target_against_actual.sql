-- Target, actual and claimed score of the indicators that several reports share.
select
    indicators.name_zh as indicator_name,
    regions.name as region_name,
    scores.fiscal_year,
    scores.target_text,
    scores.actual_text,
    scores.qualifier as target_qualifier,
    scores.target_value,
    scores.actual_value,
    scores.unit_code,
    scores.actual_value - scores.target_value as actual_minus_target,
    scores.full_score,
    scores.self_score,
    scores.report_id,
    scores.line_no
from {{ ref('fct_indicator_score') }} as scores
inner join {{ ref('dim_indicator') }} as indicators
    on scores.indicator_code = indicators.indicator_code
left join {{ ref('dim_region') }} as regions
    on scores.region_code = regions.region_code
where
    scores.is_leaf
    and indicators.n_reports > 1
    and coalesce(scores.target_text, scores.actual_text) is not null
order by indicators.n_reports desc, indicators.name_zh asc, scores.report_id asc
