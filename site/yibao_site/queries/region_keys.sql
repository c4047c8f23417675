-- Grain: one key figure of a region that stands below one of the regions: of the newest year that states it.
select
    observations.region_code,
    observations.metric_code,
    observations.fiscal_year,
    observations.value,
    observations.unit_code,
    observations.qualifier,
    observations.value_low,
    observations.value_high,
    observations.document_id,
    observations.char_start
from marts.fct_observation as observations
inner join marts.dim_region as regions on observations.region_code = regions.region_code
where
    observations.is_primary
    and observations.breakdown = ''
    and observations.scope = 'whole'
    and (
        (observations.metric_code = 'insured_persons' and observations.scheme_code = 'resident')
        or (observations.metric_code = 'participation_rate' and observations.scheme_code = 'basic_all')
        or (observations.metric_code = 'fund_months_payable' and observations.scheme_code = 'resident')
    )
    and list_contains($regions, regions.parent_code)
qualify row_number() over (
    partition by observations.region_code, observations.metric_code
    order by observations.fiscal_year desc, observations.observation_id
) = 1
order by observations.region_code, observations.metric_code
