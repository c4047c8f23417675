-- Grain: one figure of one row that states it: the amount of a sum, or both operands of a ratio.
-- Reason: the one table that metrics on people and money are made of; it says in which sums each row may stand.
{{ config(**replaces('province', 'region_code')) }}

{%- set sums = {'in_any': 'any', 'in_region': 'one region', 'in_report': 'one report', 'in_part': 'one code'} %}

select
    {{ key_of(['operands.figure_code', 'operands.row_id']) | indent(4) }} as figure_id,
    operands.figure_code,
    operands.region_code,
    operands.scope,
    operands.fiscal_year,
    {{ year_start('operands.fiscal_year') }} as year_start,
    operands.scheme_code,
    operands.program_code,
    operands.funding_level,
    operands.report_id,
    operands.code as part_code,
    -- What one row is of, years apart: two rows with the same never overlap.
    operands.region_code || ' ' || operands.scope || ' ' || operands.program_code || ' ' || operands.code
    || coalesce(' ' || operands.report_id, '') as row_key,
    {% for name, subject in sums.items() -%}
        {{ name }}.row_id is not null as {{ name }},
    {% endfor -%}
    operands.numerator,
    operands.denominator
from {{ ref('int_figures__operands') }} as operands
{% for name, subject in sums.items() -%}
    left join {{ ref('int_summable__rows') }} as {{ name }}
        on
            operands.row_id = {{ name }}.row_id
            and operands.figure_code = {{ name }}.measure
            and {{ name }}.subject = '{{ subject }}'
{% endfor %}
