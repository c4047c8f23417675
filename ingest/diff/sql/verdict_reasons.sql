-- Grain: one check whose verdict differs. Reason: it inherits from its changed figures; else its rule or a model did it.
create temp table verdict_reasons as
with operands as (

    select
        changes.change_id,
        'old' as side,
        evidence.role,
        evidence.weight,
        evidence.value,
        evidence.label,
        evidence.stated_text,
        coalesce(evidence.observation_id, evidence.cell_id, evidence.indicator_id) as fact_id,
        documents.state
    from verdict_changes as changes
    inner join earlier.marts.fct_reconciliation_evidence as evidence on changes.old.check_id = evidence.check_id
    left join documents on evidence.document_id = documents.old_document_id
    union all
    select
        changes.change_id,
        'new',
        evidence.role,
        evidence.weight,
        evidence.value,
        evidence.label,
        evidence.stated_text,
        coalesce(evidence.observation_id, evidence.cell_id, evidence.indicator_id),
        documents.state
    from verdict_changes as changes
    inner join later.marts.fct_reconciliation_evidence as evidence on changes.new.check_id = evidence.check_id
    left join documents on evidence.document_id = documents.new_document_id

),

changed_facts as (

    select
        'old' as side,
        fact_changes.old.id as fact_id,
        fact_changes.reasons
    from fact_changes
    where fact_changes.old.id is not null and fact_changes.kind not in ('moved', 'wording')
    union all
    select
        'new',
        fact_changes.new.id,
        fact_changes.reasons
    from fact_changes
    where fact_changes.new.id is not null and fact_changes.kind not in ('moved', 'wording')

),

-- Operands of one side only; parts that prose relates have no id of a fact.
lone as (

    select
        change_id,
        any_value(state) as state,
        any_value(fact_id) is null as is_of_prose
    from operands
    group by change_id, role, weight, value, label, stated_text
    having count(*) filter (side = 'old') <> count(*) filter (side = 'new')

),

inherited as (

    select
        operands.change_id,
        changed_facts.reasons
    from operands
    inner join changed_facts using (side, fact_id)
    union all
    select
        change_id,
        case state
            when 'added' then ['document added']
            when 'removed' then ['document removed']
            when 'changed' then ['source']
            -- A check that comes or goes with its rule does so with unchanged figures.
            else getvariable('reading')
        end
    from lone
    where is_of_prose and (state <> 'same' or change_id not in (
        select change_id from verdict_changes where old.row_id is null or new.row_id is null
    ))
    union all
    select
        changes.change_id,
        ['rule']
    from verdict_changes as changes
    where changes.rule_code in (select rule_code from rule_changes)

),

gathered as (

    select
        change_id,
        flatten(list(reasons)) as reasons
    from inherited
    group by change_id

)

select
    changes.change_id,
    in_order(case
        when documents.state in ('added', 'removed') then ['document ' || documents.state]
        when gathered.reasons is not null then gathered.reasons
        when changes.kind in ('acknowledged', 'no longer acknowledged') then ['acknowledgement']
        -- Other operands of unchanged facts: chosen or hung otherwise, which any part of the code may have done.
        when chosen.change_id is not null and documents.state = 'changed' then ['source']
        when chosen.change_id is not null then getvariable('all_parts')
        when len(getvariable('judging')) > 0 then getvariable('judging')
        when documents.state = 'changed' then ['source']
        else getvariable('reading')
    end) as reasons
from verdict_changes as changes
left join gathered on changes.change_id = gathered.change_id
left join (select distinct change_id from lone) as chosen on changes.change_id = chosen.change_id
left join reports on changes.report_pair = reports.pair
left join documents on reports.document_pair = documents.pair
