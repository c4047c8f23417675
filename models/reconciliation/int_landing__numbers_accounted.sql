-- Grain: one expectation about the accounting of numbers, and one row that it looks at.
-- Reason: nothing between the page and the marts is lost, counted twice or made up; gate_landing judges.
{{ config(materialized='view', schema='intermediate') }}

with pointing as (

    select
        numbers.document_id,
        numbers.report_id,
        numbers.line_no,
        numbers.number_id,
        numbers.text,
        'disposition ' || numbers.disposition
        || coalesce(', observation ' || numbers.observation_id, '')
        || coalesce(', indicator ' || numbers.indicator_id, '')
        || coalesce(', cell ' || numbers.cell_id, '') as found,
        coalesce(
            (numbers.disposition = 'observation' and numbers.observation_id is null)
            or (numbers.disposition = 'score' and numbers.indicator_id is null)
            or (numbers.disposition = 'statement_cell' and numbers.cell_id is null)
            or (numbers.disposition not in ('observation', 'score') and numbers.observation_id is not null)
            or (numbers.disposition <> 'statement_cell' and numbers.cell_id is not null),
            true
        ) as is_contradictory,
        -- A row of another place is no row of this number; a node's span is its name, not its scores.
        (numbers.observation_id is not null and observations.observation_id is null)
        or (numbers.indicator_id is not null and indicators.indicator_id is null)
        or (numbers.cell_id is not null and cells.cell_id is null) as is_dangling
    from {{ rows_of(ref('fct_number'), 'document', 'document_id') }} as numbers
    left join {{ rows_of(ref('fct_observation'), 'document', 'document_id') }} as observations
        on
            numbers.observation_id = observations.observation_id
            and numbers.document_id = observations.document_id
            and numbers.char_start < observations.char_end
            and numbers.char_end > observations.char_start
    left join {{ rows_of(ref('fct_indicator_score'), 'document', 'document_id') }} as indicators
        on
            numbers.indicator_id = indicators.indicator_id
            and numbers.document_id = indicators.document_id
    left join {{ rows_of(ref('fct_statement_line'), 'document', 'document_id') }} as cells
        on
            numbers.cell_id = cells.cell_id
            and numbers.document_id = cells.document_id
            and numbers.char_start < cells.char_end
            and numbers.char_end > cells.char_start

),

following as (

    select
        document_id,
        report_id,
        line_no,
        number_id,
        text,
        char_start,
        lag(number_id) over (partition by document_id order by char_start, number_id) as previous_number_id,
        lag(char_end) over (partition by document_id order by char_start, number_id) as previous_char_end
    from {{ rows_of(ref('fct_number'), 'document', 'document_id') }}

),

observed as (

    select
        observations.document_id,
        observations.report_id,
        observations.line_no,
        observations.observation_id,
        observations.stated_text,
        count(numbers.number_id) as n_numbers
    from {{ rows_of(ref('fct_observation'), 'document', 'document_id') }} as observations
    left join {{ rows_of(ref('fct_number'), 'document', 'document_id') }} as numbers
        on
            observations.document_id = numbers.document_id
            and observations.char_start < numbers.char_end
            and observations.char_end > numbers.char_start
            and numbers.disposition in ('observation', 'score')
    group by
        observations.document_id, observations.report_id, observations.line_no,
        observations.observation_id, observations.stated_text

),

celled as (

    select
        cells.document_id,
        cells.report_id,
        cells.line_no,
        cells.cell_id,
        cells.stated_text,
        count(numbers.number_id) as n_numbers
    from {{ rows_of(ref('fct_statement_line'), 'document', 'document_id') }} as cells
    left join {{ rows_of(ref('fct_number'), 'document', 'document_id') }} as numbers
        on
            cells.cell_id = numbers.cell_id
            and numbers.disposition = 'statement_cell'
    group by cells.document_id, cells.report_id, cells.line_no, cells.cell_id, cells.stated_text

),

scores as (

    {% for score in ['full_score', 'self_score'] -%}
        select
            document_id,
            report_id,
            line_no,
            indicator_id,
            indicator_name,
            '{{ score }}' as score,
            {{ score }} as value
        from {{ rows_of(ref('fct_indicator_score'), 'document', 'document_id') }}
        where {{ score }} is not null
        {%- if not loop.last %}
            union all
        {% endif %}
    {%- endfor %}

),

-- A total is an observation; the score column of a money block is a cell of its statement and a score of its node.
printed_scores as (

    select
        report_id,
        value
    from {{ rows_of(ref('fct_number'), 'document', 'document_id') }}
    where disposition in ('score', 'statement_cell')
    union
    select
        report_id,
        value
    from {{ rows_of(ref('fct_observation'), 'document', 'document_id') }}
    where unit_code = 'score'

),

arrived as (

    {% for table, mart in [
        ('numbers', 'fct_number'),
        ('observations', 'fct_observation'),
        ('indicator_scores', 'fct_indicator_score'),
        ('statement_cells', 'fct_statement_line'),
    ] -%}
        select
            '{{ table }}' as landing_table,
            documents.document_id,
            (
                select count(*) from {{ rows_of(ref('stg_landing__' ~ table), 'document', 'document_id') }} as landed
                where landed.document_id = documents.document_id
            ) as n_landed,
            (
                select count(*) from {{ rows_of(ref(mart), 'document', 'document_id') }} as facts
                where facts.document_id = documents.document_id
            ) as n_facts
        from {{ rows_of(ref('dim_document'), 'document', 'document_id') }} as documents
        {%- if not loop.last %}
            union all
        {% endif %}
    {%- endfor %}

)

select
    'number_points_where_its_disposition_says' as expectation,
    document_id,
    report_id,
    line_no,
    number_id as fact_id,
    text as stated_text,
    found,
    is_contradictory as is_failed
from pointing

union all

select
    'number_points_at_a_row_that_exists' as expectation,
    document_id,
    report_id,
    line_no,
    number_id as fact_id,
    text as stated_text,
    found,
    is_dangling as is_failed
from pointing

union all

select
    'numbers_never_overlap' as expectation,
    document_id,
    report_id,
    line_no,
    number_id as fact_id,
    text as stated_text,
    'begins inside ' || previous_number_id as found,
    coalesce(char_start < previous_char_end, false) as is_failed
from following

union all

select
    'observation_stands_on_a_number' as expectation,
    document_id,
    report_id,
    line_no,
    observation_id as fact_id,
    stated_text,
    'no number of it at its place' as found,
    n_numbers = 0 as is_failed
from observed

union all

select
    'statement_cell_stands_on_one_number' as expectation,
    document_id,
    report_id,
    line_no,
    cell_id as fact_id,
    stated_text,
    cast(n_numbers as {{ dbt.type_string() }}) || ' numbers say that they are it' as found,
    n_numbers <> 1 as is_failed
from celled

union all

select
    'score_stands_on_a_number' as expectation,
    scores.document_id,
    scores.report_id,
    scores.line_no,
    scores.indicator_id as fact_id,
    scores.indicator_name as stated_text,
    'no number of the report says ' || scores.score || ' '
    || cast(scores.value as {{ dbt.type_string() }}) as found,
    printed_scores.value is null as is_failed
from scores
left join printed_scores
    on
        scores.report_id = printed_scores.report_id
        and scores.value = printed_scores.value

union all

select
    'landed_rows_arrive' as expectation,
    document_id,
    null as report_id,
    null as line_no,
    landing_table as fact_id,
    null as stated_text,
    cast(n_landed as {{ dbt.type_string() }}) || ' rows landed, '
    || cast(n_facts as {{ dbt.type_string() }}) || ' are in the marts' as found,
    n_landed <> n_facts as is_failed
from arrived
