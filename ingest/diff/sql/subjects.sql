-- Grain: one figure of a subject mart. Reason: what an analyst looks at, and what models compute from the facts.
create temp table subject_{side} as
select
    row_number() over (
        order by stated.mart, stated.measure, stated.said, stated.report_id, stated.place, stated.value
    ) as row_id,
    stated.*,
    reports.pair as report_pair,
    -- Enrollment and fund balance are of regions, not of reports.
    coalesce(reports.pair, 0) as holder
from (
    {figures}
) as stated
left join reports on stated.report_id = reports.{own}_report_id
