{#- Schemas carry the names of the contract (marts, not main_marts): one warehouse file has one set of them. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
{{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}

{#-
    What only the build itself needs may stand in a file of its own, which is not published (YIBAO_WORKING). An
    increment's staging stands there too: the published views show the whole landing.
-#}
{% macro generate_database_name(custom_database_name = none, node = none) -%}
{%- set own = ['intermediate', 'staging'] if var('increment') else ['intermediate'] -%}
{%- if node is not none and node.config.schema in own -%}
{{ env_var('YIBAO_WORKING', target.database) }}
{%- else -%}
{{ (custom_database_name or target.database) | trim }}
{%- endif -%}
{%- endmacro %}
