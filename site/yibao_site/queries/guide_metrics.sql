-- Grain: one metric, with how often the reports state it.
select
    metrics.*,
    count(observations.observation_id) as n_observations,
    count(distinct observations.report_id) as n_reports
from marts.dim_metric as metrics
left join marts.fct_observation as observations on metrics.metric_code = observations.metric_code
group by all
order by metrics.metric_group, metrics.metric_code
