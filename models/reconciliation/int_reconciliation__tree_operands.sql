-- Grain: one figure taking part in one check over a tree (lines of a form, nodes of an indicator tree).
-- Reason: a hierarchy is one rule, however many nodes it has; a node of the tree is a binding of the rule.
with lines as (

    select * from {{ ref('int_reconciliation__printed_parents') }}

),

parents as (

    select distinct
        parent_cell_id,
        statement_code,
        section,
        parent_line_key
    from lines

),

-- A list is a sum only where its parts exhaust the whole: where every line it needs is printed.
needs as (

    select
        parents.parent_cell_id,
        bool_or(lists.needs_line_key = '(open)') as is_open,
        count(distinct lists.needs_line_key) as n_needed,
        count(distinct case when lists.needs_line_key = lines.child_line_key then lists.needs_line_key end) as n_printed
    from parents
    inner join {{ ref('reconciliation_lists') }} as lists
        on
            parents.statement_code = lists.statement_code
            and parents.section = lists.section
            and parents.parent_line_key = lists.parent_line_key
    left join lines
        on parents.parent_cell_id = lines.parent_cell_id
    group by parents.parent_cell_id

),

printed as (

    select
        lines.parent_cell_id,
        lines.child_cell_id,
        coalesce(needs.n_needed = needs.n_printed, true) as is_exhaustive,
        coalesce(needs.is_open, false) as is_open
    from lines
    left join needs
        on lines.parent_cell_id = needs.parent_cell_id
    -- A rate or a score of a money block does not add up along its lines.
    where lines.measure_code not in ('execution_rate', 'full_score', 'score')

),

-- The node that stands for the money of the year (年度资金总额) in the table of a project.
money as (

    select
        indicators.report_id,
        indicators.indicator_id,
        indicators.full_score
    from {{ ref('int_indicators__valued') }} as indicators
    inner join {{ ref('int_statement_lines__names') }} as names
        on
            {{ line_words('indicators.indicator_name') }} = names.line_words
            and names.statement_code = 'PF01'
            and names.line_key = 'year_total'
    where indicators.level = 1

),

-- The points for execution may stand twice: at the money of the year, and as an indicator of the table below it.
executed_twice as (

    select distinct money.indicator_id
    from money
    inner join {{ ref('int_indicators__valued') }} as indicators
        on
            money.report_id = indicators.report_id
            and money.full_score = indicators.full_score
            and indicators.indicator_name like '%预算执行率%'

),

scored as (

    select scored.*
    from {{ ref('int_reconciliation__scored_parents') }} as scored
    left join executed_twice
        on scored.indicator_id = executed_twice.indicator_id
    where executed_twice.indicator_id is null

),

roots as (

    select
        indicator_id,
        document_id,
        report_id,
        full_score,
        self_score
    from {{ ref('int_indicators__valued') }}
    where level = 0

),

-- How many first-level indicators the report says it has: with as many scored, the tree is complete.
first_levels as (

    select
        scored.report_id,
        scored.measure,
        count(*) as n_first
    from scored
    where scored.level = 1 and scored.is_scored
    group by scored.report_id, scored.measure

),

stated_counts as (

    select
        report_id,
        max(value) as n_stated
    from {{ ref('int_relations__valued') }}
    where relation_code = 'level_count'
    group by report_id

),

completed as (

    select
        first_levels.report_id,
        first_levels.measure
    from first_levels
    inner join stated_counts
        on
            first_levels.report_id = stated_counts.report_id
            and first_levels.n_first = stated_counts.n_stated

),

-- Children of a scored node; a root without a full score stands for 100.
families as (

    select
        scored.report_id,
        scored.measure,
        scored.indicator_id,
        scored.is_scored,
        coalesce(scored.scored_parent_id, scored.report_id) as family_id,
        scored.scored_parent_id is null as is_top,
        coalesce(scored.scored_parent_id = roots.indicator_id, true) and completed.report_id is not null as is_completed
    from scored
    left join roots
        on scored.report_id = roots.report_id
    left join completed
        on
            scored.report_id = completed.report_id
            and scored.measure = completed.measure
    where scored.scored_parent_id is not null or scored.measure = 'full_score'

),

-- The table of a program carries the score of its money (年度资金总额), the report on it beside the table does not.
money_nodes as (

    select
        money.report_id,
        money.indicator_id,
        reports.document_id,
        reports.program_code
    from money
    inner join {{ ref('stg_landing__reports') }} as reports
        on money.report_id = reports.report_id
    where reports.program_code not in ('none', 'department')

),

-- A report whose own first level already makes the whole has no room for the money.
full_reports as (

    select firsts.report_id
    from {{ ref('int_indicators__valued') }} as firsts
    left join roots
        on firsts.report_id = roots.report_id
    where firsts.level = 1
    group by firsts.report_id
    having sum(firsts.full_score) >= coalesce(min(roots.full_score), 100)

),

borrowed as (

    select
        reports.report_id,
        min(money_nodes.indicator_id) as indicator_id
    from {{ ref('stg_landing__reports') }} as reports
    inner join money_nodes
        on
            reports.document_id = money_nodes.document_id
            and reports.program_code = money_nodes.program_code
            and reports.report_id <> money_nodes.report_id
    left join {{ ref('int_indicators__valued') }} as own
        on
            reports.report_id = own.report_id
            and (own.indicator_name like '%执行%' or own.indicator_name like '%资金总额%')
    left join full_reports
        on reports.report_id = full_reports.report_id
    where own.report_id is null and full_reports.report_id is null
    group by reports.report_id

),

tops as (

    select distinct
        families.report_id,
        families.measure,
        families.family_id,
        families.is_top
    from families
    left join roots
        on families.family_id = roots.indicator_id
    where families.is_top or roots.indicator_id is not null

),

members as (

    select
        report_id,
        measure,
        family_id,
        is_top,
        indicator_id,
        is_scored or is_completed as is_known,
        is_scored
    from families

    union all

    select
        borrowed.report_id,
        tops.measure,
        tops.family_id,
        tops.is_top,
        borrowed.indicator_id,
        true as is_known,
        true as is_scored
    from borrowed
    inner join tops
        on borrowed.report_id = tops.report_id

),

family_sizes as (

    select
        family_id,
        measure
    from members
    where is_scored
    group by family_id, measure

),

operands as (

    select distinct
        'statement_line_sum' as rule_code,
        parent_cell_id as binding_key,
        'total' as role,
        parent_cell_id as figure_id
    from printed
    where is_exhaustive and not is_open

    union all

    select
        'statement_line_sum' as rule_code,
        parent_cell_id as binding_key,
        'member' as role,
        child_cell_id as figure_id
    from printed
    where is_exhaustive and not is_open

    union all

    select
        'statement_line_of_which' as rule_code,
        child_cell_id as binding_key,
        'whole' as role,
        parent_cell_id as figure_id
    from printed
    where not is_exhaustive and not is_open

    union all

    select
        'statement_line_of_which' as rule_code,
        child_cell_id as binding_key,
        'part' as role,
        child_cell_id as figure_id
    from printed
    where not is_exhaustive and not is_open

    union all

    select distinct
        'indicator_' || members.measure || '_sum' as rule_code,
        members.family_id || members.measure as binding_key,
        'total' as role,
        members.family_id || '/' || members.measure as figure_id
    from members
    inner join family_sizes
        on members.family_id = family_sizes.family_id and members.measure = family_sizes.measure
    where not members.is_top

    union all

    select
        'indicator_' || members.measure || '_sum' as rule_code,
        members.family_id || members.measure as binding_key,
        case when members.is_scored then 'member' when members.is_known then 'aside' else 'missing' end as role,
        members.indicator_id || '/' || members.measure as figure_id
    from members
    inner join family_sizes
        on members.family_id = family_sizes.family_id and members.measure = family_sizes.measure
    where not members.is_top

    union all

    select
        'indicator_weights_total' as rule_code,
        members.family_id as binding_key,
        case when members.is_scored then 'member' when members.is_known then 'aside' else 'missing' end as role,
        members.indicator_id || '/' || members.measure as figure_id
    from members
    inner join family_sizes
        on members.family_id = family_sizes.family_id and members.measure = family_sizes.measure
    where members.is_top and members.measure = 'full_score'

    union all

    select
        'score_within_weights' as rule_code,
        members.report_id as binding_key,
        case when members.is_scored then 'whole' when members.is_known then 'aside' else 'missing' end as role,
        members.indicator_id || '/' || members.measure as figure_id
    from members
    inner join family_sizes
        on members.family_id = family_sizes.family_id and members.measure = family_sizes.measure
    inner join roots
        on members.report_id = roots.report_id
    where
        members.measure = 'full_score'
        and roots.self_score is not null
        and (members.is_top or members.family_id = roots.indicator_id)

    union all

    select
        'score_within_weights' as rule_code,
        report_id as binding_key,
        'part' as role,
        indicator_id || '/self_score' as figure_id
    from roots
    where self_score is not null

)

select
    rule_code,
    rule_code || '|' || binding_key as binding_key,
    role,
    figure_id
from operands
where role <> 'aside'
