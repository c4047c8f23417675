-- Grain: one other figure for what a value that counts is of, which no rounding makes the same: its first statement.
select
    counted.region_code,
    counted.observation_id as counted_id,
    others.value,
    others.unit_code,
    others.qualifier,
    others.value_low,
    others.value_high,
    others.document_id,
    others.char_start
from marts.fct_observation as counted
inner join marts.fct_observation as others
    on
        counted.region_code = others.region_code
        and counted.scope = others.scope
        and counted.fiscal_year = others.fiscal_year
        and counted.metric_code = others.metric_code
        and counted.scheme_code = others.scheme_code
        and counted.program_code = others.program_code
        and counted.funding_level = others.funding_level
        and counted.breakdown = others.breakdown
where
    counted.is_primary
    and not others.is_primary
    and (others.value_low > counted.value_high or others.value_high < counted.value_low)
    and list_contains($regions, counted.region_code)
qualify row_number() over (
    partition by counted.observation_id, others.value order by others.document_id, others.char_start
) = 1
order by counted_id, others.document_id, others.char_start
