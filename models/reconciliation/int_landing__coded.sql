-- Grain: one expectation about a closed vocabulary, and one row that it looks at.
-- Reason: a word that no list knows joins nothing and drops out without a sound; gate_landing judges.
{{ config(materialized='view', schema='intermediate') }}
-- The expectation, where the word stands, the id of the row, its words, the list.
{%- set vocabularies = [
    ('disposition_is_known', 'fct_number', 'number_id', 'text', 'disposition', 'dispositions', 'disposition'),
    ('qualifier_is_known', 'fct_number', 'number_id', 'text', 'qualifier', 'qualifiers', 'qualifier'),
    ('qualifier_is_known', 'fct_observation', 'observation_id', 'stated_text', 'qualifier', 'qualifiers', 'qualifier'),
    ('qualifier_is_known', 'fct_indicator_score', 'indicator_id', 'target_text', 'qualifier', 'qualifiers', 'qualifier'),
    ('qualifier_is_known', 'fct_indicator_score', 'indicator_id', 'actual_text', 'actual_qualifier', 'qualifiers',
        'qualifier'),
    ('qualifier_is_known', 'stg_landing__relations', 'relation_id', 'stated_text', 'qualifier', 'qualifiers',
        'qualifier'),
    ('scope_is_known', 'fct_observation', 'observation_id', 'stated_text', 'scope', 'scopes', 'scope'),
    ('funding_level_is_known', 'fct_observation', 'observation_id', 'stated_text', 'funding_level', 'funding_levels',
        'code'),
    ('unit_is_known', 'stg_landing__observations', 'observation_id', 'stated_text', 'unit_label', 'unit_labels',
        'unit_label'),
    ('unit_is_known', 'stg_landing__indicator_scores', 'indicator_id', 'indicator_name', 'unit_label', 'unit_labels',
        'unit_label'),
    ('unit_is_known', 'stg_landing__statement_cells', 'cell_id', 'stated_text', 'unit_label', 'unit_labels',
        'unit_label'),
    ('unit_is_known', 'stg_landing__relations', 'relation_id', 'stated_text', 'unit_label', 'unit_labels',
        'unit_label'),
] %}

{% for expectation, model, id, words, column, vocabulary, code in vocabularies -%}
    select
        '{{ expectation }}' as expectation,
        facts.document_id,
        facts.report_id,
        facts.line_no,
        facts.{{ id }} as fact_id,
        trim(facts.{{ words }}) as stated_text,
        '{{ column }} ' || facts.{{ column }} as found,
        codes.{{ code }} is null as is_failed
    from {{ rows_of(ref(model), 'document', 'document_id') }} as facts
    left join {{ ref(vocabulary) }} as codes
        on facts.{{ column }} = codes.{{ code }}
    where facts.{{ column }} is not null

    union all

{% endfor -%}

select
    'source_form_is_known' as expectation,
    document_id,
    report_id,
    line_no,
    observation_id as fact_id,
    stated_text,
    'source_form ' || source_form as found,
    coalesce(source_form not in ('prose', 'table', 'indicator', 'score'), true) as is_failed
from {{ rows_of(ref('fct_observation'), 'document', 'document_id') }}

union all

select
    'document_type_is_known' as expectation,
    reports.document_id,
    reports.report_id,
    reports.line_start as line_no,
    reports.report_id as fact_id,
    reports.title as stated_text,
    'document_type ' || coalesce(reports.document_type, '') as found,
    document_types.document_type is null as is_failed
from {{ rows_of(ref('dim_report'), 'document', 'document_id') }} as reports
left join {{ ref('document_types') }} as document_types
    on reports.document_type = document_types.document_type
where reports.document_type is not null

union all

select
    'document_type_is_known' as expectation,
    documents.document_id,
    null as report_id,
    null as line_no,
    documents.document_id as fact_id,
    documents.title as stated_text,
    'document_type ' || coalesce(documents.document_type, '') as found,
    document_types.document_type is null as is_failed
from {{ rows_of(ref('dim_document'), 'document', 'document_id') }} as documents
left join {{ ref('document_types') }} as document_types
    on documents.document_type = document_types.document_type
where documents.document_type is not null

union all

-- A measure that the form does not have would take no unit and join no check.
select
    'measure_is_a_column_of_its_statement' as expectation,
    cells.document_id,
    cells.report_id,
    cells.line_no,
    cells.cell_id as fact_id,
    cells.stated_text,
    cells.statement_code || ' ' || cells.section || ' ' || cells.measure_code as found,
    measures.measure_code is null as is_failed
from {{ rows_of(ref('fct_statement_line'), 'document', 'document_id') }} as cells
left join {{ ref('measures') }} as measures
    on
        cells.statement_code = measures.statement_code
        and cells.section = measures.section
        and cells.measure_code = measures.measure_code

union all

select
    'relation_role_is_known' as expectation,
    relations.document_id,
    relations.report_id,
    relations.line_no,
    relations.relation_id as fact_id,
    relations.stated_text,
    'role ' || coalesce(relations.role, '') || ' of ' || coalesce(relations.relation_code, '') as found,
    relation_roles.role is null as is_failed
from {{ rows_of(ref('stg_landing__relations'), 'document', 'document_id') }} as relations
left join {{ ref('relation_roles') }} as relation_roles
    on
        relations.relation_code = relation_roles.relation_code
        and relations.role = relation_roles.role
