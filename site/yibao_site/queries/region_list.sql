-- Grain: one region that has a page: it has reports or facts, or stands above one that has. Own counts, and those
-- of all regions below it together with its own.
with reports as (

    select
        reports.region_code,
        count(*) as n_reports,
        sum(checks.n_checks) as n_checks,
        sum(checks.n_inconsistent + checks.n_conflict) as n_broken,
        sum(checks.n_hard) as n_hard
    from marts.dim_report as reports
    left join marts.rpt_report_reconciliation as checks on reports.report_id = checks.report_id
    where reports.region_code is not null
    group by reports.region_code

),

facts as (

    select
        region_code,
        count(*) as n_facts,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from marts.fct_observation
    where is_primary
    group by region_code

),

own as (

    select
        coalesce(reports.region_code, facts.region_code) as region_code,
        coalesce(reports.n_reports, 0) as n_reports,
        coalesce(reports.n_checks, 0) as n_checks,
        coalesce(reports.n_broken, 0) as n_broken,
        coalesce(reports.n_hard, 0) as n_hard,
        coalesce(facts.n_facts, 0) as n_facts,
        facts.first_year,
        facts.last_year
    from reports
    full join facts on reports.region_code = facts.region_code

),

-- Every region with itself and those above it; the nation is above all, and has a page only for what is said of it.
above as (

    select
        own.*,
        unnest(list_distinct([regions.region_code, regions.prefecture_code, regions.province_code])) as above_code
    from own
    inner join marts.dim_region as regions on own.region_code = regions.region_code

),

totals as (

    select
        above_code as region_code,
        sum(n_reports) as all_reports,
        sum(n_facts) as all_facts,
        sum(n_checks) as all_checks,
        sum(n_broken) as all_broken,
        sum(n_hard) as all_hard
    from above
    group by above_code

)

select
    regions.region_code,
    regions.name,
    regions.level,
    regions.parent_code,
    regions.province_code,
    regions.province_name,
    regions.prefecture_code,
    regions.prefecture_name,
    own.first_year,
    own.last_year,
    coalesce(own.n_reports, 0) as n_reports,
    coalesce(own.n_checks, 0) as n_checks,
    coalesce(own.n_broken, 0) as n_broken,
    coalesce(own.n_hard, 0) as n_hard,
    coalesce(own.n_facts, 0) as n_facts,
    totals.all_reports,
    totals.all_facts,
    totals.all_checks,
    totals.all_broken,
    totals.all_hard
from totals
inner join marts.dim_region as regions on totals.region_code = regions.region_code
left join own on totals.region_code = own.region_code
order by
    regions.province_code nulls first,
    coalesce(regions.prefecture_code, case regions.level when 'county' then regions.region_code else '' end),
    regions.region_code
