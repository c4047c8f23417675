-- 参保率 takes percent, 参保人数 takes persons: another unit means another metric or a link gone wrong.
select
    observations.observation_id,
    observations.metric_code,
    observations.stated_text,
    observations.unit_code,
    metrics.unit_code as metric_unit_code
from {{ ref('fct_observation') }} as observations
inner join {{ ref('dim_metric') }} as metrics
    on observations.metric_code = metrics.metric_code
where coalesce(observations.unit_code, '?') <> metrics.unit_code
