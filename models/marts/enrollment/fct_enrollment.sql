-- Grain: one region, scope, year and scheme.
-- Reason: who is insured, at what price, as stated; what the same reports imply stands beside it as computed.
{{ config(**replaces('region', 'region_code')) }}

with measures as (

    select
        region_code,
        scope,
        fiscal_year,
        scheme_code,
        {{ measure('insured_persons') }} as insured_persons,
        {{ measure('insured_persons_change') }} as insured_persons_change,
        {{ measure('insured_persons_parts_sum') }} as insured_persons_parts_sum,
        {{ measure('resident_population') }} as resident_population,
        {{ measure('participation_rate') }} as participation_rate_stated,
        {{ measure('enrolment_target_completion_rate') }} as enrolment_target_completion_pct,
        {{ measure('key_group_participation_rate') }} as key_group_participation_pct,
        {{ measure('subsidised_enrolment_persons') }} as subsidised_enrolment_persons,
        {{ measure('duplicate_insured_persons') }} as duplicate_insured_persons,
        {{ measure('subsidy_standard_per_capita') }} as subsidy_standard_yuan,
        {{ measure('contribution_standard_per_capita') }} as contribution_standard_yuan,
        {{ measure('subsidy_standard_change_per_capita') }} as subsidy_standard_change_yuan,
        {{ measure('contribution_standard_change_per_capita') }} as contribution_standard_change_yuan,
        {{ measure('assistance_financing_standard_per_capita') }} as assistance_financing_standard_yuan,
        {{ inexact_measures() }} as inexact_measures,
        {{ measure('insured_persons', 'observation_id') }} as insured_persons_observation_id,
        {{ measure('insured_persons_change', 'observation_id') }} as insured_persons_change_observation_id,
        {{ measure('resident_population', 'observation_id') }} as resident_population_observation_id,
        {{ measure('participation_rate', 'observation_id') }} as participation_rate_observation_id,
        {{ measure('subsidy_standard_per_capita', 'observation_id') }} as subsidy_standard_observation_id,
        {{ measure('contribution_standard_per_capita', 'observation_id') }} as contribution_standard_observation_id
    from {{ ref('int_enrollment__measures') }}
    group by region_code, scope, fiscal_year, scheme_code

)

select
    region_code,
    scope,
    fiscal_year,
    scheme_code,
    insured_persons,
    insured_persons_change,
    insured_persons_parts_sum,
    resident_population,
    participation_rate_stated,
    -- A population stands on the basic_all row alone, so no other scheme gets a rate here.
    {{ rate('insured_persons', 'resident_population', 100) }} as participation_rate_computed,
    enrolment_target_completion_pct,
    key_group_participation_pct,
    subsidised_enrolment_persons,
    duplicate_insured_persons,
    subsidy_standard_yuan,
    contribution_standard_yuan,
    subsidy_standard_change_yuan,
    contribution_standard_change_yuan,
    assistance_financing_standard_yuan,
    inexact_measures,
    insured_persons_observation_id,
    insured_persons_change_observation_id,
    resident_population_observation_id,
    participation_rate_observation_id,
    subsidy_standard_observation_id,
    contribution_standard_observation_id
from measures
