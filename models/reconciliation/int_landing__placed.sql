-- Grain: one expectation about places, and one row that it looks at.
-- Reason: a fact leads back to its words only where its place lies in the text; gate_landing judges.
{{ config(materialized='view', schema='intermediate') }}

with facts as (

    {% for model, id, stated_text in [
        ('fct_number', 'number_id', 'text'),
        ('fct_observation', 'observation_id', 'stated_text'),
        ('fct_statement_line', 'cell_id', 'stated_text'),
        ('fct_indicator_score', 'indicator_id', none),
        ('stg_landing__relations', 'relation_id', 'stated_text'),
    ] -%}
        select
            document_id,
            report_id,
            line_no,
            char_start,
            char_end,
            {{ id }} as fact_id,
            {{ stated_text or 'indicator_name' }} as words,
            -- The name of a node is folded, so it may be shorter than its span; a list that was counted is not quoted.
            {{ "role <> 'counted'" if model == 'stg_landing__relations' else 'true' if stated_text else 'false' }}
                as is_verbatim
        from {{ rows_of(ref(model), 'document', 'document_id') }}
        {%- if not loop.last %}
            union all
        {% endif %}
    {%- endfor %}

),

placed as (

    select
        facts.*,
        reports.document_id as report_document_id,
        reports.line_start,
        reports.line_end,
        reports.char_start as report_char_start,
        reports.char_end as report_char_end,
        'line ' || coalesce(cast(facts.line_no as {{ dbt.type_string() }}), '?')
        || ', characters ' || cast(facts.char_start as {{ dbt.type_string() }})
        || ' to ' || cast(facts.char_end as {{ dbt.type_string() }}) as place
    from facts
    left join {{ ref('dim_report') }} as reports
        on facts.report_id = reports.report_id

)

select
    'place_is_a_span' as expectation,
    document_id,
    report_id,
    line_no,
    fact_id,
    words as stated_text,
    place as found,
    coalesce(char_start < 0 or char_end <= char_start or line_no < 1, true) as is_failed
from placed

union all

select
    'place_lies_in_its_report' as expectation,
    document_id,
    report_id,
    line_no,
    fact_id,
    words as stated_text,
    place || '; the report has lines ' || cast(line_start as {{ dbt.type_string() }})
    || ' to ' || cast(line_end as {{ dbt.type_string() }})
    || ', characters ' || cast(report_char_start as {{ dbt.type_string() }})
    || ' to ' || cast(report_char_end as {{ dbt.type_string() }}) as found,
    coalesce(
        document_id <> report_document_id
        or char_start < report_char_start
        or char_end > report_char_end
        or line_no < line_start
        or line_no > line_end,
        true
    ) as is_failed
from placed
-- A number between two reports belongs to none; the document still has to hold it.
where report_id is not null

union all

select
    'place_lies_in_its_document' as expectation,
    placed.document_id,
    placed.report_id,
    placed.line_no,
    placed.fact_id,
    placed.words as stated_text,
    placed.place || '; the file has ' || cast(documents.lines as {{ dbt.type_string() }})
    || ' lines, ' || cast(documents.chars as {{ dbt.type_string() }}) || ' characters' as found,
    coalesce(placed.line_no > documents.lines or placed.char_end > documents.chars, true) as is_failed
from placed
left join {{ ref('dim_document') }} as documents
    on placed.document_id = documents.document_id

union all

select
    'report_lies_in_its_document' as expectation,
    reports.document_id,
    reports.report_id,
    reports.line_start as line_no,
    reports.report_id as fact_id,
    reports.title as stated_text,
    'lines ' || cast(reports.line_start as {{ dbt.type_string() }})
    || ' to ' || cast(reports.line_end as {{ dbt.type_string() }})
    || ', characters ' || cast(reports.char_start as {{ dbt.type_string() }})
    || ' to ' || cast(reports.char_end as {{ dbt.type_string() }}) as found,
    coalesce(
        reports.line_start < 1
        or reports.line_end < reports.line_start
        or reports.line_end > documents.lines
        or reports.char_start < 0
        or reports.char_end <= reports.char_start
        or reports.char_end > documents.chars,
        true
    ) as is_failed
from {{ rows_of(ref('dim_report'), 'document', 'document_id') }} as reports
left join {{ ref('dim_document') }} as documents
    on reports.document_id = documents.document_id

union all

select
    'stated_text_is_as_long_as_its_span' as expectation,
    document_id,
    report_id,
    line_no,
    fact_id,
    words as stated_text,
    cast({{ dbt.length('words') }} as {{ dbt.type_string() }}) || ' characters at ' || place as found,
    coalesce({{ dbt.length('words') }} <> char_end - char_start, true) as is_failed
from placed
where is_verbatim
