-- Grain: one insurance or assistance scheme.
-- Reason: names of the codes that values carry.
select
    scheme_code,
    name_zh,
    name_en,
    definition
from {{ ref('schemes') }}
