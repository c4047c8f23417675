-- Grain: one report.
-- Reason: the list to look through: what a report is, the score it gives itself, and how far its figures agree.
{{ config(**replaces('context', '文件编号')) }}

select
    {{ region_columns() | indent(4) }},
    reports.fiscal_year as "年度",
    types.name_zh as "文种",
    reports.document_type as "文种代码",
    programs.name_zh as "项目",
    reports.program_code as "项目代码",
    reports.title as "报告",
    documents.issuer as "发布单位",
    checks.self_score as "自评得分",
    checks.n_checks as "核对项数",
    checks.n_consistent as "完全相符",
    checks.n_rounding as "舍入内相符",
    checks.n_inconsistent as "不符",
    checks.n_conflict as "前后矛盾",
    checks.n_restated as "重述有异",
    checks.n_not_checkable as "无法核对",
    checks.n_hard as "硬性不符",
    checks.n_soft as "软性不符",
    checks.n_warn as "提示性不符",
    checks.n_acknowledged as "已注明",
    {{ rate('checks.n_consistent + checks.n_rounding', 'checks.n_checks - checks.n_not_checkable', 100) }}
        as "核对符合率（百分点）",
    documents.file_name as "文件",
    documents.pages as "文件页数",
    reports.line_start as "起始行",
    reports.line_end as "结束行",
    documents.sha256 as "文件校验值",
    reports.document_id as "文件编号",
    reports.report_id as "报告编号"
from {{ rows_of(ref('dim_report'), 'context', 'document_id') }} as reports
inner join {{ ref('dim_document') }} as documents
    on reports.document_id = documents.document_id
inner join {{ ref('rpt_report_reconciliation') }} as checks
    on reports.report_id = checks.report_id
left join {{ ref('dim_region') }} as regions
    on reports.region_code = regions.region_code
left join {{ ref('document_types') }} as types
    on reports.document_type = types.document_type
left join {{ ref('dim_program') }} as programs
    on reports.program_code = programs.program_code
