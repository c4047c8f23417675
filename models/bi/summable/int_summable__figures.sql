-- Grain: one figure that might be added up, once for each set in which that may be asked.
-- Reason: what overlaps depends on what is added: one scheme, one region, or all; each set is a series of its own.
{%- set keys = 'fiscal_year, region_code, scope' %}
{#- Rows of several regions and schemes (or levels); of one region; of one report on money; of one scheme or level. #}
{%- set of_figures = [
    ('any', "''", 'dimension', 'code'),
    ('one region', 'region_code', 'dimension', 'code'),
    ('one report', 'report_id', 'dimension', 'code'),
    ('one code', 'code', "'none'", "''"),
] %}
{#- The rows of fct_funding: within one level, and over the levels. #}
{%- set of_funding = [
    ('within_level', "' ' || funding_level", "'none'", "''"),
    ('over_levels', "''", "'funding_level'", 'funding_level'),
] %}

with figures as (

    {% for subject, within, dimension, code in of_figures -%}
        select
            '{{ subject }}' as subject,
            figure_code as measure,
            program_code || ' ' || {{ within }} as within,
            row_id,
            {{ keys }},
            {{ dimension }} as dimension,
            {{ code }} as code,
            1 as rank_no,
            true as nests
        from {{ ref('int_figures__operands') }}
        where
            -- Several programs together hold those that are told one by one.
            (dimension = 'scheme' or program_code <> 'none')
            {%- if subject == 'one report' %}
                and report_id is not null
            {%- endif %}

        union all

    {% endfor -%}

    {% for measure, level, dimension, code in of_funding -%}
        select
            'funding' as subject,
            '{{ measure }}' as measure,
            stage || ' ' || program_code || {{ level }} as within,
            observation_id as row_id,
            {{ keys }},
            {{ dimension }} as dimension,
            {{ code }} as code,
            case when qualifier = 'exact' then 1 else 2 end as rank_no,
            true as nests
        from {{ rows_of(ref('fct_funding'), 'province', 'region_code') }}

        union all

    {% endfor -%}

    -- The rows of fct_observation: of one metric, scheme, program and level.
    select
        'observation' as subject,
        'value' as measure,
        observations.metric_code || ' ' || observations.scheme_code || ' '
        || observations.program_code || ' ' || observations.funding_level as within,
        observations.observation_id as row_id,
        observations.fiscal_year,
        observations.region_code,
        observations.scope,
        'none' as dimension,
        '' as code,
        1 as rank_no,
        -- A province's own office does not hold those of its cities.
        metrics.metric_group <> 'department' as nests
    from {{ rows_of(ref('fct_observation'), 'province', 'region_code') }} as observations
    inner join {{ ref('dim_metric') }} as metrics
        on observations.metric_code = metrics.metric_code
    where
        observations.is_primary
        and observations.breakdown = ''
        and observations.unit_code in ('yuan', 'person', 'visit', 'count')
        -- A price per head is no amount.
        and metrics.metric_group <> 'financing'

),

numbered as (

    select
        figures.*,
        regions.level as region_level,
        regions.province_code,
        regions.prefecture_code,
        row_number() over (
            partition by
                figures.subject,
                figures.measure,
                figures.within,
                figures.fiscal_year,
                figures.region_code,
                figures.scope,
                figures.code
            order by figures.rank_no, figures.row_id
        ) as choice
    from figures
    inner join {{ ref('dim_region') }} as regions
        on figures.region_code = regions.region_code
    where
        figures.fiscal_year is not null
        -- A national figure is quoted for comparison; it would swallow all that is reported.
        and regions.level <> 'nation'

)

select
    subject,
    measure,
    subject || ' ' || measure || ' ' || within as series,
    row_id,
    fiscal_year,
    region_code,
    region_level,
    province_code,
    prefecture_code,
    scope,
    dimension,
    code,
    nests
from numbered
where choice = 1
