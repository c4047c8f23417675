{#-
    From a printed literal to a canonical value, its precision and its interval. All of it is exact decimal
    arithmetic: a power of ten goes into the text that is cast, so no division and no binary float takes part.
-#}

{#- Type of every amount, count, percentage and score. -#}
{% macro type_value() -%}
decimal(28, 6)
{%- endmacro %}

{#- Type of every rate that the warehouse itself works out. -#}
{% macro type_rate() -%}
decimal(18, 6)
{%- endmacro %}

{#- 534695.69 at exponent 4 is 5346956900; a literal of more than 22 digits (an account number) is no value. -#}
{% macro canonical_value(literal, exponent) -%}
case
    when {{ dbt.length(dbt.split_part(literal, "'.'", 1)) }} + {{ exponent }} <= 22
        then cast({{ literal }} || 'e' || cast({{ exponent }} as {{ dbt.type_string() }}) as {{ type_value() }})
end
{%- endmacro %}

{#- Digits after the decimal point. -#}
{% macro fraction_digits(literal) -%}
case
    when {{ literal }} like '%.%' then {{ dbt.length(literal) }} - {{ dbt.position("'.'", literal) }}
    else 0
end
{%- endmacro %}

{#-
    Decimals in the XBRL sense, in the canonical unit. NULL is exact: scores, unscaled counts of people, visits
    and things, and money printed in 元 to the cent.
-#}
{% macro stated_decimals(literal, exponent, unit_code) -%}
case
    when {{ unit_code }} = 'score' then null
    when {{ exponent }} = 0 and {{ unit_code }} in ('person', 'visit', 'count') then null
    when {{ exponent }} = 0 and {{ unit_code }} = 'yuan' and {{ fraction_digits(literal) }} = 2 then null
    else {{ fraction_digits(literal) }} - {{ exponent }}
end
{%- endmacro %}

{#- Half of one unit in the last stated digit, rounded outward where a value holds no more digits; 0 if exact. -#}
{% macro half_unit(decimals) -%}
case
    when {{ decimals }} is null then cast(0 as {{ type_value() }})
    when {{ decimals }} > 5 then cast('1e-6' as {{ type_value() }})
    else cast('5e' || cast(-1 - {{ decimals }} as {{ dbt.type_string() }}) as {{ type_value() }})
end
{%- endmacro %}

{#- Least value the words allow; NULL is unbounded. A comparator speaks of the number as printed. -#}
{% macro interval_low(number, decimals, qualifier) -%}
cast(case
    when {{ qualifier }} = 'exact' then {{ number }} - {{ half_unit(decimals) }}
    when {{ qualifier }} in ('at_least', 'more_than', 'range') then {{ number }}
end as {{ type_value() }})
{%- endmacro %}

{#- Greatest value the words allow; NULL is unbounded. -#}
{% macro interval_high(number, decimals, qualifier, range_end = 'null') -%}
cast(case
    when {{ qualifier }} = 'exact' then {{ number }} + {{ half_unit(decimals) }}
    when {{ qualifier }} in ('at_most', 'less_than') then {{ number }}
    when {{ qualifier }} = 'range' then {{ range_end }}
end as {{ type_value() }})
{%- endmacro %}

{#-
    A rate worked out here: NULL where an operand is missing, the denominator is 0 or the result is beyond any
    rate; rounded once, at the end.
-#}
{% macro rate(numerator, denominator, factor = 1) -%}
{{ quotient(factor ~ ' * (' ~ numerator ~ ')', 'nullif(' ~ denominator ~ ', 0)', type_rate()) }}
{%- endmacro %}

{#- Bounds of a value whose further digits were cut off (舍位): from the value outward by just less than one unit. -#}
{% macro cut_low(number, decimals, qualifier) -%}
cast(case
    when {{ qualifier }} = 'exact' and {{ number }} < 0
        then {{ number }} - greatest(2 * {{ half_unit(decimals) }} - cast('1e-6' as {{ type_value() }}), 0)
    when {{ qualifier }} = 'exact' then {{ number }}
end as {{ type_value() }})
{%- endmacro %}

{% macro cut_high(number, decimals, qualifier) -%}
cast(case
    when {{ qualifier }} = 'exact' and {{ number }} >= 0
        then {{ number }} + greatest(2 * {{ half_unit(decimals) }} - cast('1e-6' as {{ type_value() }}), 0)
    when {{ qualifier }} = 'exact' then {{ number }}
end as {{ type_value() }})
{%- endmacro %}
