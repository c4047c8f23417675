-- Grain: one stated figure: an observation, a statement cell, a score, target or actual of an indicator, or an
-- operand of a stated relation.
-- Reason: rules select figures by the same few facets, whatever landing table a figure came from.
{{ config(materialized='table') }}

with reports as (

    select * from {{ ref('stg_landing__reports') }}

),

observations as (

    select
        observations.*,
        metrics.name_zh as metric_name,
        metrics.{{ adapter.quote('group') }} as metric_group,
        case
            when metrics.{{ adapter.quote('group') }} <> 'department' then ''
            -- 2010550-事业运行: the account it speaks of; words that are a line of form 01: that line.
            when {{ dbt.length("regexp_replace(observations.breakdown, '[^0-9].*$', '')") }} in (3, 5, 7)
                then 'function_' || regexp_replace(observations.breakdown, '[^0-9].*$', '')
            else coalesce(lines.line_key, '')
        end as line_key
    from {{ ref('int_observations__valued') }} as observations
    inner join {{ ref('metrics') }} as metrics
        on observations.metric_code = metrics.metric_code
    left join {{ ref('int_statement_lines__names') }} as lines
        on
            {{ line_words('observations.breakdown') }} = lines.line_words
            and lines.statement_code = 'FA01'
            and lines.after_line_key is null
            and lines.section = case
                when observations.metric_code in ('department_income', 'department_income_total') then 'income'
                else 'expense'
            end

),

cells as (

    select
        cells.*,
        keyed.line_key,
        -- Of an account that no chart has, the words of this very report: what others call it changes no check.
        coalesce(case when lines.is_declared then lines.name_zh end, cells.line_name, '') as name_zh,
        statements.name_zh as statement_name,
        measures.name_zh as measure_name,
        -- Trailing zeros get dropped (35 beside 79.23): a column is as precise as its most precise cell.
        case
            when cells.decimals is not null then max(cells.decimals) over (
                partition by cells.report_id, cells.statement_code, cells.section, cells.measure_code
            )
        end as column_decimals
    from {{ ref('int_statement_cells__valued') }} as cells
    left join {{ ref('int_statement_cells__keyed') }} as keyed
        on cells.cell_id = keyed.cell_id
    left join {{ ref('int_statement_lines__united') }} as lines
        on
            cells.statement_code = lines.statement_code
            and cells.section = lines.section
            and keyed.line_key = lines.line_key
    left join {{ ref('statements') }} as statements
        on cells.statement_code = statements.statement_code
    left join {{ ref('measures') }} as measures
        on
            cells.statement_code = measures.statement_code
            and cells.section = measures.section
            and cells.measure_code = measures.measure_code

),

indicators as (

    select * from {{ ref('int_indicators__valued') }}

),

indicator_values as (

    {% for measure, value, start, label in [
        ('full_score', 'full_score', 'full_score_start', '满分'),
        ('self_score', 'self_score', 'self_score_start', '得分'),
        ('target', 'target_value', 'target_start', '目标值'),
        ('actual', 'actual_value', 'actual_start', '完成值'),
    ] -%}
        select
            indicator_id || '/{{ measure }}' as figure_id,
            indicator_id,
            document_id,
            report_id,
            folded_name,
            indicator_name || ' {{ label }}' as label,
            {% if measure in ('full_score', 'self_score') -%}
                case when level = 0 then 'total_{{ measure }}' else '{{ measure }}' end as measure,
            {%- else -%}
                '{{ measure }}' as measure,
            {%- endif %}
            {{ value }} as value,
            {% if measure in ('target', 'actual') -%}
                coalesce(unit_code, 'count') as unit_code,
                {{ measure }}_qualifier as qualifier,
                {{ measure }}_decimals as decimals,
            {%- else -%}
                'score' as unit_code,
                'exact' as qualifier,
                cast(null as {{ dbt.type_int() }}) as decimals,
            {%- endif %}
            {{ start }} as value_start,
            line_no,
            char_start,
            char_end,
            page
        from indicators
        where {{ value }} is not null
        {%- if not loop.last %}

            union all

        {% endif %}
    {%- endfor %}

),

indicator_figures as (

    select
        figures.figure_id,
        figures.indicator_id,
        figures.document_id,
        figures.report_id,
        figures.folded_name,
        figures.label,
        figures.measure,
        figures.value,
        figures.unit_code,
        figures.qualifier,
        figures.decimals,
        numbers.text as stated_text,
        -- Where the digits stand; the name's place where they were put together from a broken line.
        coalesce(numbers.line_no, figures.line_no) as line_no,
        coalesce(numbers.char_start, figures.char_start) as char_start,
        coalesce(numbers.char_end, figures.char_end) as char_end,
        coalesce(numbers.page, figures.page) as page
    from indicator_values as figures
    left join {{ ref('stg_landing__numbers') }} as numbers
        on
            figures.document_id = numbers.document_id
            and figures.value_start = numbers.char_start

),

-- An indicator with full marks claims that its target is met: the lesser side and the greater side of that claim.
claims as (

    {% for side, measure in [
        ('lesser', 'target'), ('greater', 'actual'), ('lesser', 'actual'), ('greater', 'target')
    ] -%}
        select
            figures.figure_id || '/{{ side }}' as figure_id,
            figures.indicator_id,
            figures.document_id,
            figures.report_id,
            figures.folded_name,
            figures.label,
            '{{ side }}_of_claim' as measure,
            figures.value,
            figures.unit_code,
            figures.qualifier,
            figures.decimals,
            figures.stated_text,
            figures.line_no,
            figures.char_start,
            figures.char_end,
            figures.page
        from indicator_figures as figures
        inner join indicators
            on figures.indicator_id = indicators.indicator_id
        where
            figures.measure = '{{ measure }}'
            and indicators.self_score = indicators.full_score
            and indicators.target_value is not null
            and indicators.actual_value is not null
            and indicators.target_qualifier in (
                {{ "'at_least', 'more_than'" if loop.index <= 2 else "'at_most', 'less_than'" }}
            )
        {%- if not loop.last %}

            union all

        {% endif %}
    {%- endfor %}

),

-- What a relation speaks of: the metric and part of its leading number, where that is an observation too.
relation_anchors as (

    select
        relations.relation_id,
        min(observations.metric_code) as metric_code,
        min(observations.breakdown) as breakdown,
        min(observations.line_key) as line_key
    from {{ ref('int_relations__valued') }} as relations
    inner join observations
        on
            relations.document_id = observations.document_id
            and relations.char_start = observations.char_start
    where relations.role in ('current', 'actual', 'part', 'whole')
    group by relations.relation_id
    having count(distinct observations.observation_id) = 1

),

-- The budget that an amount and its completion rate imply; unknown where the rate may be zero. The one quotient
-- among the figures, rounded outward by a thousandth.
implied_budgets as (

    select
        actuals.*,
        rates.value_low as rate_low,
        rates.value_high as rate_high,
        rates.value as rate
    from {{ ref('int_relations__valued') }} as actuals
    inner join {{ ref('int_relations__valued') }} as rates
        on actuals.relation_id = rates.relation_id
    where
        actuals.relation_code = 'completion'
        and actuals.role = 'actual'
        and rates.role = 'rate'
        and rates.value_low > 0
        and actuals.qualifier = 'exact'
        and rates.qualifier = 'exact'

),

-- A deviation is counted from the number of the target, whatever its comparator (≥85%): not where none is printed.
deviations as (

    select relation_id
    from {{ ref('int_relations__valued') }}
    where relation_code = 'deviation' and role = 'rate' and value <> 0

),

operands as (

    select
        relations.operand_id as figure_id,
        relations.relation_id,
        relations.document_id,
        relations.report_id,
        relations.relation_code,
        relations.subject,
        relations.role,
        relations.term,
        relations.value,
        relations.unit_code,
        relations.decimals,
        case
            when deviations.relation_id is not null and relations.role = 'target' then 'exact'
            else relations.qualifier
        end as qualifier,
        case
            when deviations.relation_id is not null and relations.role = 'target'
                then {{ interval_low('relations.value', 'relations.decimals', "'exact'") }}
            else relations.value_low
        end as value_low,
        case
            when deviations.relation_id is not null and relations.role = 'target'
                then {{ interval_high('relations.value', 'relations.decimals', "'exact'") }}
            else relations.value_high
        end as value_high,
        relations.stated_text,
        relations.line_no,
        relations.char_start,
        relations.char_end,
        relations.page
    from {{ ref('int_relations__valued') }} as relations
    left join deviations
        on relations.relation_id = deviations.relation_id

    union all

    select
        operand_id || '/budget' as figure_id,
        relation_id,
        document_id,
        report_id,
        relation_code,
        subject,
        'implied_budget' as role,
        term,
        {{ quotient('100 * value', 'rate', type_value()) }} as value,
        unit_code,
        decimals,
        qualifier,
        {{ quotient(
            '100 * value_low', 'case when value_low < 0 then rate_low else rate_high end', type_value(), -0.001
        ) }} as value_low,
        {{ quotient(
            '100 * value_high', 'case when value_high < 0 then rate_high else rate_low end', type_value(), 0.001
        ) }} as value_high,
        stated_text,
        line_no,
        char_start,
        char_end,
        page
    from implied_budgets

),

united as (

    select
        observation_id as figure_id,
        'observation' as figure_type,
        source_form as form,
        document_id,
        report_id,
        metric_code as concept,
        'value' as measure,
        line_key as item,
        observation_id as row_id,
        region_code,
        scope,
        fiscal_year,
        scheme_code,
        program_code,
        funding_level,
        case when line_key = '' then breakdown else '' end as breakdown,
        metric_name || case when breakdown = '' then '' else '（' || breakdown || '）' end as label,
        value,
        unit_code,
        decimals,
        qualifier,
        value_low,
        value_high,
        decimals as column_decimals,
        value_low as column_low,
        value_high as column_high,
        stated_text,
        line_no,
        char_start,
        char_end,
        page,
        1 as term,
        observation_id,
        cast(null as {{ dbt.type_string() }}) as cell_id,
        cast(null as {{ dbt.type_string() }}) as indicator_id
    from observations

    union all

    select
        cells.cell_id as figure_id,
        'cell' as figure_type,
        'statement' as form,
        cells.document_id,
        cells.report_id,
        cells.statement_code || case when cells.section = 'none' then '' else '.' || cells.section end as concept,
        cells.measure_code as measure,
        coalesce(cells.line_key, '') as item,
        cells.report_id
        || '-' || cells.statement_code
        || '-' || cells.section
        || '-' || cast(cells.row_no as {{ dbt.type_string() }}) as row_id,
        reports.region_code,
        'whole' as scope,
        reports.fiscal_year,
        'none' as scheme_code,
        case when cells.statement_code = 'PF01' then reports.program_code else 'department' end as program_code,
        'none' as funding_level,
        '' as breakdown,
        cells.statement_name || ' ' || cells.name_zh || ' ' || coalesce(cells.measure_name, '') as label,
        cells.value,
        cells.unit_code,
        cells.decimals,
        'exact' as qualifier,
        cells.value_low,
        cells.value_high,
        cells.column_decimals,
        {{ interval_low('cells.value', 'cells.column_decimals', "'exact'") }} as column_low,
        {{ interval_high('cells.value', 'cells.column_decimals', "'exact'") }} as column_high,
        cells.stated_text,
        cells.line_no,
        cells.char_start,
        cells.char_end,
        cells.page,
        1 as term,
        cast(null as {{ dbt.type_string() }}) as observation_id,
        cells.cell_id,
        cast(null as {{ dbt.type_string() }}) as indicator_id
    from cells
    left join reports
        on cells.report_id = reports.report_id

    union all

    select
        figures.figure_id,
        'indicator' as figure_type,
        'indicator' as form,
        figures.document_id,
        figures.report_id,
        'indicator' as concept,
        figures.measure,
        figures.folded_name as item,
        figures.indicator_id as row_id,
        reports.region_code,
        'whole' as scope,
        reports.fiscal_year,
        'none' as scheme_code,
        reports.program_code,
        'none' as funding_level,
        '' as breakdown,
        figures.label,
        figures.value,
        figures.unit_code,
        figures.decimals,
        figures.qualifier,
        {{ interval_low('figures.value', 'figures.decimals', 'figures.qualifier') }} as value_low,
        {{ interval_high('figures.value', 'figures.decimals', 'figures.qualifier') }} as value_high,
        figures.decimals as column_decimals,
        {{ interval_low('figures.value', 'figures.decimals', 'figures.qualifier') }} as column_low,
        {{ interval_high('figures.value', 'figures.decimals', 'figures.qualifier') }} as column_high,
        figures.stated_text,
        figures.line_no,
        figures.char_start,
        figures.char_end,
        figures.page,
        1 as term,
        cast(null as {{ dbt.type_string() }}) as observation_id,
        cast(null as {{ dbt.type_string() }}) as cell_id,
        figures.indicator_id
    from (
        select * from indicator_figures
        union all
        select * from claims
    ) as figures
    left join reports
        on figures.report_id = reports.report_id

    union all

    select
        relations.figure_id,
        'relation' as figure_type,
        'relation' as form,
        relations.document_id,
        relations.report_id,
        relations.relation_code as concept,
        relations.role as measure,
        coalesce(anchors.metric_code, '') as item,
        relations.relation_id as row_id,
        reports.region_code,
        'whole' as scope,
        reports.fiscal_year,
        'none' as scheme_code,
        reports.program_code,
        'none' as funding_level,
        coalesce(nullif(anchors.line_key, ''), anchors.breakdown, '') as breakdown,
        coalesce(nullif(relations.subject, '') || ' ', '') || coalesce(roles.name_zh, '反推预算') as label,
        relations.value,
        coalesce(relations.unit_code, 'count') as unit_code,
        relations.decimals,
        relations.qualifier,
        relations.value_low,
        relations.value_high,
        relations.decimals as column_decimals,
        relations.value_low as column_low,
        relations.value_high as column_high,
        coalesce(relations.stated_text, cast(relations.value as {{ dbt.type_string() }})) as stated_text,
        relations.line_no,
        relations.char_start,
        relations.char_end,
        relations.page,
        coalesce(relations.term, 1) as term,
        cast(null as {{ dbt.type_string() }}) as observation_id,
        cast(null as {{ dbt.type_string() }}) as cell_id,
        cast(null as {{ dbt.type_string() }}) as indicator_id
    from operands as relations
    left join relation_anchors as anchors
        on relations.relation_id = anchors.relation_id
    left join {{ ref('relation_roles') }} as roles
        on
            relations.relation_code = roles.relation_code
            and relations.role = roles.role
    left join reports
        on relations.report_id = reports.report_id

)

select *
from united
where
    value is not null
    -- 6.21 persons: the scale (万人) stands where the reading did not see it, so the figure cannot be compared.
    and not (unit_code in ('person', 'visit') and decimals is null and value <> round(value, 0))
