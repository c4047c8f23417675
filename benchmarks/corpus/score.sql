-- What the corpus states, what the warehouse holds, and how the two meet. A fact stated often is one fact.
create temp table labels as
select distinct file_name, genre, layout, format from facts_of_corpus;

create temp table wanted as
select distinct file_name, kind, metric_code, scheme_code, cast(value as decimal(28, 6)) as value, region_code, fiscal_year,
    program_code, funding_level, breakdown, scope, qualifier
from facts_of_corpus;

create temp table held as
select documents.file_name, 'observation' as kind, facts.metric_code, facts.scheme_code, facts.value, facts.region_code,
    facts.fiscal_year, facts.program_code, facts.funding_level, facts.breakdown, facts.scope, facts.qualifier,
    min(facts.line_no) as line_no, any_value(facts.stated_text) as stated_text
from warehouse.marts.fct_observation as facts
inner join warehouse.marts.dim_document as documents using (document_id)
group by all
union all by name
select documents.file_name, 'cell' as kind, facts.statement_code as metric_code, facts.section as scheme_code, facts.value,
    facts.region_code, facts.fiscal_year, '' as program_code, facts.measure_code as funding_level,
    facts.line_key as breakdown, 'whole' as scope, 'exact' as qualifier,
    min(facts.line_no) as line_no, any_value(facts.stated_text) as stated_text
from warehouse.marts.fct_statement_line as facts
inner join warehouse.marts.dim_report as reports using (report_id)
inner join warehouse.marts.dim_document as documents on reports.document_id = documents.document_id
where facts.value is not null
group by all;

-- Which metric with which value in which file; of cells also which line and column.
create temp table met as
with wanted_keys as (
    select distinct file_name, kind, metric_code, scheme_code, value,
        if(kind = 'cell', breakdown, '') as line, if(kind = 'cell', funding_level, '') as measure
    from wanted
),

held_keys as (
    select file_name, kind, metric_code, scheme_code, value,
        if(kind = 'cell', breakdown, '') as line, if(kind = 'cell', funding_level, '') as measure,
        min(line_no) as line_no, any_value(stated_text) as stated_text
    from held
    group by all
)

select *, case when wanted_keys.file_name is null then 'invented' when held_keys.file_name is null then 'missed' else 'hit' end as side
from wanted_keys
full join held_keys using (file_name, kind, metric_code, scheme_code, value, line, measure)
inner join labels using (file_name);

-- The same of observations with all their dimensions.
create temp table met_fully as
select *, case when wanted.file_name is null then 'invented' when held.file_name is null then 'missed' else 'hit' end as side
from (select * from wanted where kind = 'observation') as wanted
full join (select * from held where kind = 'observation') as held
using (file_name, kind, metric_code, scheme_code, value, region_code, fiscal_year, program_code, funding_level, breakdown,
    scope, qualifier)
inner join labels using (file_name);

-- Findings with the places of their operands; a check that only tells how well a report reads is none.
create temp table findings as
select checks.check_id, checks.rule_code, checks.severity, checks.verdict, checks.subject, checks.gap,
    documents.file_name, evidence.stated_text, evidence.char_start, evidence.char_end, evidence.line_no,
    regexp_replace(evidence.stated_text, '[^0-9.]', '', 'g') as digits
from warehouse.marts.fct_reconciliation as checks
inner join warehouse.marts.fct_reconciliation_evidence as evidence using (check_id)
inner join warehouse.marts.dim_document as documents on evidence.document_id = documents.document_id
where checks.verdict in ('inconsistent', 'conflict', 'restated');

create temp table planted as
select *, replace(printed, ',', '') as digits from planted_of_corpus;

-- A finding touches an error where an operand stands at its place; in other formats than text, where it is its number.
create temp table touched as
select distinct planted.file_name, findings.check_id, findings.rule_code, findings.severity, findings.verdict
from planted
inner join findings
    on planted.file_name = findings.file_name
    and if(planted.format = 'text',
        planted.char_start < findings.char_end and findings.char_start < planted.char_start + length(planted.printed),
        planted.digits = findings.digits);

create temp table caught as
select planted.*, touched.file_name is not null as found, touched.found_by
from planted
left join (select file_name, string_agg(distinct rule_code, ' ') as found_by from touched group by file_name) as touched
using (file_name);

-- A check has operands in several reports where it compares them: one of them may be the planted one.
create temp table false_findings as
select check_id, rule_code, severity, verdict, subject, gap, min(file_name) as file_name,
    string_agg(stated_text || ':' || line_no, ', ') as operands
from findings
where check_id not in (select check_id from touched)
group by all;
