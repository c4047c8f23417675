-- Grain: one value that counts, of the regions, by what it is of.
select
    observations.*,
    metrics.metric_group
from marts.fct_observation as observations
left join marts.dim_metric as metrics on observations.metric_code = metrics.metric_code
where observations.is_primary and list_contains($regions, observations.region_code)
order by
    observations.region_code, metrics.metric_group, observations.metric_code, observations.scheme_code,
    observations.scope desc, observations.program_code, observations.funding_level, observations.breakdown,
    observations.fiscal_year, observations.observation_id
