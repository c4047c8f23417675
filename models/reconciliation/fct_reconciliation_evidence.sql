-- Grain: one operand of one check.
-- Reason: a verdict is believed when both sides lead back to line and words.
-- depends_on: {{ ref('fct_reconciliation') }}
{{ config(schema='marts', **replaces('check', 'check_id')) }}

with operands as (

    select
        outcomes.check_id,
        outcomes.kind,
        outcomes.figure_id as subject_figure_id,
        operands.role,
        operands.term,
        operands.weight,
        operands.figure_id
    from {{ ref('int_reconciliation__outcomes') }} as outcomes
    inner join {{ ref('int_reconciliation__operands') }} as operands
        on outcomes.binding_id = operands.binding_id
    where
        operands.figure_id is not null
        -- A check of one stated figure leaves out the others that are stated of the same.
        and (operands.role <> 'stated' or operands.figure_id = outcomes.figure_id)
        -- Bases only say whether two figures can be compared.
        and (operands.role <> 'base' or outcomes.reason = 'another_base')

    union all

    select
        outcomes.check_id,
        outcomes.kind,
        outcomes.figure_id as subject_figure_id,
        'value' as role,
        1 as term,
        1 as weight,
        outcomes.figure_id
    from {{ ref('int_reconciliation__outcomes') }} as outcomes
    where outcomes.kind = 'range'

    union all

    -- A budget implied by an amount and its completion rate stands on both.
    select
        outcomes.check_id,
        outcomes.kind,
        outcomes.figure_id as subject_figure_id,
        'rate' as role,
        operands.term,
        operands.weight,
        rates.figure_id
    from {{ ref('int_reconciliation__outcomes') }} as outcomes
    inner join {{ ref('int_reconciliation__operands') }} as operands
        on outcomes.binding_id = operands.binding_id
    inner join {{ ref('int_reconciliation__figures') }} as budgets
        on
            operands.figure_id = budgets.figure_id
            and budgets.measure = 'implied_budget'
    inner join {{ ref('int_reconciliation__figures') }} as rates
        on
            budgets.row_id = rates.row_id
            and rates.concept = 'completion'
            and rates.measure = 'rate'

),

-- Put in order before their words come to them: what is sorted is short.
ordered as (

    select
        operands.check_id,
        operands.role,
        operands.weight,
        operands.figure_id,
        row_number() over (
            partition by operands.check_id
            order by
                -- The stated side first.
                case when operands.figure_id = operands.subject_figure_id then 0 else 1 end,
                case when operands.role in ('total', 'whole', 'result') then 0 else 1 end,
                operands.term,
                figures.document_id,
                figures.char_start,
                operands.figure_id,
                -operands.weight
        ) as operand_no
    from operands
    inner join {{ ref('int_reconciliation__figures') }} as figures
        on operands.figure_id = figures.figure_id

)

select
    ordered.check_id,
    cast(ordered.operand_no as {{ dbt.type_int() }}) as operand_no,
    ordered.role,
    cast(ordered.weight as {{ dbt.type_int() }}) as weight,
    figures.label,
    figures.value,
    figures.unit_code,
    figures.stated_text,
    figures.document_id,
    figures.report_id,
    figures.line_no,
    figures.char_start,
    figures.char_end,
    figures.page,
    figures.observation_id,
    figures.cell_id,
    figures.indicator_id
from ordered
inner join {{ ref('int_reconciliation__figures') }} as figures
    on ordered.figure_id = figures.figure_id
