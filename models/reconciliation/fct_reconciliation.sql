-- Grain: one check: a rule bound to the figures it speaks of.
-- Reason: every identity that a report implies, kept or broken, as data; what is absent never reads as a pass.
{{ config(schema='marts', **replaces('verdict', 'report_id', tells='check_id')) }}

select
    outcomes.check_id,
    outcomes.rule_code,
    outcomes.kind,
    figures.report_id,
    figures.region_code,
    figures.fiscal_year,
    coalesce(rules.subject_zh, figures.label) as subject,
    outcomes.verdict,
    outcomes.reason,
    -- A rate that holds on another base names its base badly; its arithmetic is right.
    case when hints.hint like 'other^_base%' escape '^' then 'soft' else outcomes.severity end as severity,
    coalesce(rules.unit_code, outcomes.unit_code) as unit_code,
    cast(outcomes.stated_value as decimal(38, 6)) as stated_value,
    cast(outcomes.computed_value as decimal(38, 6)) as computed_value,
    {{ within_reach('outcomes.stated_low') }} as stated_low,
    {{ within_reach('outcomes.stated_high') }} as stated_high,
    {{ within_reach('outcomes.computed_low') }} as computed_low,
    {{ within_reach('outcomes.computed_high') }} as computed_high,
    cast(outcomes.gap as decimal(38, 6)) as gap,
    {{ within_reach('outcomes.tolerance') }} as tolerance,
    outcomes.z,
    case
        when outcomes.verdict = 'consistent' then 'exact'
        when outcomes.verdict = 'rounding' then coalesce(outcomes.reason, 'rounding')
        when outcomes.verdict in ('inconsistent', 'conflict') then coalesce(outcomes.reason, 'wrong')
    end as grade,
    cast(outcomes.n_members as {{ dbt.type_int() }}) as n_members,
    cast(outcomes.n_missing as {{ dbt.type_int() }}) as n_missing,
    hints.hint,
    acknowledgements.acknowledgement_id is not null as acknowledged,
    acknowledgements.reason_zh as acknowledgement,
    figures.line_no,
    figures.char_start,
    figures.char_end,
    figures.page
from {{ ref('int_reconciliation__outcomes') }} as outcomes
inner join {{ ref('int_reconciliation__figures') }} as figures
    on outcomes.figure_id = figures.figure_id
inner join {{ ref('reconciliation_rules') }} as rules
    on outcomes.rule_code = rules.rule_code
left join {{ ref('int_reconciliation__hints') }} as hints
    on outcomes.check_id = hints.check_id
left join {{ ref('int_reconciliation__acknowledgements') }} as acknowledgements
    on outcomes.check_id = acknowledgements.check_id
