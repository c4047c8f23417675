{#- The one switch between seeds and Parquet: `--vars 'landing: FOLDER'` reads <FOLDER>/<table>/**/*.parquet. -#}
{% macro landing(table) -%}
{{ adapter.dispatch('landing', 'yibao')(table) }}
{%- endmacro %}

{% macro default__landing(table) -%}
{%- if var('increment') -%}
(
    select * from {{ landing_parquet(table) }}
    where {{ touched('context', 'document_id') }}
)
{%- elif var('landing') -%}
{{ landing_parquet(table) }}
{%- else -%}
{{ ref(table) }}
{%- endif -%}
{%- endmacro %}

{#- On Spark the seed itself is the folder: see macros/spark_seeds.sql. -#}
{% macro spark__landing(table) -%}
{{ ref(table) }}
{%- endmacro %}

{#- A folder may bear any name: signs that a pattern of file names would take for its own stand in brackets. -#}
{% macro landing_parquet(table) -%}
{%- set folder = var('landing') ~ '/' ~ table -%}
{%- set literal = folder | replace("[", "[[]") | replace("*", "[*]") | replace("?", "[?]") | replace("'", "''") -%}
read_parquet('{{ literal }}/**/*.parquet', union_by_name = true)
{%- endmacro %}
