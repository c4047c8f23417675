-- Grain: one way in which the numbers of a file were told apart differently.
-- Reason: a summary, for a million numbers are nobody's reading: transitions in the same source, counts in a changed one.
create temp table number_changes as
select
    documents.pair as document_pair,
    coalesce(old.disposition, '—') || ' → ' || coalesce(new.disposition, '—') as what,
    null::bigint as n_old,
    null::bigint as n_new,
    count(*) as n,
    getvariable('reading') as reasons
from earlier.marts.fct_number as old
full join later.marts.fct_number as new
    on old.document_id = new.document_id and old.char_start = new.char_start and old.char_end = new.char_end
inner join documents
    on documents.state = 'same' and coalesce(new.document_id, old.document_id) = documents.new_document_id
where old.disposition is distinct from new.disposition
group by all
union all
select
    counted.pair,
    counted.disposition,
    sum(counted.n_old),
    sum(counted.n_new),
    abs(sum(counted.n_new) - sum(counted.n_old)),
    ['source']
from (
    select documents.pair, numbers.disposition, 1 as n_old, 0 as n_new
    from earlier.marts.fct_number as numbers
    inner join documents on numbers.document_id = documents.old_document_id and documents.state = 'changed'
    union all
    select documents.pair, numbers.disposition, 0, 1
    from later.marts.fct_number as numbers
    inner join documents on numbers.document_id = documents.new_document_id and documents.state = 'changed'
) as counted
group by counted.pair, counted.disposition
having sum(counted.n_new) <> sum(counted.n_old)
