-- One number may speak of two metrics (两项均增加30元), but of one data point once and in one unit only.
select
    document_id,
    char_start,
    count(*) as n_observations,
    count(distinct data_point_id) as n_data_points,
    count(distinct unit_code) as n_units,
    min(observation_id) as first_observation_id,
    max(observation_id) as last_observation_id
from {{ ref('fct_observation') }}
group by document_id, char_start
having
    count(*) > count(distinct data_point_id)
    or count(distinct unit_code) > 1
