-- Grain: one figure taking part in one check: a rule bound to a row of a form, a report, a document or a year.
-- Reason: one pass binds every rule to every figure it selects; no rule has SQL of its own.
{{ config(materialized='table') }}

{%- set facets = ['item', 'scheme_code', 'program_code', 'funding_level', 'breakdown', 'form'] %}

with figures as (

    select
        figures.*,
        coalesce(reports.program_code, '') as report_program_code,
        coalesce(documents.issuer, '') as issuer
    from {{ ref('int_reconciliation__figures') }} as figures
    left join {{ ref('stg_landing__reports') }} as reports
        on figures.report_id = reports.report_id
    left join {{ ref('stg_landing__documents') }} as documents
        on figures.document_id = documents.document_id

),

members as (

    select
        members.* replace (
            {% for facet in facets -%}
                coalesce(members.{{ facet }}, '') as {{ facet }}{{ ',' if not loop.last }}
            {% endfor -%}
        ),
        rules.kind,
        rules.near,
        rules.alike,
        rules.scope as rule_scope
    from {{ ref('reconciliation_members') }} as members
    inner join {{ ref('reconciliation_rules') }} as rules
        on members.rule_code = rules.rule_code

),

-- What a check is bound to: its row, report, document or place; then every facet that all its members share.
selected as (

    select
        members.rule_code,
        members.member_no,
        members.role,
        case when members.takes = 'each' then figures.term else members.term end as term,
        members.weight,
        members.{{ adapter.quote('offset') }} as addend,
        members.takes,
        members.binds,
        members.rule_scope,
        members.near,
        figures.line_no,
        figures.figure_id,
        figures.report_id,
        figures.document_id,
        case members.rule_scope
            when 'within_table' then figures.row_id
            when 'within_line' then figures.report_id || '|' || cast(figures.line_no as {{ dbt.type_string() }})
            when 'within_report' then figures.report_id
            when 'within_program' then figures.document_id || '|' || figures.report_program_code
            when 'within_document' then figures.document_id
            -- Accounts are those of one body; a fund is that of a region, whoever reports on it.
            else case when figures.program_code = 'department' then figures.issuer else '' end
        end
        || '|' || coalesce(figures.region_code, '')
        || '|' || figures.scope
        || '|' || coalesce(cast(figures.fiscal_year - members.year_shift as {{ dbt.type_string() }}), '')
        {%- for facet in facets %}
            || '|' || {{ bound('members.' ~ facet, 'figures.' ~ facet) }}
        {%- endfor %}
        -- A rule over many metrics holds each against itself.
        || '|' || case when members.alike then figures.concept else '' end as binding
    from figures
    inner join members
        on
            figures.concept = members.concept
            and figures.measure = members.measure
            {%- for facet in facets %}
                and {{ selects('members.' ~ facet, 'figures.' ~ facet) | indent(12) }}
            {%- endfor %}
    where
        -- What is compared between documents is said in prose or stands in a table: an indicator speaks of its project.
        members.rule_scope not in ('across_reports', 'across_years')
        or figures.form in ('prose', 'table', 'statement')

),

members_of_rules as (

    select
        rule_code,
        count(*) as n_members,
        count(distinct role) as n_roles
    from members
    group by rule_code

),

-- A sentence that states all operands of a rule is checked by itself: nothing is as surely of one data point.
complete_lines as (

    select
        selected.rule_code,
        selected.binding,
        selected.line_no
    from selected
    inner join members_of_rules
        on selected.rule_code = members_of_rules.rule_code
    where selected.near and selected.binds
    group by
        selected.rule_code,
        selected.binding,
        selected.line_no,
        members_of_rules.n_members,
        members_of_rules.n_roles
    having
        count(distinct selected.member_no) = members_of_rules.n_members
        and count(distinct selected.role) = members_of_rules.n_roles

),

told as (

    select distinct
        rule_code,
        binding
    from complete_lines

),

bound as (

    select selected.*
    from selected
    left join told
        on
            selected.rule_code = told.rule_code
            and selected.binding = told.binding
    where selected.binds and told.binding is null

    union all

    select
        selected.* replace (
            selected.binding || '|L' || cast(selected.line_no as {{ dbt.type_string() }}) as binding
        )
    from selected
    inner join complete_lines
        on
            selected.rule_code = complete_lines.rule_code
            and selected.binding = complete_lines.binding
            and selected.line_no = complete_lines.line_no
    where selected.binds

),

bindings as (

    select distinct
        rule_code,
        binding,
        report_id
    from bound

),

united as (

    select
        rule_code,
        rule_code || '|' || binding as binding_key,
        member_no,
        role,
        term,
        weight,
        addend,
        takes,
        figure_id
    from bound

    union all

    -- A claim that names no dimension (在职人员控制率) is held against each binding of its report.
    select
        selected.rule_code,
        selected.rule_code || '|' || bindings.binding as binding_key,
        selected.member_no,
        selected.role,
        selected.term,
        selected.weight,
        selected.addend,
        selected.takes,
        selected.figure_id
    from selected
    inner join bindings
        on
            selected.rule_code = bindings.rule_code
            and selected.report_id = bindings.report_id
    where not selected.binds

    union all

    select
        rule_code,
        binding_key,
        0 as member_no,
        role,
        1 as term,
        1 as weight,
        0 as addend,
        'each' as takes,
        figure_id
    from {{ ref('int_reconciliation__tree_operands') }}

)

select
    md5(united.binding_key) as binding_id,
    united.rule_code,
    united.member_no,
    united.role,
    united.term,
    united.weight,
    united.addend,
    -- Figures of one operand are statements of one data point; each node of a list is an operand of its own.
    case
        when united.takes = 'each' then united.figure_id
        else cast(united.member_no as {{ dbt.type_string() }})
    end as operand_key,
    united.figure_id,
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
    {{ cut_low('figures.value', 'figures.column_decimals', 'figures.qualifier') }} as cut_low,
    {{ cut_high('figures.value', 'figures.column_decimals', 'figures.qualifier') }} as cut_high,
    figures.char_start
from united
left join figures
    on united.figure_id = figures.figure_id
