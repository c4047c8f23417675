-- None would lose the data point from the subject marts, two would count it twice.
select
    data_point_id,
    count(*) as n_statements,
    sum(case when is_primary then 1 else 0 end) as n_primary
from {{ ref('fct_observation') }}
group by data_point_id
having sum(case when is_primary then 1 else 0 end) <> 1
