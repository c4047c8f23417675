-- Grain: one figure of a subject mart that differs. Reason: it changed because a fact below it did, or else by a model.
create temp table subject_changes as
with changed as (

    select
        case
            when old.row_id is null then 'added'
            when new.row_id is null then 'removed'
            else 'value'
        end as kind,
        coalesce(new.mart, old.mart) as mart,
        coalesce(new.measure, old.measure) as measure,
        coalesce(new.said, old.said) as said,
        coalesce(new.report_pair, old.report_pair) as report_pair,
        old.value as old_value,
        new.value as new_value
    from subject_earlier as old
    left join subject_pairs as pairs on old.row_id = pairs.old_row
    full join subject_later as new on pairs.new_row = new.row_id
    where old.value is distinct from new.value

),

sayings as (

    select
        mart,
        coalesce(report_pair, 0) as report_pair,
        reasons,
        unnest(list_distinct([coalesce(old.said, new.said), coalesce(new.said, old.said)])) as said
    from fact_changes
    where mart <> 'fct_statement_line' and kind not in ('moved', 'wording')

),

below as (

    select
        slice,
        in_order(flatten(list(reasons))) as reasons
    from (
        select
            reasons,
            unnest(case
                when mart = 'fct_indicator_score' then [report_pair || '|' || said]
                else [
                    '0|' || array_to_string(split(said, '|')[1:4], '|'),
                    '0|' || array_to_string(split(said, '|')[1:3], '|'),
                    report_pair || '|' || array_to_string(split(said, '|')[1:3] || split(said, '|')[5:6], '|')
                ]
            end) as slice
        from sayings
    )
    group by slice

)

-- What schemes make up together is of another scheme than its parts: then all that is said of region and year counts.
select
    changed.* exclude (slice),
    coalesce(nearest.reasons, wider.reasons, getvariable('computing')) as reasons
from (
    select
        *,
        coalesce(report_pair, 0) || '|' || case
            -- A stage of money is of the region, year, program and level before it.
            when mart = 'fct_funding' then regexp_replace(said, '\|[^|]*$', '')
            else said
        end as slice
    from changed
) as changed
left join below as nearest on changed.slice = nearest.slice
left join below as wider
    on
        changed.mart in ('fct_enrollment', 'fct_fund_balance')
        and regexp_replace(changed.slice, '\|[^|]*$', '') = wider.slice
