-- Grain: one figure that one selector takes.
-- Reason: what a check is bound to: its row, report, document or place; then every facet that all its members share.
{%- set facets = ['item', 'scheme_code', 'program_code', 'funding_level', 'breakdown', 'form'] %}

with selectors as (

    select distinct
        selector_id,
        concept,
        measure,
        {% for facet in facets -%}
            {{ facet }},
            {{ pattern(facet) }} as {{ facet }}_pattern,
        {% endfor -%}
        rule_scope,
        alike,
        year_shift,
        takes,
        binds,
        rule_apart,
        member_apart,
        n_members_apart,
        n_roles_apart,
        case when rule_apart is not null then role end as role_apart,
        near
    from {{ ref('int_reconciliation__members') }}
    where concept is not null

),

figures as (

    select
        figures.*,
        coalesce(reports.program_code, '') as report_program_code,
        coalesce(documents.issuer, '') as issuer
    from {{ ref('int_reconciliation__figures') }} as figures
    left join {{ ref('stg_landing__reports') }} as reports
        on figures.report_id = reports.report_id
    left join {{ ref('stg_landing__documents') }} as documents
        on figures.document_id = documents.document_id

)

select
    selectors.selector_id,
    selectors.rule_apart,
    selectors.member_apart,
    selectors.role_apart,
    selectors.n_members_apart,
    selectors.n_roles_apart,
    selectors.near,
    selectors.binds,
    figures.figure_id,
    figures.report_id,
    figures.line_no,
    case when selectors.takes = 'each' then figures.term end as term,
    -- Figures of one operand are statements of one data point; each node of a list is an operand of its own.
    case when selectors.takes = 'each' then figures.figure_id else '' end as operand_key,
    concat_ws(
        '|',
        case selectors.rule_scope
            when 'within_table' then figures.row_id
            when 'within_report' then figures.report_id
            when 'within_program' then figures.document_id || '|' || figures.report_program_code
            when 'within_document' then figures.document_id
            -- Accounts are those of one body; a fund is that of a region, whoever reports on it.
            else case when figures.program_code = 'department' then figures.issuer else '' end
        end,
        coalesce(figures.region_code, ''),
        figures.scope,
        coalesce(cast(figures.fiscal_year - selectors.year_shift as {{ dbt.type_string() }}), ''),
        {%- for facet in facets %}
            coalesce({{ bound('selectors.' ~ facet, 'figures.' ~ facet) }}, ''),
        {%- endfor %}
        -- A rule over many metrics holds each against itself.
        case when selectors.alike then figures.concept else '' end
    ) as binding
from figures
inner join selectors
    on
        figures.concept = selectors.concept
        and figures.measure = selectors.measure
        {%- for facet in facets %}
            and {{ selects('selectors.' ~ facet, 'figures.' ~ facet, 'selectors.' ~ facet ~ '_pattern') | indent(12) }}
        {%- endfor %}
where
    -- What is compared between documents is said in prose or stands in a table: an indicator speaks of its project.
    selectors.rule_scope not in ('across_reports', 'across_years')
    or figures.form in ('prose', 'table', 'statement')
