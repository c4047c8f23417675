-- Grain: one report, scope, program and funding level: the stages of its money side by side.
-- Reason: an execution rate needs what was spent and what was there to spend in one row.
select
    {{ key_of(['report_id', 'scope', 'program_code', 'funding_level']) | indent(4) }} as row_id,
    report_id,
    region_code,
    scope,
    fiscal_year,
    program_code,
    {% for stage in ['allocated', 'carried_over', 'available', 'distributed', 'spent'] -%}
        max(case when stage = '{{ stage }}' then amount_yuan end) as {{ stage }}_yuan,
    {% endfor -%}
    funding_level
from {{ rows_of(ref('fct_funding'), 'province', 'region_code') }}
group by report_id, region_code, scope, fiscal_year, program_code, funding_level
