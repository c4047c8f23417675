-- Grain: one report of the regions with an indicator tree: its total and its groups, and how its leaves fared.
with leaves as (

    select
        report_id,
        count(*) filter (where score_rate_pct is not null) as n_scored,
        count(*) filter (where score_rate_pct >= 100) as n_full
    from marts.fct_indicator_score
    where is_leaf and list_contains($regions, region_code)
    group by report_id

)

select
    nodes.region_code,
    nodes.report_id,
    nodes.level,
    nodes.indicator_name,
    nodes.full_score,
    nodes.self_score,
    nodes.score_rate_pct,
    nodes.document_id,
    nodes.char_start,
    leaves.n_scored,
    leaves.n_full
from marts.fct_indicator_score as nodes
inner join leaves on nodes.report_id = leaves.report_id
where
    nodes.level in (0, 1) and nodes.self_score is not null and leaves.n_scored > 0
    and list_contains($regions, nodes.region_code)
order by nodes.region_code, nodes.report_id, nodes.indicator_id
