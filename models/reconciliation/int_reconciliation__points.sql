-- Grain: one operand of one check, all its statements intersected.
-- Reason: a figure stated twice binds twice as tightly; where its statements cannot be one, no check may pick one.
{{ config(materialized='table') }}

with operands as (

    select
        operands.* replace (
            {% for column in ['value', 'column'] -%}
                case
                    when roundings.rounding_mode = 'truncate' and operands.qualifier = 'exact' then operands.cut_low
                    else operands.{{ column }}_low
                end as {{ column }}_low,
                case
                    when roundings.rounding_mode = 'truncate' and operands.qualifier = 'exact' then operands.cut_high
                    else operands.{{ column }}_high
                end as {{ column }}_high{{ ',' if not loop.last }}
            {% endfor -%}
        )
    from {{ ref('int_reconciliation__operands') }} as operands
    left join {{ ref('int_reconciliation__roundings') }} as roundings
        on operands.document_id = roundings.document_id

)

select
    binding_id,
    rule_code,
    member_no,
    role,
    term,
    operand_key,
    min(weight) as weight,
    min(addend) as addend,
    min(unit_code) as unit_code,
    -- The most precise statement speaks for the point; the first of equals.
    arg_min(value, coalesce(-decimals, -99) * 100000000000 + char_start) as value,
    arg_min(figure_id, coalesce(-decimals, -99) * 100000000000 + char_start) as figure_id,
    max(value_low) as value_low,
    min(value_high) as value_high,
    max(column_low) as column_low,
    min(column_high) as column_high,
    count(*) as n_statements,
    count(figure_id) < count(*) or role = 'missing' as is_missing,
    coalesce(max(value_low) > min(value_high), false) as is_conflicting,
    bool_or(qualifier = 'about') as is_approximate,
    bool_or(qualifier <> 'about' and (value_low is null or value_high is null)) as is_open_ended
from operands
group by binding_id, rule_code, member_no, role, term, operand_key
