-- Grain: one observation that a comparison shows or was computed from, with its place.
select
    observations.observation_id,
    observations.metric_code,
    observations.value,
    observations.unit_code,
    observations.qualifier,
    observations.value_low,
    observations.value_high,
    observations.report_id,
    observations.document_id,
    observations.char_start,
    reports.title
from marts.fct_observation as observations
left join marts.dim_report as reports on observations.report_id = reports.report_id
where observations.observation_id in (select unnest($ids))
