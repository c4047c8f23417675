-- Grain: one document, with how its figures were rounded: nearest, or cut off (舍位).
-- Reason: a document that cuts digits off breaks many sums by a unit or two, all of them upward; told apart by that, or
-- by its own words, it is held to what it does.
with members as (

    select
        operands.document_id,
        operands.binding_id,
        case when operands.role = 'total' then 1 else -operands.weight end as factor,
        operands.column_low,
        operands.column_high,
        {{ cut_low('operands.value', 'operands.column_decimals', 'operands.qualifier') | indent(8) }} as cut_low,
        {{ cut_high('operands.value', 'operands.column_decimals', 'operands.qualifier') | indent(8) }} as cut_high
    from {{ ref('int_reconciliation__operands') }} as operands
    where
        operands.kind = 'sum'
        and operands.rule_scope = 'within_table'
        and operands.role in ('total', 'member')
        and operands.qualifier = 'exact'

),

-- A sum agrees where total less members can be nothing.
sums as (

    select
        document_id,
        binding_id,
        sum(least(factor * column_low, factor * column_high)) <= 0
        and sum(greatest(factor * column_low, factor * column_high)) >= 0 as fits_nearest,
        sum(least(factor * cut_low, factor * cut_high)) <= 0
        and sum(greatest(factor * cut_low, factor * cut_high)) >= 0 as fits_cut
    from members
    group by document_id, binding_id

),

counted as (

    select
        document_id,
        count(case when fits_cut and not fits_nearest then 1 end) as n_only_cut,
        count(case when fits_nearest and not fits_cut then 1 end) as n_only_nearest
    from sums
    group by document_id

)

select
    documents.document_id,
    case
        when documents.rounding_mode = 'truncate' then 'truncate'
        -- One slip is a slip; three that only cutting off explains, and none that it cannot, are a habit.
        when counted.n_only_cut >= 3 and counted.n_only_nearest = 0 then 'truncate'
        else 'nearest'
    end as rounding_mode,
    coalesce(counted.n_only_cut, 0) as n_only_cut,
    coalesce(counted.n_only_nearest, 0) as n_only_nearest
from {{ ref('stg_landing__documents') }} as documents
left join counted
    on documents.document_id = counted.document_id
