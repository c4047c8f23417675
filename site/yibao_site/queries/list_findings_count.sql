-- Grain: all checks that do not fit, counted.
select count(*) as n from marts.fct_reconciliation
where verdict in ('inconsistent', 'conflict')
