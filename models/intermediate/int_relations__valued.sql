-- Grain: one operand of a stated relation, with value, decimals and interval in the canonical unit, signed by the
-- words (减少, 下降).
-- Reason: an operand is a fact like any other; what it is an operand of is decided by the rules.
with labelled as (

    select
        relations.*,
        unit_labels.unit_code,
        coalesce(unit_labels.exponent, 0) as exponent
    from {{ ref('stg_landing__relations') }} as relations
    left join {{ ref('unit_labels') }} as unit_labels
        on relations.unit_label = unit_labels.unit_label

),

valued as (

    select
        labelled.*,
        {{ canonical_value('literal', 'exponent') }} as unsigned_value,
        {{ stated_decimals('literal', 'exponent', "coalesce(unit_code, 'count')") }} as decimals
    from labelled

),

bounded as (

    select
        valued.*,
        {{ interval_low('unsigned_value', 'decimals', 'qualifier') }} as unsigned_low,
        {{ interval_high('unsigned_value', 'decimals', 'qualifier') }} as unsigned_high
    from valued

)

select
    relation_id || '-' || cast(operand_no as {{ dbt.type_string() }}) as operand_id,
    relation_id,
    operand_no,
    document_id,
    report_id,
    relation_code,
    subject,
    role,
    weight,
    term,
    cast(weight * unsigned_value as {{ type_value() }}) as value,
    unit_code,
    cast(decimals as {{ dbt.type_int() }}) as decimals,
    qualifier,
    cast(case when weight < 0 then -unsigned_high else unsigned_low end as {{ type_value() }}) as value_low,
    cast(case when weight < 0 then -unsigned_low else unsigned_high end as {{ type_value() }}) as value_high,
    stated_text,
    line_no,
    char_start,
    char_end,
    page
from bounded
