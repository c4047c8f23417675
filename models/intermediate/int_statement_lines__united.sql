-- Grain: one line of a statement: declared by the form, an account, or a project of the department itself.
-- Reason: three kinds of lines, one tree; where a form declares an account, its own place in the form holds.
{{ config(materialized='table') }}

select
    statement_code,
    section,
    line_key,
    line_code,
    name_zh,
    name_en,
    true as is_declared,
    parent_line_key,
    cast(display_order as {{ dbt.type_int() }}) as display_order,
    is_total
from {{ ref('statement_lines') }}

union all

select
    accounts.statement_code,
    accounts.section,
    accounts.line_key,
    accounts.line_code,
    accounts.name_zh,
    accounts.name_en,
    accounts.is_declared,
    accounts.parent_line_key,
    accounts.display_order,
    false as is_total
from {{ ref('int_statement_lines__accounts') }} as accounts
left join {{ ref('statement_lines') }} as declared
    on
        accounts.statement_code = declared.statement_code
        and accounts.section = declared.section
        and accounts.line_key = declared.line_key
where declared.line_key is null

union all

select
    statement_code,
    section,
    line_key,
    cast(null as {{ dbt.type_string() }}) as line_code,
    min({{ line_words('line_name') }}) as name_zh,
    cast(null as {{ dbt.type_string() }}) as name_en,
    true as is_declared,
    'project' as parent_line_key,
    9999999 as display_order,
    false as is_total
from {{ ref('int_statement_lines__printed') }}
where line_key like 'project^_%' escape '^'
group by statement_code, section, line_key
