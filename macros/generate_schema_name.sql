{#- Schemas carry the names of the contract (marts, not main_marts): one warehouse file has one set of them. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
{{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
