-- Grain: one execution rate that a report states of a program's money at one level, the one that counts.
select
    region_code,
    report_id,
    scope,
    fiscal_year,
    program_code,
    funding_level,
    observation_id,
    value,
    unit_code,
    qualifier,
    value_low,
    value_high,
    document_id,
    char_start
from marts.fct_observation
where metric_code = 'execution_rate' and breakdown = '' and list_contains($regions, region_code)
qualify row_number() over (
    partition by region_code, report_id, scope, fiscal_year, program_code, funding_level
    order by is_primary desc, char_start
) = 1
order by region_code, report_id, fiscal_year, program_code, funding_level
