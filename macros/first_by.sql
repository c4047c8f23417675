{#- The column's value in the row that comes first, or last, by several keys; NULL where it is NULL in that row. -#}
{% macro first_by(column, keys) -%}
{{ adapter.dispatch('first_by', 'yibao')(column, keys) }}
{%- endmacro %}

{% macro default__first_by(column, keys) -%}
arg_min_null({{ column }}, row({{ keys | join(', ') }}))
{%- endmacro %}

{% macro spark__first_by(column, keys) -%}
min_by({{ column }}, struct({{ keys | join(', ') }}))
{%- endmacro %}

{% macro last_by(column, keys) -%}
{{ adapter.dispatch('last_by', 'yibao')(column, keys) }}
{%- endmacro %}

{% macro default__last_by(column, keys) -%}
arg_max_null({{ column }}, row({{ keys | join(', ') }}))
{%- endmacro %}

{% macro spark__last_by(column, keys) -%}
max_by({{ column }}, struct({{ keys | join(', ') }}))
{%- endmacro %}
