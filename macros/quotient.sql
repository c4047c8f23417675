{#-
    Quotients. No engine divides decimals exactly, and each rounds in its own way: all divide as doubles, and `rounded`
    says how a double becomes a decimal of six places. NULL where the result is beyond the type.
-#}
{% macro quotient(numerator, denominator, type, more = 0) -%}
{%- set exact = 'cast(' ~ numerator ~ ' as double) / cast(' ~ denominator ~ ' as double)' -%}
{{ rounded(exact ~ (' + ' ~ more if more > 0 else ' - ' ~ -more if more < 0 else ''), type) }}
{%- endmacro %}

{% macro rounded(number, type = 'decimal(38, 6)') -%}
{{ adapter.dispatch('rounded', 'yibao')(number, type) }}
{%- endmacro %}

{% macro default__rounded(number, type) -%}
try_cast({{ number }} as {{ type }})
{%- endmacro %}

{#-
    DuckDB scales the double, rounds halves away from zero and keeps every binary digit; a cast on Spark goes through
    the shortest text of the double. The same digits come of two whole parts, of which each fits a bigint.
-#}
{% macro spark__rounded(number, type) -%}
{%- set scaled = 'round((' ~ number ~ ') * 1e6)' -%}
{%- set part = '4503599627370496' -%}
try_cast((
        cast(try_cast(floor({{ scaled }} / {{ part }}D) as bigint) as decimal(19, 0)) * {{ part }}
        + cast(try_cast({{ scaled }} - floor({{ scaled }} / {{ part }}D) * {{ part }}D as bigint) as decimal(19, 0))
    ) * 0.000001 as {{ type }})
{%- endmacro %}
