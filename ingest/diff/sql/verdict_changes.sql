-- Grain: one check whose verdict or gap differs. Reason: what became of it; who changed it is told from its operands.
create temp table verdict_changes as
with paired as (

    select
        old,
        new,
        coalesce(old.state, 'none') as was,
        coalesce(new.state, 'none') as is_now
    from check_earlier as old
    left join check_pairs as pairs on old.row_id = pairs.old_row
    full join check_later as new on pairs.new_row = new.row_id

),

told as (

    select
        paired.*,
        case
            when was = 'fit' and is_now = 'break' then 'broke'
            when was <> 'break' and is_now = 'break' then 'new break'
            when was = 'break' and is_now = 'fit' then 'mended'
            when was = 'break' and is_now <> 'break' then 'gone break'
            when was = 'open' and is_now = 'fit' then 'now checkable'
            when was = 'fit' and is_now = 'open' then 'no longer checkable'
            when was = 'none' then 'new check'
            when is_now = 'none' then 'gone check'
            when new.acknowledged and not old.acknowledged then 'acknowledged'
            when old.acknowledged and not new.acknowledged then 'no longer acknowledged'
            when is_now = 'break' and old.gap is distinct from new.gap then 'gap'
            when
                (old.verdict, old.reason, old.severity) is distinct from (new.verdict, new.reason, new.severity)
                then 'grade'
            when (old.stated_value, old.computed_value) is distinct from (new.stated_value, new.computed_value)
                then 'figures'
        end as kind
    from paired

)

select
    row_number() over () as change_id,
    told.kind,
    coalesce(told.new.rule_code, told.old.rule_code) as rule_code,
    coalesce(told.new.report_pair, told.old.report_pair) as report_pair,
    told.old,
    told.new
from told
where told.kind is not null
