-- Grain: one GB/T 2260 division.
-- Reason: counties roll up to prefectures and provinces without a recursive query.
select
    region_code,
    name,
    level,
    parent_code,
    province_code,
    province_name,
    prefecture_code,
    prefecture_name
from {{ ref('regions') }}
