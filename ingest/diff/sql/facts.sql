-- Grain: one value that a report states: an observation, one of the four sides of an indicator, a cell of a statement.
-- Reason: what it says (`said`) is written alike on both sides; ids hold the file's hash and say nothing across files.
create temp table fact_{side} as
with recursive nodes as (

    select
        indicator_id,
        indicator_name as path
    from {side}.marts.fct_indicator_score
    where parent_indicator_id is null
    union all
    select
        children.indicator_id,
        nodes.path || ' › ' || coalesce(children.indicator_name, '')
    from {side}.marts.fct_indicator_score as children
    inner join nodes on children.parent_indicator_id = nodes.indicator_id

),

sides as (

    select
        scores.*,
        unnest([
            {{measure: 'full_score', value: scores.full_score, stated: null, unit: 'score', qualifier: null}},
            {{measure: 'self_score', value: scores.self_score, stated: null, unit: 'score', qualifier: null}},
            {{measure: 'target', value: scores.target_value, stated: scores.target_text, unit: scores.unit_code,
              qualifier: scores.qualifier}},
            {{measure: 'actual', value: scores.actual_value, stated: scores.actual_text, unit: scores.unit_code,
              qualifier: scores.actual_qualifier}}
        ]) as side
    from {side}.marts.fct_indicator_score as scores

),

stated as (

    select
        'fct_observation' as mart,
        '' as measure,
        observation_id as id,
        document_id,
        report_id,
        -- The first four are those of the subject marts, the first six those of fct_funding.
        concat(
            region_code, '|', scope, '|', fiscal_year, '|', scheme_code, '|', program_code, '|', funding_level, '|',
            metric_code, '|', breakdown
        ) as said,
        value,
        unit_code,
        decimals,
        qualifier,
        value_low,
        value_high,
        is_primary,
        stated_text,
        line_no,
        char_start
    from {side}.marts.fct_observation
    union all
    select
        'fct_indicator_score',
        sides.side.measure,
        sides.indicator_id,
        sides.document_id,
        sides.report_id,
        coalesce(nodes.path, sides.indicator_name, ''),
        sides.side.value,
        sides.side.unit,
        null,
        sides.side.qualifier,
        null,
        null,
        null,
        sides.side.stated,
        sides.line_no,
        sides.char_start
    from sides
    left join nodes on sides.indicator_id = nodes.indicator_id
    where sides.side.value is not null or sides.side.stated is not null
    union all
    select
        'fct_statement_line',
        measure_code,
        cell_id,
        document_id,
        report_id,
        concat(statement_code, '|', section, '|', line_code, '|', line_name),
        value,
        unit_code,
        decimals,
        null,
        value_low,
        value_high,
        null,
        stated_text,
        line_no,
        char_start
    from {side}.marts.fct_statement_line

)

select
    row_number() over (order by stated.char_start, stated.id, stated.measure) as row_id,
    stated.*,
    reports.pair as report_pair,
    documents.pair as document_pair,
    -- A place names the same words only in the same source.
    case when documents.state = 'same' then stated.char_start end as same_place,
    stated.char_start as place,
    concat(stated.value, '|', stated.stated_text) as shown
from stated
left join reports on stated.report_id = reports.{own}_report_id
left join documents on stated.document_id = documents.{own}_document_id
