-- Grain: one check of a figure stated more than once: in words and in a form, in two forms, twice in the words.
-- Reason: equal precision means equal values; of different precision, the intervals must meet (OIM duplicates).
{%- set by_precision = ['coalesce(-decimals, -99)', 'char_start', 'figure_id'] %}
{%- set by_frequency = ['-n_alike', 'side_start', 'side_figure_id', 'char_start', 'figure_id'] %}

with operands as (

    select
        *,
        -- Several values of one data point in one line are parts or years that the reading does not tell apart; in a
        -- table with a cell a line they follow one another.
        min(value) over same_line <> max(value) over same_line
        {%- for beside in ['lag', 'lead'] %}
            or coalesce(
                form = 'table'
                and {{ beside }}(binding_id) over in_order = binding_id
                and {{ beside }}(value) over in_order <> value
                and abs(line_no - {{ beside }}(line_no) over in_order) <= 2,
                false
            ){{ ' as is_ambiguous' if loop.last }}
        {%- endfor %}
    from {{ ref('int_reconciliation__operands') }}
    where
        kind = 'same'
        -- Columns of a table (年初预算、决算、增减) are not told apart as well as a form's.
        and not (form = 'table' and role = 'stated')
    window
        same_line as (partition by binding_id, role, report_id, line_no),
        in_order as (partition by rule_code, role, report_id, form order by char_start, figure_id, binding_id)

),

-- Words may repeat one of several cells (03表 or 05表): each stated figure takes the reference it is nearest to.
pairs as (

    select
        stated.binding_id,
        stated.rule_code,
        stated.figure_id,
        stated.unit_code,
        stated.is_ambiguous,
        stated.value as stated_value,
        coalesce(stated.column_low, stated.value_low) as stated_low,
        coalesce(stated.column_high, stated.value_high) as stated_high,
        stated.column_decimals as stated_decimals,
        reference.value as computed_value,
        reference.column_low as computed_low,
        reference.column_high as computed_high,
        reference.column_decimals as computed_decimals,
        reference.char_start as computed_start,
        reference.figure_id as computed_figure_id,
        reference.role as computed_role,
        stated.qualifier = 'about' or reference.qualifier = 'about' as is_approximate,
        stated.qualifier = 'exact' and reference.qualifier = 'exact' as is_exact
    from operands as stated
    inner join operands as reference
        on
            stated.binding_id = reference.binding_id
            and reference.role in ('reference', 'alternative')
            and not (stated.document_id = reference.document_id and stated.char_start = reference.char_start)
    where stated.role = 'stated'

),

judged_pairs as (

    select
        *,
        {{ same_class(
            'stated_value', 'stated_low', 'stated_high', 'stated_decimals',
            'computed_value', 'computed_low', 'computed_high', 'computed_decimals', 'is_exact'
        ) | indent(8) }} as class
    from pairs

),

nearest_pairs as (

    select
        *,
        row_number() over (
            partition by binding_id, figure_id
            order by
                case class when 'complete' then 1 when 'consistent' then 2 when 'last_digit' then 3 else 4 end,
                abs(stated_value - computed_value),
                computed_start,
                computed_figure_id
        ) as choice,
        count(*) over (partition by binding_id, figure_id) as n_references
    from judged_pairs
    -- Words on what was spent may repeat the budget; a budget beside a blank amount holds nothing against them.
    where computed_role = 'reference' or class in ('complete', 'consistent')

),

-- 人员经费 of all money need not be that of form 06: the words are held against it where both bases are one.
bases as (

    select
        binding_id,
        max(column_low) > min(column_high) as differ
    from operands
    where role = 'base'
    group by binding_id

),

-- Statements of one data point: one by one within a report, report by report within the papers of a program, else
-- document by document.
units as (

    select
        binding_id,
        rule_code,
        rule_scope,
        case rule_scope
            when 'within_report' then figure_id
            when 'within_program' then report_id
            else document_id
        end as unit_id,
        {{ first_by('figure_id', by_precision) }} as figure_id,
        {{ first_by('value', by_precision) }} as value,
        {{ first_by('coalesce(decimals, 99)', by_precision) }} as decimals,
        min(unit_code) as unit_code,
        max(value_low) as value_low,
        min(value_high) as value_high,
        bool_and(qualifier = 'exact') as is_exact,
        min(char_start) as char_start
    from operands
    where role = 'statement' and qualifier <> 'about' and not is_ambiguous
    group by
        binding_id,
        rule_code,
        rule_scope,
        case rule_scope
            when 'within_report' then figure_id
            when 'within_program' then report_id
            else document_id
        end
    -- What contradicts itself inside is told there.
    having not coalesce(max(value_low) > min(value_high), false)

),

bounded as (

    select
        *,
        min(value) over (partition by binding_id) as least_value,
        max(value) over (partition by binding_id) as greatest_value,
        first_value(value_high) over (partition by binding_id order by value, unit_id) as high_of_least,
        first_value(value_low) over (partition by binding_id order by value desc, unit_id asc) as low_of_greatest
    from units

),

-- 670.58亿元 beside 6705808.02万元 is one value: what lies between the least and the greatest is of the one it fits.
sided as (

    select
        *,
        case
            when value = least_value then 'least'
            when value = greatest_value then 'greatest'
            when value_low < high_of_least then 'least'
            when value_high > low_of_greatest then 'greatest'
        end as side
    from bounded

),

counted as (

    select
        *,
        count(*) over (partition by binding_id) as n_units,
        count(*) over (partition by binding_id, side) as n_alike,
        -- Of two against two, one side stands together before the other: a value is not held against itself.
        min(char_start) over (partition by binding_id, side) as side_start,
        min(figure_id) over (partition by binding_id, side) as side_figure_id,
        count(*) over (partition by binding_id, decimals) as n_as_precise,
        max(value_low) over (partition by binding_id) as low,
        min(value_high) over (partition by binding_id) as high,
        -- 99%以上 and 100% are as precise as each other and no conflict.
        min(case when is_exact then value end) over (partition by binding_id, decimals) as least_alike,
        max(case when is_exact then value end) over (partition by binding_id, decimals) as greatest_alike
    from sided

),

groups as (

    select
        binding_id,
        rule_code,
        rule_scope,
        -- The odd one out is what is stated, the most frequent value what it is held against; of two, the later.
        {{ last_by('figure_id', by_frequency) }} as figure_id,
        min(unit_code) as unit_code,
        {{ last_by('value', by_frequency) }} as stated_value,
        {{ last_by('value_low', by_frequency) }} as stated_low,
        {{ last_by('value_high', by_frequency) }} as stated_high,
        {{ last_by('decimals', by_frequency) }} as stated_decimals,
        {{ first_by('value', by_frequency) }} as computed_value,
        {{ first_by('value_low', by_frequency) }} as computed_low,
        {{ first_by('value_high', by_frequency) }} as computed_high,
        max(n_units) as n_units,
        max(value) - min(value) as spread,
        min(decimals) as coarsest,
        coalesce(bool_or(least_alike <> greatest_alike), false) as is_conflict,
        bool_and(is_exact) as is_exact,
        coalesce(max(low) > min(high), false) as is_disjoint
    from counted
    where n_units > 1
    group by binding_id, rule_code, rule_scope
    -- Three values are three things, not one that is stated wrong.
    having bool_and(side is not null)

),

united as (

    select
        nearest_pairs.binding_id,
        nearest_pairs.figure_id as stated_apart,
        nearest_pairs.rule_code,
        nearest_pairs.figure_id,
        nearest_pairs.unit_code,
        nearest_pairs.stated_value,
        nearest_pairs.computed_value,
        nearest_pairs.stated_low,
        nearest_pairs.stated_high,
        nearest_pairs.computed_low,
        nearest_pairs.computed_high,
        nearest_pairs.class,
        nearest_pairs.n_references as n_members,
        false as is_across_documents,
        case
            when nearest_pairs.is_approximate then 'approximate_member'
            when nearest_pairs.class not in ('conflict', 'last_digit') then null
            when coalesce(bases.differ, false) then 'another_base'
            when nearest_pairs.is_ambiguous then 'ambiguous_reading'
        end as obstacle
    from nearest_pairs
    left join bases
        on nearest_pairs.binding_id = bases.binding_id
    where nearest_pairs.choice = 1

    union all

    select
        binding_id,
        '' as stated_apart,
        rule_code,
        figure_id,
        unit_code,
        stated_value,
        computed_value,
        stated_low,
        stated_high,
        computed_low,
        computed_high,
        case
            when
                (is_conflict or is_disjoint)
                and is_exact
                and coarsest < 99
                and spread <= {{ power_of_ten('-coarsest') }}
                then 'last_digit'
            when is_conflict or is_disjoint then 'conflict'
            when spread = 0 then 'complete'
            else 'consistent'
        end as class,
        n_units as n_members,
        rule_scope = 'across_reports' as is_across_documents,
        cast(null as {{ dbt.type_string() }}) as obstacle
    from groups

)

select
    *,
    stated_value - computed_value as gap,
    (stated_high - stated_low + computed_high - computed_low) * 0.5 as tolerance
from united
