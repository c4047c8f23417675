-- Grain: one region that some value speaks of, or its province.
with spoken as (

    select distinct region_code from marts.fct_observation

)

select
    regions.region_code,
    regions.name,
    regions.level,
    regions.province_code,
    regions.province_name,
    -- Where it lies, for people who do not know it.
    concat(
        case when regions.level <> 'province' then regions.province_name end,
        case when regions.level = 'county' and regions.prefecture_name <> regions.name then regions.prefecture_name end
    ) as place
from marts.dim_region as regions
where
    regions.region_code in (select spoken.region_code from spoken)
    or regions.region_code in (
        select known.province_code from marts.dim_region as known
        inner join spoken on known.region_code = spoken.region_code
    )
order by regions.region_code
