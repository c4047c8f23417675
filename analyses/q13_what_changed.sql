-- What changed between two publications: observations and verdicts that differ, both sides, and whether the source did.
-- First attach the earlier file beside the open one: ATTACH 'earlier.duckdb' AS earlier (READ_ONLY);
-- `yibao diff` tells more: scores, statements, subject marts, and if extractor, lexicon, a rule or a model did it.
with documents as (

    select
        coalesce(later.file_name, earlier.file_name) as file_name,
        later.document_id as later_document_id,
        earlier.document_id as earlier_document_id,
        case
            when earlier.sha256 is null then 'added'
            when later.sha256 is null then 'removed'
            when earlier.sha256 <> later.sha256 then 'changed'
            else 'same'
        end as source_is
    from {{ ref('dim_document') }} as later
    full outer join earlier.marts.dim_document as earlier
        on later.file_name = earlier.file_name

),

observations as (

    select
        'later' as side,
        *
    from {{ ref('fct_observation') }}
    union all by name
    select
        'earlier' as side,
        *
    from earlier.marts.fct_observation

),

verdicts as (

    select
        'later' as side,
        *
    from {{ ref('fct_reconciliation') }}
    union all by name
    select
        'earlier' as side,
        *
    from earlier.marts.fct_reconciliation

),

told as (

    select
        side,
        'observation' as kind,
        document_id,
        report_id,
        concat_ws(
            ' ',
            region_code, scope, fiscal_year, metric_code, scheme_code, program_code, funding_level, breakdown
        ) as subject,
        concat_ws(' ', stated_text, qualifier) as words,
        value,
        line_no,
        char_start
    from observations
    union all
    select
        side,
        'verdict' as kind,
        -- A report's id begins with its document's.
        split_part(report_id, '-', 1) as document_id,
        report_id,
        concat_ws(' ', rule_code, subject) as subject,
        concat_ws(' ', verdict, reason, severity) as words,
        gap as value,
        line_no,
        char_start
    from verdicts

),

-- Ids hold the file's hash, so statements are held together by what they say: the first of it with the first.
numbered as (

    select
        told.*,
        documents.file_name,
        documents.source_is,
        row_number() over (
            partition by told.side, told.kind, documents.file_name, split_part(told.report_id, '-', 2), told.subject
            order by told.char_start, told.value
        ) as nth,
        coalesce(split_part(told.report_id, '-', 2), '') as report_no
    from told
    left join documents
        on told.document_id = case told.side
            when 'later' then documents.later_document_id
            else documents.earlier_document_id
        end

),

laters as (

    select *
    from numbered
    where side = 'later'

),

earliers as (

    select *
    from numbered
    where side = 'earlier'

)

select
    coalesce(later.kind, earlier.kind) as kind,
    coalesce(later.file_name, earlier.file_name) as file_name,
    coalesce(later.source_is, earlier.source_is) as source_is,
    coalesce(later.subject, earlier.subject) as subject,
    earlier.words as earlier_words,
    later.words as later_words,
    earlier.value as earlier_value,
    later.value as later_value,
    earlier.line_no as earlier_line_no,
    later.line_no as later_line_no
from laters as later
full outer join earliers as earlier
    on
        later.kind = earlier.kind
        and later.file_name is not distinct from earlier.file_name
        and later.report_no = earlier.report_no
        and later.subject = earlier.subject
        and later.nth = earlier.nth
where
    later.value is distinct from earlier.value
    or later.words is distinct from earlier.words
order by 1, 2, 10, 9, 4, 6
