-- A reason belongs to its verdict, what fits exactly has no gap, and what could not be checked has no grade.
{{ config(severity='error') }}

select
    check_id,
    rule_code,
    kind,
    verdict,
    reason,
    grade,
    gap,
    acknowledged
from {{ ref('fct_reconciliation') }}
where
    not coalesce(
        case verdict
            when 'consistent'
                then (gap = 0 or kind = 'range') and reason is null and grade = 'exact'
            when 'rounding'
                then
                    coalesce(gap, 1) <> 0
                    and grade = coalesce(reason, 'rounding')
                    and grade in ('rounding', 'suspicious')
            when 'inconsistent'
                then grade = coalesce(reason, 'wrong') and grade in ('wrong', 'column_precision', 'implausible')
            when 'conflict'
                then gap <> 0 and grade = coalesce(reason, 'wrong') and grade in ('wrong', 'last_digit')
            when 'restated'
                then gap <> 0 and grade is null
            when 'not_checkable'
                then
                    grade is null
                    and coalesce(reason, '') not in ('suspicious', 'column_precision', 'last_digit', 'implausible')
        end,
        false
    )
    or (acknowledged and verdict not in ('inconsistent', 'conflict'))
