-- Grain: one level of regions: how many there are, and how many have a report of their own.
select
    regions.level,
    count(*) as n_regions,
    count(reported.region_code) as n_reported
from marts.dim_region as regions
left join (select distinct region_code from marts.dim_report) as reported on regions.region_code = reported.region_code
where not list_contains($not_collected, regions.province_code)
group by regions.level
order by regions.level
