-- Grain: all reports, counted.
select count(*) as n from marts.dim_report
