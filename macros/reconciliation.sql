{#-
    Rules bind figures by selectors: empty binds (the figures of one check agree in it), `*` takes any, `-` takes the
    empty one, `+` any but the empty one, `x*` what begins with x (`*x*` what holds it), else the very code.
-#}
{% macro selects(selector, facet, selector_pattern = none) -%}
(
        {{ selector }} in ('', '*')
        or {{ selector }} = {{ facet }}
        or ({{ selector }} = '-' and {{ facet }} = '')
        or ({{ selector }} = '+' and {{ facet }} <> '')
        or coalesce({{ facet }} like {{ selector_pattern or pattern(selector) }}, false)
    )
{%- endmacro %}

{#- What a selector that names a beginning or a part is as a pattern of LIKE; NULL for the others. -#}
{% macro pattern(selector) -%}
case when {{ selector }} like '%_*' then replace({{ selector }}, '*', '%') end
{%- endmacro %}

{#- The part of a binding key that a facet gives. -#}
{% macro bound(selector, facet) -%}
case when {{ selector }} = '' then {{ facet }} else '' end
{%- endmacro %}

{#- One number for a rule and what it is bound to; both are numbered below 2^31. -#}
{% macro binding_id(rule_no, binding_no) -%}
cast({{ rule_no }} as {{ dbt.type_bigint() }}) * 2147483648 + {{ binding_no }}
{%- endmacro %}

{% macro binding_no(binding_id) -%}
{{ binding_id }} % 2147483648
{%- endmacro %}

{#- 10 to an integer power that a column holds, exactly; powers beyond what a value can hold give its bounds. -#}
{% macro power_of_ten(exponent) -%}
cast('1e' || cast(greatest(least({{ exponent }}, 21), -6) as {{ dbt.type_string() }}) as {{ type_value() }})
{%- endmacro %}

{#-
    Class of two statements of one data point (OIM): complete (same value), consistent (intervals share a point, and
    equal decimals mean equal values), last_digit (one unit of the coarser last digit apart), conflict.
    Decimals NULL is exact; `is_exact` says that neither carries a comparator.
-#}
{% macro same_class(value, low, high, decimals, other_value, other_low, other_high, other_decimals, is_exact) -%}
case
    when {{ value }} = {{ other_value }} and {{ is_exact }} and coalesce({{ decimals }}, 99) = coalesce({{ other_decimals }}, 99)
        then 'complete'
    when
        coalesce({{ low }} <= {{ other_high }}, true)
        and coalesce({{ other_low }} <= {{ high }}, true)
        and not ({{ is_exact }} and coalesce({{ decimals }}, 99) = coalesce({{ other_decimals }}, 99))
        then 'consistent'
    when
        {{ is_exact }}
        and coalesce({{ decimals }}, {{ other_decimals }}) is not null
        and abs({{ value }} - {{ other_value }})
        <= {{ power_of_ten('-least(coalesce(' ~ decimals ~ ', 99), coalesce(' ~ other_decimals ~ ', 99))') }}
        then 'last_digit'
    else 'conflict'
end
{%- endmacro %}

{#- Where an open end of an interval is, for sums: farther than any value. -#}
{% macro far() -%}
cast('1e24' as decimal(38, 6))
{%- endmacro %}

{#- A bound as it is shown: NULL where it stands for an open end. -#}
{% macro within_reach(bound) -%}
case when abs({{ bound }}) < 1e22 then cast({{ bound }} as decimal(38, 6)) end
{%- endmacro %}

{#- A gap between rates as it is shown: 0 only where the figures fit exactly, else at least the last digit kept. -#}
{% macro shown_gap(gap, is_exact) -%}
case
        when {{ is_exact }} then 0
        when {{ gap }} = 0 then cast('1e-6' as decimal(38, 6))
        else {{ gap }}
    end
{%- endmacro %}
