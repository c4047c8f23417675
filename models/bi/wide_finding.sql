-- Grain: one check whose figures do not fit.
-- Reason: the list to send back: both sides with words and place, the gap, and what may lie behind it.
{{ config(**replaces('check', '核对编号')) }}

with broken as (

    select *
    from {{ rows_of(ref('fct_reconciliation'), 'check', 'check_id') }}
    where verdict in ('inconsistent', 'conflict')

),

operands as (

    select
        evidence.check_id,
        evidence.operand_no,
        -- A number may be broken over two lines.
        coalesce(evidence.label || ' ', '')
        || coalesce(translate(evidence.stated_text, chr(10), ' '), cast(evidence.value as {{ dbt.type_string() }}))
            as words,
        {{ place_words('documents.file_name', 'evidence.page', 'evidence.line_no') }} as place
    from {{ ref('fct_reconciliation_evidence') }} as evidence
    inner join broken
        on evidence.check_id = broken.check_id
    inner join {{ ref('dim_document') }} as documents
        on evidence.document_id = documents.document_id

),

held_against as (

    select
        check_id,
        {{ dbt.listagg("words || '（' || place || '）'", "'；'", 'order by operand_no') }} as words
    from operands
    where operand_no > 1
    group by check_id

)

select
    {{ region_columns() | indent(4) }},
    checks.fiscal_year as "年度",
    reports.title as "报告",
    checks.subject as "核对对象",
    case checks.severity
        when 'hard' then '硬性'
        when 'soft' then '软性'
        when 'warn' then '提示'
        when 'hint' then '线索'
    end as "严重程度",
    case checks.verdict when 'conflict' then '前后矛盾' else '不符' end as "结论",
    rules.statement_zh as "勾稽规则",
    rules.basis as "依据",
    checks.stated_value as "填报值",
    checks.computed_value as "推算值",
    checks.gap as "差额",
    units.name_zh as "计量单位",
    checks.unit_code as "计量单位代码",
    {% for name, column in {'填报值': 'stated_value', '推算值': 'computed_value', '差额': 'gap'}.items() -%}
        case when checks.unit_code = 'yuan' then {{ in_wan('checks.' ~ column) }} end as "{{ name }}（万元）",
    {% endfor -%}
    stated.words as "填报原文",
    stated.place as "填报出处",
    -- A range is held against its bounds.
    coalesce(
        held_against.words,
        coalesce(cast(checks.computed_low as {{ dbt.type_string() }}), '')
        || '至'
        || coalesce(cast(checks.computed_high as {{ dbt.type_string() }}), '')
    ) as "对照原文及出处",
    hints.words_zh as "可能原因",
    checks.acknowledged as "已注明",
    checks.acknowledgement as "注明理由",
    documents.file_name as "文件",
    checks.page as "页",
    checks.line_no as "行",
    checks.rule_code as "规则代码",
    checks.report_id as "报告编号",
    reports.document_id as "文件编号",
    checks.check_id as "核对编号"
from broken as checks
inner join {{ ref('dim_reconciliation_rule') }} as rules
    on checks.rule_code = rules.rule_code
inner join {{ ref('dim_report') }} as reports
    on checks.report_id = reports.report_id
inner join {{ ref('dim_document') }} as documents
    on reports.document_id = documents.document_id
left join operands as stated
    on
        checks.check_id = stated.check_id
        and stated.operand_no = 1
left join held_against
    on checks.check_id = held_against.check_id
left join {{ ref('hints') }} as hints
    on {{ dbt.split_part('checks.hint', "':'", 1) }} = hints.hint_code
left join {{ ref('units') }} as units
    on checks.unit_code = units.unit_code
left join {{ ref('dim_region') }} as regions
    on checks.region_code = regions.region_code
