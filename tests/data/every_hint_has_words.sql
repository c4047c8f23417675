-- What may lie behind a finding is told in words: the code before the colon is one of the seed.
select
    facts.check_id,
    facts.hint
from {{ ref('fct_reconciliation') }} as facts
left join {{ ref('hints') }} as hints
    on {{ dbt.split_part('facts.hint', "':'", 1) }} = hints.hint_code
where facts.hint is not null and hints.hint_code is null
