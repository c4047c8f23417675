-- Grain: one figure taking part in one check: a rule bound to a row of a form, a report, a document or a year.
-- Reason: a verdict leads back to figures, and some verdicts are about single statements.
select
    {{ binding_id('members.rule_no', 'bound.binding_no') }} as binding_id,
    members.rule_code,
    members.kind,
    members.rule_scope,
    members.member_no,
    members.role,
    case when members.takes = 'each' then bound.term else members.term end as term,
    members.weight,
    bound.figure_id,
    figures.report_id,
    figures.document_id,
    figures.form,
    figures.line_no,
    figures.value,
    figures.unit_code,
    figures.decimals,
    figures.column_decimals,
    figures.qualifier,
    figures.value_low,
    figures.value_high,
    figures.column_low,
    figures.column_high,
    figures.char_start
from {{ ref('int_reconciliation__bound') }} as bound
inner join {{ ref('int_reconciliation__members') }} as members
    on bound.selector_id = members.selector_id
left join {{ ref('int_reconciliation__figures') }} as figures
    on bound.figure_id = figures.figure_id
