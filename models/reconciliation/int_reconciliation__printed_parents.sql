-- Grain: one cell that stands under another one of its column, with the nearest line above it that is printed.
-- Reason: forms leave out classes and subtotals, and a sum runs over what is printed (项 under 类 where no 款 is).
{%- set steps = [1, 2, 3, 4] %}

with lines as (

    select
        statement_code,
        section,
        line_key,
        parent_line_key
    from {{ ref('int_statement_lines__united') }}

),

-- All ancestors of a line, nearest first; no tree of a form is deeper.
ancestors as (

    {% for step in steps -%}
        select
            lines.statement_code,
            lines.section,
            lines.line_key,
            above{{ step }}.parent_line_key as ancestor_line_key,
            {{ step }} as steps_up
        from lines
        inner join lines as above1
            on
                lines.statement_code = above1.statement_code
                and lines.section = above1.section
                and lines.line_key = above1.line_key
        {% for next in range(2, step + 1) -%}
            inner join lines as above{{ next }}
                on
                    above{{ next - 1 }}.statement_code = above{{ next }}.statement_code
                    and above{{ next - 1 }}.section = above{{ next }}.section
                    and above{{ next - 1 }}.parent_line_key = above{{ next }}.line_key
        {% endfor -%}
        where above{{ step }}.parent_line_key is not null
        {%- if not loop.last %}

            union all

        {% endif %}
    {%- endfor %}

),

cells as (

    select
        cells.cell_id,
        cells.report_id,
        cells.statement_code,
        cells.section,
        cells.measure_code,
        cells.row_no,
        keyed.line_key
    from {{ ref('int_statement_cells__valued') }} as cells
    inner join {{ ref('int_statement_cells__keyed') }} as keyed
        on cells.cell_id = keyed.cell_id
    where keyed.line_key is not null and cells.value is not null

),

pairs as (

    select
        parents.cell_id as parent_cell_id,
        children.cell_id as child_cell_id,
        parents.report_id,
        parents.statement_code,
        parents.section,
        parents.measure_code,
        parents.line_key as parent_line_key,
        children.line_key as child_line_key,
        row_number() over (
            partition by children.cell_id
            order by ancestors.steps_up, parents.row_no
        ) as choice
    from cells as children
    inner join ancestors
        on
            children.statement_code = ancestors.statement_code
            and children.section = ancestors.section
            and children.line_key = ancestors.line_key
    inner join cells as parents
        on
            children.report_id = parents.report_id
            and children.statement_code = parents.statement_code
            and children.section = parents.section
            and children.measure_code = parents.measure_code
            and ancestors.ancestor_line_key = parents.line_key
            -- An open list (the projects of a department) stands below its head.
            and (children.line_key not like 'project^_%' escape '^' or children.row_no > parents.row_no)

)

select
    parent_cell_id,
    child_cell_id,
    report_id,
    statement_code,
    section,
    measure_code,
    parent_line_key,
    child_line_key
from pairs
where choice = 1
