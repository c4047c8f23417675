{#-
    Which statement of a data point counts, best first; used wherever one has to be chosen. A total order: the
    same facts always give the same choice. Expects the columns of int_observations__bounded.
-#}
{% macro preference() -%}
case
    when qualifier = 'exact' then 1
    when qualifier in ('range', 'about') then 3
    else 2
end,
case when report_fiscal_year = fiscal_year then 1 else 2 end,
case
    when source_form in ('prose', 'table') then 1
    when source_form = 'indicator' then 2
    else 3
end,
coalesce(decimals, 99) desc,
coalesce(report_ordinal, 999),
char_start,
document_id,
observation_id
{%- endmacro %}
