-- Grain: one cell of a statement.
-- Reason: final accounts, budget tables and money blocks for people: names beside codes, and what may be added up.
{{ config(**replaces('placed_report', '报告编号')) }}

select
    {{ region_columns() | indent(4) }},
    cells.fiscal_year as "年度",
    documents.issuer as "发布单位",
    programs.name_zh as "项目",
    statements.name_zh as "报表",
    statements.form_no as "表号",
    cells.statement_code as "报表代码",
    case cells.section when 'income' then '收入' when 'expense' then '支出' else '不分' end as "收支",
    cells.row_no as "行次",
    cells.line_code as "科目编码",
    cells.line_name as "科目名称（原文）",
    lines.name_zh as "科目名称（标准）",
    parents.name_zh as "上级科目",
    measures.name_zh as "栏次",
    cells.measure_code as "栏次代码",
    case when cells.unit_code = 'yuan' then {{ in_wan('cells.value') }} end as "金额（万元）",
    case when cells.unit_code = 'yuan' then cells.value end as "金额（元）",
    case when cells.unit_code = 'percent' then cells.value end as "比率（百分点）",
    case when cells.unit_code not in ('yuan', 'percent') then cells.value end as "其他数值",
    cells.unit_code as "计量单位代码",
    cells.decimals as "小数精度",
    lines.is_total as "合计行",
    cells.cell_id in (select summable.cell_id from {{ ref('int_summable__cells') }} as summable) as "可加总",
    cells.stated_text as "原文",
    reports.title as "报告",
    cells.report_id as "报告编号",
    cells.document_id as "文件编号",
    documents.file_name as "文件",
    cells.page as "页",
    cells.line_no as "行",
    cells.cell_id as "单元格编号"
from {{ rows_of(ref('fct_statement_line'), 'placed_report', 'report_id') }} as cells
inner join {{ ref('dim_report') }} as reports
    on cells.report_id = reports.report_id
inner join {{ ref('dim_document') }} as documents
    on cells.document_id = documents.document_id
inner join {{ ref('statements') }} as statements
    on cells.statement_code = statements.statement_code
left join {{ ref('measures') }} as measures
    on
        cells.statement_code = measures.statement_code
        and cells.section = measures.section
        and cells.measure_code = measures.measure_code
left join {{ ref('dim_statement_line') }} as lines
    on cells.statement_line_id = lines.statement_line_id
left join {{ ref('dim_statement_line') }} as parents
    on lines.parent_statement_line_id = parents.statement_line_id
left join {{ ref('dim_region') }} as regions
    on cells.region_code = regions.region_code
left join {{ ref('dim_program') }} as programs
    on reports.program_code = programs.program_code
