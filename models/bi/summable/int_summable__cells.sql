-- Grain: one cell of a statement that may be added up with the others of its statement, side, column and year.
-- Reason: a form prints totals beside their parts, and two reports may print the same form.
with cells as (

    select * from {{ rows_of(ref('fct_statement_line'), 'region', 'region_code') }}
    where
        unit_code = 'yuan'
        and line_key is not null
        and region_code is not null
        and fiscal_year is not null
        -- Sources of a project's money may hold each other (上级资金, 地方资金): what they sum up to counts.
        and not (statement_code = 'PF01' and line_key like '%^_funds' escape '^' and line_key <> 'other_funds')

),

-- The lines above a line, however many levels up.
above as (

    {% for steps in range(1, 7) -%}
        select
            line_0.statement_line_id,
            line_{{ steps }}.statement_line_id as above_id
        from {{ ref('dim_statement_line') }} as line_0
        {% for step in range(1, steps + 1) -%}
            inner join {{ ref('dim_statement_line') }} as line_{{ step }}
                on line_{{ step - 1 }}.parent_statement_line_id = line_{{ step }}.statement_line_id
        {% endfor -%}
        {%- if not loop.last %}
            union
        {% endif %}
    {%- endfor %}

),

divided as (

    select distinct
        cells.report_id,
        above.above_id as statement_line_id,
        cells.measure_code
    from cells
    inner join above
        on cells.statement_line_id = above.statement_line_id

),

-- One report a place, year, program and statement: the one that prints the most of it.
printed as (

    select
        cells.report_id,
        cells.statement_code,
        row_number() over (
            partition by cells.region_code, cells.fiscal_year, reports.program_code, cells.statement_code
            order by
                count(*) desc,
                cells.report_id asc
        ) as choice
    from cells
    inner join {{ ref('dim_report') }} as reports
        on cells.report_id = reports.report_id
    group by cells.report_id, cells.region_code, cells.fiscal_year, reports.program_code, cells.statement_code

),

finest as (

    select
        cells.cell_id,
        -- A line printed twice counts once.
        row_number() over (
            partition by cells.report_id, cells.statement_line_id, cells.measure_code
            order by cells.row_no, cells.cell_id
        ) as choice
    from cells
    inner join printed
        on
            cells.report_id = printed.report_id
            and cells.statement_code = printed.statement_code
            and printed.choice = 1
    left join divided
        on
            cells.report_id = divided.report_id
            and cells.statement_line_id = divided.statement_line_id
            and cells.measure_code = divided.measure_code
    where divided.report_id is null

)

select cell_id
from finest
where choice = 1
