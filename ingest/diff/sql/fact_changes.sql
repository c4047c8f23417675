-- Grain: one fact that is not in both publications alike. Reason: what became of it, and who changed it.
create temp table fact_changes as
with paired as (

    select
        old,
        new,
        old.row_id is not null as was,
        new.row_id is not null as is_there,
        case
            when old.row_id is null then 'added'
            when new.row_id is null then 'removed'
            when old.said <> new.said then 'meaning'
            when
                old.value is distinct from new.value or old.unit_code is distinct from new.unit_code
                or (new.value is null and old.stated_text is distinct from new.stated_text)
                then 'value'
            when
                (old.qualifier, old.decimals, old.value_low, old.value_high)
                is distinct from (new.qualifier, new.decimals, new.value_low, new.value_high)
                then 'precision'
            when old.is_primary is distinct from new.is_primary then 'primary'
            when old.stated_text is distinct from new.stated_text then 'wording'
            when (old.line_no, old.char_start) is distinct from (new.line_no, new.char_start) then 'moved'
        end as kind
    from fact_earlier as old
    left join fact_pairs as pairs on old.row_id = pairs.old_row
    full join fact_later as new on pairs.new_row = new.row_id

),

changed as (

    select
        paired.kind,
        coalesce(paired.new.mart, paired.old.mart) as mart,
        coalesce(paired.new.measure, paired.old.measure) as measure,
        coalesce(paired.new.report_pair, paired.old.report_pair) as report_pair,
        coalesce(paired.new.document_pair, paired.old.document_pair) as document_pair,
        paired.old,
        paired.new,
        -- As far as a mart can tell what was landed: not by the value, which is computed.
        paired.kind in ('added', 'removed', 'meaning', 'moved')
        or (paired.old.stated_text, paired.old.qualifier, paired.old.char_start)
        is distinct from (paired.new.stated_text, paired.new.qualifier, paired.new.char_start) as is_read
    from paired
    where paired.kind is not null

),

explained as (

    select
        changed.*,
        documents.state,
        case
            when documents.state = 'added' then ['document added']
            when documents.state = 'removed' then ['document removed']
            when documents.state = 'changed' then ['source']
            when changed.is_read then getvariable('reading')
            else getvariable('computing')
        end as own_reasons
    from changed
    left join documents on changed.document_pair = documents.pair

),

-- Which statement of a data point counts depends on all of them, whatever report they stand in.
points as (

    select
        unnest([explained.old.said, explained.new.said]) as said,
        flatten(list(explained.own_reasons)) as reasons
    from explained
    where explained.mart = 'fct_observation' and explained.kind not in ('primary', 'wording')
    group by 1

)

select
    row_number() over () as change_id,
    explained.* exclude (own_reasons),
    case
        when explained.kind = 'primary' then in_order(coalesce(points.reasons, explained.own_reasons))
        else explained.own_reasons
    end as reasons
from explained
left join points on explained.kind = 'primary' and explained.new.said = points.said
