-- Final accounts of a department: each line of the nine forms beside last year's, and 三公 per staff member.
with cells as (

    select
        cells.region_code,
        documents.issuer,
        cells.fiscal_year,
        cells.statement_line_id,
        cells.statement_code,
        cells.line_key,
        cells.measure_code,
        max(cells.value) as amount_yuan
    from {{ ref('fct_statement_line') }} as cells
    inner join {{ ref('dim_document') }} as documents
        on cells.document_id = documents.document_id
    where
        cells.statement_code like 'FA%'
        and cells.statement_line_id is not null
    group by
        cells.region_code,
        documents.issuer,
        cells.fiscal_year,
        cells.statement_line_id,
        cells.statement_code,
        cells.line_key,
        cells.measure_code

),

staff as (

    select
        region_code,
        fiscal_year,
        max(value) as staff_in_post
    from {{ ref('fct_observation') }}
    where
        metric_code = 'staff_in_post'
        and breakdown = ''
        and is_primary
    group by region_code, fiscal_year

)

select
    regions.name as region_name,
    cells.issuer,
    cells.fiscal_year,
    cells.statement_code,
    lines.name_zh as line_name,
    cells.measure_code,
    cells.amount_yuan,
    last_year.amount_yuan as last_year_amount_yuan,
    cells.amount_yuan - last_year.amount_yuan as change_yuan,
    case
        when cells.statement_code = 'FA07'
            then {{ rate('cells.amount_yuan', 'staff.staff_in_post') }}
    end as three_public_per_staff_yuan
from cells
inner join {{ ref('dim_statement_line') }} as lines
    on cells.statement_line_id = lines.statement_line_id
left join cells as last_year
    on
        cells.region_code = last_year.region_code
        and cells.issuer = last_year.issuer
        and cells.statement_line_id = last_year.statement_line_id
        and cells.measure_code = last_year.measure_code
        and cells.fiscal_year = last_year.fiscal_year + 1
left join staff
    on
        cells.region_code = staff.region_code
        and cells.fiscal_year = staff.fiscal_year
left join {{ ref('dim_region') }} as regions
    on cells.region_code = regions.region_code
where cells.amount_yuan <> 0
order by
    cells.region_code,
    cells.issuer,
    cells.fiscal_year,
    cells.statement_code,
    lines.section,
    lines.display_order,
    cells.measure_code
