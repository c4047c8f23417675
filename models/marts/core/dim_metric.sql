-- Grain: one metric.
-- Reason: what a value means, in which canonical unit, and which scheme holds where the words name none.
select
    metric_code,
    name_zh,
    name_en,
    unit_code,
    period_type,
    {{ adapter.quote('group') }} as metric_group,
    scheme_default,
    definition
from {{ ref('metrics') }}
