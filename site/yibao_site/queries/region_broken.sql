-- Grain: one value of the regions that stands first in a check that does not fit: the worst such check.
select
    observations.region_code,
    evidence.observation_id,
    checks.check_id,
    checks.severity
from marts.fct_reconciliation_evidence as evidence
inner join marts.fct_reconciliation as checks on evidence.check_id = checks.check_id
inner join marts.fct_observation as observations on evidence.observation_id = observations.observation_id
where
    evidence.operand_no = 1
    and checks.verdict in ('inconsistent', 'conflict')
    and list_contains($regions, observations.region_code)
qualify row_number() over (
    partition by evidence.observation_id
    order by case checks.severity when 'hard' then 1 when 'soft' then 2 else 3 end, checks.check_id
) = 1
order by evidence.observation_id
