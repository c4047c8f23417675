-- Grain: one number, with what it was taken for in words.
select
    numbers.document_id,
    numbers.char_start,
    numbers.char_end,
    numbers.line_no,
    numbers.page,
    numbers.text,
    numbers.disposition,
    concat_ws(
        ' · ',
        dispositions.name_zh,
        metrics.name_zh,
        regions.name,
        cast(observations.fiscal_year as varchar),
        case when schemes.scheme_code <> 'none' then schemes.name_zh end,
        indicators.indicator_name,
        statements.name_zh,
        cells.line_name
    ) as told
from marts.fct_number as numbers
left join reference.dispositions as dispositions on numbers.disposition = dispositions.disposition
left join marts.fct_observation as observations on numbers.observation_id = observations.observation_id
left join marts.dim_metric as metrics on observations.metric_code = metrics.metric_code
left join marts.dim_region as regions on observations.region_code = regions.region_code
left join marts.dim_scheme as schemes on observations.scheme_code = schemes.scheme_code
left join marts.fct_indicator_score as indicators on numbers.indicator_id = indicators.indicator_id
left join marts.fct_statement_line as cells on numbers.cell_id = cells.cell_id
left join reference.statements as statements on cells.statement_code = statements.statement_code
order by numbers.document_id, numbers.char_start
