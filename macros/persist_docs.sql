{#- Words about tables and columns stand in the published file alone, and tables that an increment changes have theirs. -#}
{% macro default__persist_docs(relation, model, for_relation, for_columns) -%}
{%- set is_published = relation.database != env_var('YIBAO_WORKING', '') -%}
{%- set is_told = var('increment') and model.config.materialized == 'incremental' -%}
{%- if is_published and not is_told -%}
{%- do dbt.default__persist_docs(relation, model, for_relation, for_columns) -%}
{%- endif -%}
{%- endmacro %}
