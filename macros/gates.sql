{#-
    What a gate hands to Great Expectations: every expectation of the gate with its counts. `checked` are relations with
    one row an expectation and row.
-#}
{% macro gate_summary(gate, checked) -%}
{#- On the bundled reports, or with --strict, a break of a source fails too; on a user's own corpus it is data. -#}
{%- set breaks_fail = var('landing', '') == '' or var('strict', false) -%}
with counted as (

    select
        expectation,
        count(*) as n_checked,
        sum(case when is_failed then 1 else 0 end) as n_failed
    from (
        {% for relation in checked -%}
            select
                expectation,
                is_failed
            from {{ relation }}
            {%- if not loop.last %}
                union all
            {% endif %}
        {%- endfor %}
    ) as checked
    group by expectation

)

select
    expectations.gate,
    expectations.expectation,
    expectations.statement_zh,
    expectations.statement_en,
    expectations.remedy,
    {% if breaks_fail %}'error'{% else %}expectations.severity{% endif %} as severity,
    cast(coalesce(counted.n_checked, 0) as {{ dbt.type_bigint() }}) as n_checked,
    cast(coalesce(counted.n_failed, 0) as {{ dbt.type_bigint() }}) as n_failed
from {{ ref('expectations') }} as expectations
left join counted
    on expectations.expectation = counted.expectation
where expectations.gate = '{{ gate }}'
{%- endmacro %}

{#- The first failing rows of each expectation, of the same relations. -#}
{% macro gate_examples(checked, examples = 5) -%}
with failed as (

    {% for relation in checked -%}
        select * from {{ relation }}
        where is_failed
        {%- if not loop.last %}
            union all
        {% endif %}
    {%- endfor %}

),

numbered as (

    select
        *,
        row_number() over (partition by expectation order by document_id, line_no, fact_id, found) as example_no
    from failed

)

select
    numbered.expectation,
    numbered.example_no,
    documents.file_name,
    numbered.report_id,
    numbered.line_no,
    numbered.fact_id,
    numbered.stated_text,
    numbered.found
from numbered
left join {{ ref('dim_document') }} as documents
    on numbered.document_id = documents.document_id
where numbered.example_no <= {{ examples }}
{%- endmacro %}
