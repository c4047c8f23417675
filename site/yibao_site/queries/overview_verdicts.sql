-- Grain: all checks, counted by verdict, under the names that a report's counts have.
select
    count(*) as n_checks,
    count(*) filter (where verdict = 'consistent') as n_consistent,
    count(*) filter (where verdict = 'rounding') as n_rounding,
    count(*) filter (where verdict = 'inconsistent') as n_inconsistent,
    count(*) filter (where verdict = 'conflict') as n_conflict,
    count(*) filter (where verdict = 'restated') as n_restated,
    count(*) filter (where verdict = 'not_checkable') as n_not_checkable,
    count(*) filter (where verdict in ('inconsistent', 'conflict') and severity = 'hard') as n_hard,
    count(*) filter (where verdict in ('inconsistent', 'conflict') and severity = 'soft') as n_soft,
    count(*) filter (where verdict in ('inconsistent', 'conflict') and severity = 'warn') as n_warn,
    count(*) filter (where verdict in ('inconsistent', 'conflict') and acknowledged) as n_acknowledged
from marts.fct_reconciliation
