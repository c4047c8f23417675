{#- A printed name with blanks dropped and full-width punctuation folded, so that two printings of it compare. -#}
{% macro folded_name(name) -%}
translate({{ name }}, '（）〔〕［］【】：，；％／ 　' || chr(9) || chr(10), '()[][][]:,;%/')
{%- endmacro %}

{#- The words of a statement line: folded, without 其中 and the list mark before them (一、 1. （1）). -#}
{% macro line_words(name) -%}
regexp_replace(
    {{ folded_name(name) }},
    '^(其中:)?([一二三四五六七八九十]+、|[0-9]+[.、．]|[(][0-9一二三四五六七八九十]+[)])?',
    ''
)
{%- endmacro %}

{#- 类, 款, 项 (and 行次 by mistake) stand in the same column: the code of an account has 3, 5 or 7 digits. -#}
{% macro account_code(line_code) -%}
case
    when translate({{ line_code }}, '0123456789', '') = '' and {{ dbt.length(line_code) }} in (3, 5, 7)
        then {{ line_code }}
end
{%- endmacro %}

{#- One text key of several columns; a missing part counts as empty. -#}
{% macro key_of(columns) -%}
md5(
    {%- for column in columns %}
    coalesce(cast({{ column }} as {{ dbt.type_string() }}), ''){% if not loop.last %} || '|' ||{% endif %}
    {%- endfor %}
)
{%- endmacro %}
