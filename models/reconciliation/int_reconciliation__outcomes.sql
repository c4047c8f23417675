-- Grain: one check, of whatever kind, with its verdict.
-- Reason: the kinds differ in how they compare; what a comparison means is said once, here.
{{ config(materialized='table') }}

with arithmetic as (

    {% for kind in ['sums', 'products', 'growths'] -%}
        select
            '' as stated_apart,
            binding_id,
            rule_code,
            figure_id,
            unit_code,
            stated_value,
            computed_value,
            stated_low,
            stated_high,
            computed_low,
            computed_high,
            gap,
            tolerance,
            variance,
            fits,
            fits_column,
            n_members,
            n_missing,
            obstacle
        from {{ ref('int_reconciliation__' ~ kind) }}
        {%- if not loop.last %}

            union all

        {% endif %}
    {%- endfor %}

),

compared as (

    select
        stated_apart,
        binding_id,
        rule_code,
        figure_id,
        unit_code,
        stated_value,
        computed_value,
        stated_low,
        stated_high,
        computed_low,
        computed_high,
        gap,
        tolerance,
        case when variance > 0 then round(abs(cast(gap as double)) / sqrt(variance), 6) end as z,
        n_members,
        n_missing,
        case
            when obstacle is not null then 'not_checkable'
            when fits_column and gap = 0 then 'consistent'
            when fits_column then 'rounding'
            else 'inconsistent'
        end as verdict,
        case
            when obstacle is not null then obstacle
            when fits_column and gap <> 0 and variance > 0 and abs(cast(gap as double)) > 3 * sqrt(variance)
                then 'suspicious'
            when fits and not fits_column then 'column_precision'
        end as reason
    from arithmetic

    union all

    select
        stated_apart,
        binding_id,
        rule_code,
        figure_id,
        unit_code,
        stated_value,
        computed_value,
        stated_low,
        stated_high,
        computed_low,
        computed_high,
        gap,
        tolerance,
        cast(null as double) as z,
        n_members,
        0 as n_missing,
        case
            when obstacle is not null then 'not_checkable'
            when gap = 0 then 'consistent'
            when class in ('complete', 'consistent') then 'rounding'
            when is_across_documents then 'restated'
            else 'conflict'
        end as verdict,
        case
            when obstacle is not null then obstacle
            when class = 'last_digit' then 'last_digit'
        end as reason
    from {{ ref('int_reconciliation__sames') }}

    union all

    select
        '' as stated_apart,
        cast(null as {{ dbt.type_bigint() }}) as binding_id,
        rule_code,
        figure_id,
        unit_code,
        stated_value,
        computed_value,
        stated_low,
        stated_high,
        computed_low,
        computed_high,
        gap,
        null as tolerance,
        cast(null as double) as z,
        1 as n_members,
        0 as n_missing,
        case
            when fits and gap = 0 then 'consistent'
            when fits then 'rounding'
            else 'inconsistent'
        end as verdict,
        case when not fits then 'implausible' end as reason
    from {{ ref('int_reconciliation__ranges') }}

),

bindings as (

    select distinct
        binding_no,
        binding
    from {{ ref('int_reconciliation__bound') }}

)

select
    -- A check is of a rule and what it is bound to; where each stated figure is checked by itself, of that figure, too.
    substring(md5(
        md5(compared.rule_code || '|' || coalesce(bindings.binding, compared.figure_id))
        || compared.stated_apart || '|' || compared.rule_code
    ), 1, 16) as check_id,
    compared.*,
    rules.kind,
    case
        when compared.reason in ('last_digit', 'column_precision', 'implausible') then 'warn'
        when rules.severity = 'hint' then 'soft'
        else rules.severity
    end as severity
from compared
inner join {{ ref('reconciliation_rules') }} as rules
    on compared.rule_code = rules.rule_code
left join bindings
    on {{ binding_no('compared.binding_id') }} = bindings.binding_no
-- A rule that only explains (the rate of a part) says nothing where it fails.
where
    (rules.severity <> 'hint' or compared.verdict in ('consistent', 'rounding'))
    and (rules.tells_missing or coalesce(compared.reason, '') <> 'missing_member')
