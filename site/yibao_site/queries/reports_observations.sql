-- Grain: one value stated in a document; the one that counts before those that repeat it.
select
    observations.*,
    metrics.metric_group,
    regions.name as region_name
from marts.fct_observation as observations
left join marts.dim_metric as metrics on observations.metric_code = metrics.metric_code
left join marts.dim_region as regions on observations.region_code = regions.region_code
order by
    observations.document_id, observations.report_id, metrics.metric_group, observations.metric_code, observations.fiscal_year desc,
    observations.region_code, observations.scope desc, observations.scheme_code, observations.program_code,
    observations.funding_level, observations.breakdown, observations.data_point_id, observations.is_primary desc,
    observations.char_start, observations.observation_id
