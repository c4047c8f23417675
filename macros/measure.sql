{#- One measure of a wide fact: the value (or another column) of a metric within the group. -#}
{% macro measure(metric_code, column = 'value') -%}
max(case when metric_code = '{{ metric_code }}' then {{ column }} end)
{%- endmacro %}

{#- Which measures of a wide row were not stated as exact, as `metric qualifier`; NULL where all were. -#}
{% macro inexact_measures() -%}
{{ dbt.listagg("case when qualifier <> 'exact' then metric_code || ' ' || qualifier end", "', '", "order by metric_code") }}
{%- endmacro %}
