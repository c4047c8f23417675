{#- The one switch between seeds and Parquet: `--vars 'landing: FOLDER'` reads <FOLDER>/<table>/**/*.parquet. -#}
{% macro landing(table) -%}
{%- if var('increment') -%}
(
    select * from {{ adapter.dispatch('landing_parquet', 'yibao')(var('landing') ~ '/' ~ table) }}
    where {{ touched('context', 'document_id') }}
)
{%- elif var('landing') -%}
{{ adapter.dispatch('landing_parquet', 'yibao')(var('landing') ~ '/' ~ table) }}
{%- else -%}
{{ ref(table) }}
{%- endif -%}
{%- endmacro %}

{#- A folder may bear any name: signs that a pattern of file names would take for its own stand in brackets. -#}
{% macro default__landing_parquet(folder) -%}
{%- set literal = folder | replace("[", "[[]") | replace("*", "[*]") | replace("?", "[?]") | replace("'", "''") -%}
read_parquet('{{ literal }}/**/*.parquet', union_by_name = true)
{%- endmacro %}

{% macro spark__landing_parquet(folder) -%}
parquet.`{{ folder }}`
{%- endmacro %}
