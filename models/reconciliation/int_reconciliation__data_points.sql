-- Grain: one data point: what one selector takes in one binding, all its statements intersected.
-- Reason: a figure stated twice binds twice as tightly; where its statements cannot be one, no check may pick one.
{{ config(materialized='table') }}

with figures as (

    select * from {{ ref('int_reconciliation__figures') }}

),

-- A document that cuts digits off is held to what it does.
cut_off as (

    select
        figures.figure_id,
        {{ cut_low('figures.value', 'figures.column_decimals', 'figures.qualifier') | indent(8) }} as low,
        {{ cut_high('figures.value', 'figures.column_decimals', 'figures.qualifier') | indent(8) }} as high
    from figures
    inner join {{ ref('int_reconciliation__roundings') }} as roundings
        on figures.document_id = roundings.document_id
    where roundings.rounding_mode = 'truncate' and figures.qualifier = 'exact'

),

-- Most points are stated once: what is stated again is told beforehand, as it alone has to be gathered.
repeated as (

    select
        selector_id,
        binding_no,
        operand_key,
        term
    from {{ ref('int_reconciliation__bound') }}
    group by selector_id, binding_no, operand_key, term
    having count(*) > 1

),

statements as (

    select
        bound.selector_id,
        bound.binding_no,
        bound.operand_key,
        bound.term,
        repeated.selector_id is not null as is_repeated,
        -- Empty where the node has no such figure: a member that is missing, not nothing.
        figures.figure_id,
        figures.unit_code,
        figures.decimals,
        figures.value,
        figures.qualifier,
        coalesce(cut_off.low, figures.value_low) as value_low,
        coalesce(cut_off.high, figures.value_high) as value_high,
        coalesce(cut_off.low, figures.column_low) as column_low,
        coalesce(cut_off.high, figures.column_high) as column_high,
        -- The most precise statement speaks for the point; the first of equals.
        coalesce(-figures.decimals, -99) * 100000000000 + figures.char_start as preference
    from {{ ref('int_reconciliation__bound') }} as bound
    left join repeated
        on
            bound.selector_id = repeated.selector_id
            and bound.binding_no = repeated.binding_no
            and bound.operand_key = repeated.operand_key
            and coalesce(bound.term, -1) = coalesce(repeated.term, -1)
    left join figures
        on bound.figure_id = figures.figure_id
    left join cut_off
        on bound.figure_id = cut_off.figure_id

),

intersected as (

    select
        selector_id,
        binding_no,
        operand_key,
        term,
        unit_code,
        value,
        figure_id,
        value_low,
        value_high,
        column_low,
        column_high,
        1 as n_statements,
        figure_id is null as is_missing,
        coalesce(value_low > value_high or column_low > column_high, false) as is_conflicting,
        qualifier = 'about' as is_approximate,
        qualifier <> 'about' and (value_low is null or value_high is null) as is_open_ended
    from statements
    where not is_repeated

    union all

    select
        selector_id,
        binding_no,
        operand_key,
        term,
        min(unit_code) as unit_code,
        min_by(value, preference) as value,
        min_by(figure_id, preference) as figure_id,
        max(value_low) as value_low,
        min(value_high) as value_high,
        max(column_low) as column_low,
        min(column_high) as column_high,
        count(*) as n_statements,
        count(figure_id) < count(*) as is_missing,
        coalesce(max(value_low) > min(value_high), false)
        or coalesce(max(column_low) > min(column_high), false)
        -- Equal precision means equal values, though their intervals touch.
        or coalesce(
            min(value) <> max(value)
            and min(coalesce(decimals, 99)) = max(coalesce(decimals, 99))
            and bool_and(qualifier = 'exact'),
            false
        ) as is_conflicting,
        bool_or(qualifier = 'about') as is_approximate,
        bool_or(qualifier <> 'about' and (value_low is null or value_high is null)) as is_open_ended
    from statements
    where is_repeated
    group by selector_id, binding_no, operand_key, term

),

-- An open end is far away: a sum with it can only fail on its other side.
ended as (

    select
        *,
        cast(coalesce(value_low, -{{ far() }}) as decimal(38, 6)) as low,
        cast(coalesce(value_high, {{ far() }}) as decimal(38, 6)) as high,
        cast(coalesce(column_low, -{{ far() }}) as decimal(38, 6)) as low_of_column,
        cast(coalesce(column_high, {{ far() }}) as decimal(38, 6)) as high_of_column
    from intersected

)

select
    selector_id,
    binding_no,
    operand_key,
    term,
    unit_code,
    value,
    figure_id,
    value_low,
    value_high,
    column_low,
    column_high,
    n_statements,
    is_missing,
    is_conflicting,
    is_approximate,
    is_open_ended,
    least(low, high) as least_value,
    greatest(low, high) as greatest_value,
    least(low_of_column, high_of_column) as least_of_column,
    greatest(low_of_column, high_of_column) as greatest_of_column,
    pow(cast(column_high - column_low as double), 2) as squared_width
from ended
