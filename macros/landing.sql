{#- The one switch between seeds and Parquet: `--vars 'landing: FOLDER'` reads <FOLDER>/<table>/**/*.parquet. -#}
{% macro landing(table) -%}
{%- if var('landing') -%}
{{ adapter.dispatch('landing_parquet', 'yibao')(var('landing') ~ '/' ~ table) }}
{%- else -%}
{{ ref(table) }}
{%- endif -%}
{%- endmacro %}

{% macro default__landing_parquet(folder) -%}
read_parquet('{{ folder | replace("'", "''") }}/**/*.parquet', union_by_name = true)
{%- endmacro %}

{% macro spark__landing_parquet(folder) -%}
parquet.`{{ folder }}`
{%- endmacro %}
