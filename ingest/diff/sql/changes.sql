-- Grain: one change to tell. Reason: files, reports, facts, subjects and verdicts in one shape, the weightiest first.
-- What is quiet is only counted unless all is asked for: what came or went with its file, places, checks that still fit.
create temp table changes as
with told as (

    select
        'document' as section,
        state as kind,
        1 as weight,
        false as is_quiet,
        [case state when 'changed' then 'source' else 'document ' || state end] as reasons,
        pair as document_pair,
        null::bigint as report_pair,
        'dim_document' as mart,
        null::varchar as rule_code,
        null::varchar as severity,
        file_name as what,
        null::varchar as measure,
        null::varchar as unit_code,
        null::decimal(38, 6) as old_value,
        null::decimal(38, 6) as new_value,
        old_sha256 as old_text,
        new_sha256 as new_text,
        null::decimal(38, 6) as old_other,
        null::decimal(38, 6) as new_other,
        null::decimal(38, 6) as old_gap,
        null::decimal(38, 6) as new_gap,
        null::integer as old_line_no,
        null::integer as new_line_no,
        old_document_id as old_id,
        new_document_id as new_id,
        1 as n
    from documents
    where state <> 'same'
    union all by name
    select
        'report' as section,
        case
            when reports.old_report_id is null then 'added'
            when reports.new_report_id is null then 'removed'
            else 'changed'
        end as kind,
        3 as weight,
        documents.state in ('added', 'removed') as is_quiet,
        case
            when documents.state = 'same' then getvariable('reading')
            else [case documents.state when 'changed' then 'source' else 'document ' || documents.state end]
        end as reasons,
        reports.document_pair,
        reports.pair as report_pair,
        'dim_report' as mart,
        reports.title as what,
        nullif(reports.old_dimensions, '') as old_text,
        nullif(reports.new_dimensions, '') as new_text,
        reports.old_report_id as old_id,
        reports.new_report_id as new_id,
        1 as n
    from reports
    left join documents on reports.document_pair = documents.pair
    where reports.old_report_id is null or reports.new_report_id is null
        or reports.old_dimensions <> reports.new_dimensions
    union all by name
    select
        'fact' as section,
        changes.kind,
        case changes.kind when 'value' then 1 when 'meaning' then 3 when 'added' then 4 when 'removed' then 4 else 5 end
            as weight,
        changes.kind in ('moved', 'wording') or coalesce(changes.state in ('added', 'removed'), false) as is_quiet,
        changes.reasons,
        changes.document_pair,
        changes.report_pair,
        changes.mart,
        case
            when changes.kind = 'meaning' and changes.mart = 'fct_indicator_score'
                then changes.old.said || ' → ' || changes.new.said
            when changes.kind = 'meaning' then old_labels.label || ' → ' || new_labels.label
            else coalesce(new_labels.label, old_labels.label, changes.new.said, changes.old.said)
        end as what,
        coalesce(measures.name, changes.measure) as measure,
        coalesce(changes.new.unit_code, changes.old.unit_code) as unit_code,
        changes.old.value as old_value,
        changes.new.value as new_value,
        case changes.kind
            when 'primary' then if(changes.old.is_primary, 'primary', 'not primary')
            when 'precision' then concat_ws(' ', changes.old.stated_text, changes.old.qualifier, changes.old.decimals)
            else changes.old.stated_text
        end as old_text,
        case changes.kind
            when 'primary' then if(changes.new.is_primary, 'primary', 'not primary')
            when 'precision' then concat_ws(' ', changes.new.stated_text, changes.new.qualifier, changes.new.decimals)
            else changes.new.stated_text
        end as new_text,
        changes.old.line_no as old_line_no,
        changes.new.line_no as new_line_no,
        changes.old.id as old_id,
        changes.new.id as new_id,
        1 as n
    from fact_changes as changes
    left join labels as old_labels on changes.old.said = old_labels.said
    left join labels as new_labels on changes.new.said = new_labels.said
    left join names as measures
        on case changes.mart
            when 'fct_statement_line'
                then split_part(coalesce(changes.new.said, changes.old.said), '|', 1) || ':' || changes.measure
            else changes.measure
        end = measures.code
    union all by name
    select
        'subject' as section,
        changes.kind,
        case changes.kind when 'value' then 2 else 4 end as weight,
        list_has_any(changes.reasons, ['document added', 'document removed']) and changes.kind <> 'value' as is_quiet,
        changes.reasons,
        changes.report_pair,
        changes.mart,
        coalesce(labels.label, changes.said) as what,
        changes.measure,
        changes.old_value,
        changes.new_value,
        1 as n
    from subject_changes as changes
    left join labels on changes.said = labels.said
    union all by name
    select
        'verdict' as section,
        changes.kind,
        case
            when changes.kind in ('broke', 'new break') and changes.new.severity = 'hard' and not changes.new.acknowledged
                then 0
            when changes.kind in ('broke', 'new break', 'no longer acknowledged') then 2
            when changes.kind in ('mended', 'gone break', 'gap') then 3
            when changes.kind in ('new check', 'gone check', 'figures') then 6
            else 4
        end as weight,
        changes.kind in ('new check', 'gone check', 'figures') as is_quiet,
        verdict_reasons.reasons,
        changes.report_pair,
        'fct_reconciliation' as mart,
        changes.rule_code,
        coalesce(changes.new.severity, changes.old.severity) as severity,
        coalesce(changes.new.subject, changes.old.subject) as what,
        coalesce(changes.new.unit_code, changes.old.unit_code) as unit_code,
        changes.old.stated_value as old_value,
        changes.new.stated_value as new_value,
        concat_ws(' ', changes.old.verdict, changes.old.reason, if(changes.old.acknowledged, 'acknowledged', null))
            as old_text,
        concat_ws(' ', changes.new.verdict, changes.new.reason, if(changes.new.acknowledged, 'acknowledged', null))
            as new_text,
        changes.old.computed_value as old_other,
        changes.new.computed_value as new_other,
        changes.old.gap as old_gap,
        changes.new.gap as new_gap,
        changes.old.line_no as old_line_no,
        changes.new.line_no as new_line_no,
        changes.old.check_id as old_id,
        changes.new.check_id as new_id,
        1 as n
    from verdict_changes as changes
    inner join verdict_reasons on changes.change_id = verdict_reasons.change_id
    union all by name
    select
        'number' as section,
        'disposition' as kind,
        6 as weight,
        true as is_quiet,
        reasons,
        document_pair,
        'fct_number' as mart,
        what,
        n_old as old_value,
        n_new as new_value,
        n
    from number_changes

),

placed as (

    select
        told.* exclude (reasons, document_pair),
        list_position(['document', 'report', 'verdict', 'fact', 'subject', 'number'], told.section) as section_no,
        array_to_string(told.reasons, ' + ') as reasons,
        coalesce(told.document_pair, reports.document_pair) as document_pair,
        reports.title as report_title,
        reports.old_report_id,
        reports.new_report_id,
        documents.old_file,
        documents.new_file
    from told
    left join reports on told.report_pair = reports.pair
    left join documents on coalesce(told.document_pair, reports.document_pair) = documents.pair
    where {wanted}

)

select
    *,
    row_number() over (
        order by
            weight, section_no, document_pair nulls last, report_pair nulls last,
            coalesce(new_line_no, old_line_no) nulls last, mart, rule_code, what, measure, kind, new_id, old_id,
            reasons, new_value, old_value
    ) as position
from placed
