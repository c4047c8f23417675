-- A fact belongs to the report it stands in: same file, inside its lines and characters.
{{ config(severity='error') }}

with facts as (

    {% for fact, id in [
        ('fct_number', 'number_id'),
        ('fct_observation', 'observation_id'),
        ('fct_indicator_score', 'indicator_id'),
        ('fct_statement_line', 'cell_id'),
    ] -%}
        select
            {{ id }} as fact_id,
            document_id,
            report_id,
            line_no,
            char_start,
            char_end
        from {{ ref(fact) }}
        {%- if not loop.last %}
            union all
        {% endif %}
    {%- endfor %}

)

select
    facts.*,
    reports.line_start as report_line_start,
    reports.line_end as report_line_end,
    reports.char_start as report_char_start,
    reports.char_end as report_char_end
from facts
inner join {{ ref('dim_report') }} as reports
    on facts.report_id = reports.report_id
where
    facts.document_id <> reports.document_id
    or facts.char_start >= facts.char_end
    or facts.char_start < reports.char_start
    or facts.char_end > reports.char_end
    or facts.line_no < reports.line_start
    or facts.line_no > reports.line_end
