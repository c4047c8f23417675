-- Grain: one figure whose metric has declared bounds.
-- Reason: a figure may be wrong on its face (基金支出13.45元), whatever it is compared with.
with bounds as (

    select
        concept,
        measure,
        cast(low as {{ type_value() }}) as low,
        cast(high as {{ type_value() }}) as high
    from {{ ref('reconciliation_bounds') }}

)

select
    'plausible_range' as rule_code,
    figures.figure_id,
    figures.unit_code,
    figures.value as stated_value,
    -- The bound that it passes, or the one it is nearer to.
    case
        when bounds.low is null then bounds.high
        when bounds.high is null then bounds.low
        when figures.value > bounds.high then bounds.high
        else bounds.low
    end as computed_value,
    figures.value_low as stated_low,
    figures.value_high as stated_high,
    bounds.low as computed_low,
    bounds.high as computed_high,
    case
        when figures.value < bounds.low then figures.value - bounds.low
        when figures.value > bounds.high then figures.value - bounds.high
        else 0
    end as gap,
    coalesce(figures.value_high >= bounds.low, true) and coalesce(figures.value_low <= bounds.high, true) as fits
from {{ ref('int_reconciliation__figures') }} as figures
inner join bounds
    on
        figures.concept = bounds.concept
        and figures.measure = bounds.measure
where figures.qualifier <> 'about'
