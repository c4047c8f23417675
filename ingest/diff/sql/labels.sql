-- Grain: one saying of a changed fact. Reason: codes in words, in the order of the dimensions.
create temp table labels as
select
    sayings.said,
    string_agg(coalesce(names.name, sayings.code), ' ' order by sayings.nth)
        filter (sayings.code not in ('', 'none', 'whole')) as label
from (
    select
        said,
        unnest(split(said, '|')) as code,
        generate_subscripts(split(said, '|'), 1) as nth
    from (
        select old.said as said from fact_changes where mart <> 'fct_indicator_score'
        union
        select new.said from fact_changes where mart <> 'fct_indicator_score'
        union
        select said from subject_changes where mart <> 'fct_indicator_score'
    )
    where said is not null
) as sayings
left join names on sayings.code = names.code
group by sayings.said
