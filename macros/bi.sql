{#- What the wide tables of bi and the semantic models repeat. -#}

{#- Yuan or persons in 万, exact: four more decimals and no division. -#}
{% macro in_wan(value) -%}
cast(cast({{ value }} as {{ type_value() }}) * cast(0.0001 as decimal(4, 4)) as decimal(28, 10))
{%- endmacro %}

{#- The columns that name a region, of its row in dim_region. -#}
{% macro region_columns(regions = 'regions') -%}
{{ regions }}.province_name as "省份",
    {{ regions }}.prefecture_name as "地级",
    case when {{ regions }}.level = 'county' then {{ regions }}.name end as "县级",
    {{ regions }}.name as "地区",
    {{ regions }}.region_code as "行政区划代码",
    case {{ regions }}.level
        when 'nation' then '国家'
        when 'province' then '省级'
        when 'prefecture' then '地级'
        when 'county' then '县级'
    end as "层级"
{%- endmacro %}

{#- Where a figure stands, in words: file, page, line. -#}
{% macro place_words(file_name, page, line_no) -%}
{{ file_name }}
    || coalesce(' 第' || cast({{ page }} as {{ dbt.type_string() }}) || '页', '')
    || coalesce(' 第' || cast({{ line_no }} as {{ dbt.type_string() }}) || '行', '')
{%- endmacro %}

{#- 1 January of a year: semantic models need a date. -#}
{% macro year_start(fiscal_year) -%}
cast(cast({{ fiscal_year }} as {{ dbt.type_string() }}) || '-01-01' as date)
{%- endmacro %}

{#- Whether a row is safe to sum by one measure: its id is among those of int_summable__rows. -#}
{% macro is_summable(subject, measure, row_id) -%}
{{ row_id }} in (
        select summable.row_id
        from {{ ref('int_summable__rows') }} as summable
        where summable.subject = '{{ subject }}' and summable.measure = '{{ measure }}'
    )
{%- endmacro %}

{#- Where each figure of a row was stated, and which of them are not exact; `figures` are words by name of figure. -#}
{% macro traced_columns(row, figures) -%}
{% for figure, name in figures.items() -%}
{{ row }}.{{ figure }}_observation_id as "{{ name }}观测编号",
    {{ figure }}_places.place as "{{ name }}出处",
{% endfor -%}
nullif(trim(
    ''
    {% for figure, name in figures.items() -%}
    || coalesce(' {{ name }}' || {{ figure }}_places.inexact_as, '')
    {% endfor -%}
), '') as "非确数",
{{ row }}.inexact_measures as "非确数代码"
{%- endmacro %}

{#- The places that traced_columns speaks of. -#}
{% macro traced_joins(row, figures) -%}
{% for figure in figures -%}
left join {{ ref('int_observations__placed') }} as {{ figure }}_places
    on {{ row }}.{{ figure }}_observation_id = {{ figure }}_places.observation_id
{% endfor -%}
{%- endmacro %}
