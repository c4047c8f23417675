-- Grain: one cell of a statement, with the key of its line; NULL where neither code nor words are known.
-- Reason: the same line is printed under many names and codes; checks and comparisons need one key.
{{ config(materialized='table') }}

with cells as (

    select
        cell_id,
        report_id,
        statement_code,
        section,
        row_no,
        {{ line_words('line_name') }} as line_words,
        {{ account_code('line_code') }} as account_code
    from {{ ref('stg_landing__statement_cells') }}

),

names as (

    select * from {{ ref('int_statement_lines__names') }}

),

named as (

    select
        cells.*,
        names.line_key
    from cells
    left join names
        on
            cells.statement_code = names.statement_code
            and cells.section = names.section
            and cells.line_words = names.line_words
            and names.after_line_key is null

),

-- Under 年初财政拨款结转和结余 the three budgets are printed once more, now as parts of that balance.
named_after as (

    select
        named.cell_id,
        min(names.line_key) as line_key
    from named
    inner join names
        on
            named.statement_code = names.statement_code
            and named.section = names.section
            and named.line_words = names.line_words
            and names.after_line_key is not null
    inner join named as earlier
        on
            named.report_id = earlier.report_id
            and named.statement_code = earlier.statement_code
            and named.section = earlier.section
            and named.row_no > earlier.row_no
            and names.after_line_key = earlier.line_key
    group by named.cell_id

)

select
    named.cell_id,
    named.report_id,
    named.statement_code,
    named.section,
    named.line_words,
    named.account_code,
    case
        when named.account_code is not null and named.statement_code = 'FA06' then 'economic_' || named.account_code
        when named.account_code is not null then 'function_' || named.account_code
        when named_after.line_key is not null then named_after.line_key
        when named.line_key is not null then named.line_key
        -- The budget table is open below 项目支出: what no form declares there is a project of the department.
        when named.statement_code = 'OB01' then 'project_' || md5(named.line_words)
    end as line_key
from named
left join named_after
    on named.cell_id = named_after.cell_id
