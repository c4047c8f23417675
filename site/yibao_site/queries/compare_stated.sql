-- Grain: one value of a metric by region, scope, year and scheme, where money is by program and level by these too.
-- Of several statements the one that the subject marts take (macros/preference.sql), the insured of the scheme beside.
with wholes as (

    select
        observations.*,
        metrics.metric_group,
        -- As in the subject marts: people live in a region, not in a scheme, and no program tells subjects apart.
        case
            when observations.metric_code = 'resident_population' then 'basic_all'
            else observations.scheme_code
        end as subject_scheme_code,
        case
            when metrics.metric_group in ('enrollment', 'financing', 'fund') then 'none'
            else observations.program_code
        end as subject_program_code,
        case
            when metrics.metric_group in ('enrollment', 'financing', 'fund') then 'none'
            else observations.funding_level
        end as subject_funding_level,
        reports.ordinal as report_ordinal,
        reports.fiscal_year as report_fiscal_year
    from marts.fct_observation as observations
    inner join marts.dim_metric as metrics on observations.metric_code = metrics.metric_code
    left join marts.dim_report as reports on observations.report_id = reports.report_id
    where
        observations.metric_code = $metric
        and observations.is_primary
        and observations.breakdown = ''
        and observations.region_code is not null
        and observations.fiscal_year is not null

),

chosen as (

    select *
    from wholes
    qualify
        row_number() over (
            partition by
                region_code, scope, fiscal_year, subject_scheme_code, subject_program_code, subject_funding_level
            order by
                case when qualifier = 'exact' then 1 when qualifier in ('range', 'about') then 3 else 2 end,
                case when report_fiscal_year = fiscal_year then 1 else 2 end,
                case when source_form in ('prose', 'table') then 1 when source_form = 'indicator' then 2 else 3 end,
                coalesce(decimals, 99) desc,
                coalesce(report_ordinal, 999),
                char_start,
                document_id,
                observation_id
        ) = 1

)

select
    chosen.region_code,
    chosen.scope,
    chosen.fiscal_year,
    chosen.subject_scheme_code as scheme_code,
    chosen.subject_program_code as program_code,
    chosen.subject_funding_level as funding_level,
    chosen.value,
    [chosen.observation_id] as operands,
    -- Standards (筹资标准) are per head as they stand.
    case
        when chosen.unit_code = 'yuan' and chosen.metric_group <> 'financing' and enrollment.insured_persons > 0
            then enrollment.insured_persons_observation_id
    end as insured
from chosen
left join marts.fct_enrollment as enrollment
    on
        chosen.region_code = enrollment.region_code
        and chosen.scope = enrollment.scope
        and chosen.fiscal_year = enrollment.fiscal_year
        and chosen.subject_scheme_code = enrollment.scheme_code
