-- Grain: one region, scheme, scope and year of enrollment that has one of the figures shown.
select
    enrollment.*,
    enrollment.insured_persons is not null
    or enrollment.insured_persons_change is not null
    or enrollment.resident_population is not null
    or enrollment.participation_rate_stated is not null
    or enrollment.subsidy_standard_yuan is not null
    or enrollment.contribution_standard_yuan is not null as is_shown
from marts.fct_enrollment as enrollment
where list_contains($regions, enrollment.region_code) and is_shown
order by enrollment.region_code, enrollment.scheme_code, enrollment.scope desc, enrollment.fiscal_year
