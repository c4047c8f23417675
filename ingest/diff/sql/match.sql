-- One round: what is left of both sides is held together where the keys agree, the first with the first.
insert into {what}_pairs
with old as (

    select
        row_id,
        {keys},
        row_number() over (partition by {keys} order by place, row_id) as nth
    from {what}_earlier
    where row_id not in (select old_row from {what}_pairs)

),

new as (

    select
        row_id,
        {keys},
        row_number() over (partition by {keys} order by place, row_id) as nth
    from {what}_later
    where row_id not in (select new_row from {what}_pairs)

)

select
    old.row_id,
    new.row_id
from old
inner join new using ({keys}, nth)
