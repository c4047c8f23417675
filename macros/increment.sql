{#-
    Builds that cost what is new. `yibao build` copies the published file, writes into schema `increment` what has
    changed in the landing, and calls dbt with `increment: true`: staging then hands on the changed documents and those
    that speak of the same regions, and each table replaces the rows that these can have changed. Which rows those are
    is said once a table, in its config, by one of the names below; everything else about a model is as in a full build.

    The tables of `increment`: changed_document, context_document (changed, or of a touched region), touched_report
    (of a touched region), touched_region, touched_province (codes of two digits), across_rule (rules that hold several
    documents against each other), touched_check. '' stands for NULL.
-#}

{#- A table of schema `increment`; views of another file find it too. -#}
{% macro of_increment(table) -%}
{{ adapter.quote(target.database) }}.increment.{{ table }}
{%- endmacro %}

{#- Condition on a row that an increment may change, by kind; `column` is what says so in this table. -#}
{% macro touched(kind, column) -%}
{%- set document_of = dbt.split_part(column, "'-'", 1) -%}
{%- if kind == 'document' -%}
{{ column }} in (select document_id from {{ of_increment('changed_document') }})
{%- elif kind == 'report' -%}
{{ document_of }} in (select document_id from {{ of_increment('changed_document') }})
{%- elif kind == 'context' -%}
{{ column }} in (select document_id from {{ of_increment('context_document') }})
{%- elif kind == 'context_report' -%}
{{ document_of }} in (select document_id from {{ of_increment('context_document') }})
{%- elif kind == 'placed_report' -%}
{{ column }} in (select report_id from {{ of_increment('touched_report') }})
{%- elif kind == 'region' -%}
coalesce({{ column }}, '') in (select region_code from {{ of_increment('touched_region') }})
{%- elif kind == 'province' -%}
coalesce(substring({{ column }}, 1, 2), '') in (select province from {{ of_increment('touched_province') }})
{%- elif kind == 'verdict' -%}
({{ touched('report', column) }} or (
    {{ touched('region', 'region_code') }}
    and rule_code in (select rule_code from {{ of_increment('across_rule') }})
))
{%- elif kind == 'check' -%}
{{ column }} in (select check_id from {{ of_increment('touched_check') }})
{%- else -%}
{{ exceptions.raise_compiler_error('touched: no kind ' ~ kind) }}
{%- endif -%}
{%- endmacro %}

{#- The rows of a mart that an increment may change, or all of them in a full build. -#}
{% macro rows_of(relation, kind, column) -%}
{%- if var('increment') -%}
(select * from {{ relation }} where {{ touched(kind, column) }})
{%- else -%}
{{ relation }}
{%- endif -%}
{%- endmacro %}

{#-
    Config of a table that an increment changes in place: the rows of this kind, told by this column. `tells` is a column
    whose values, of rows that go and that come, are put into touched_check: other tables replace theirs by it.
-#}
{% macro replaces(kind, column, tells = none) -%}
{%- if target.type != 'duckdb' -%}
{{ return({'materialized': 'table'}) }}
{%- endif -%}
{{ return({
    'materialized': 'incremental',
    'incremental_strategy': 'replace_touched',
    'on_schema_change': 'fail',
    'full_refresh': not var('increment'),
    'meta': {'replaces': {'kind': kind, 'column': column, 'tells': tells}},
}) }}
{%- endmacro %}

{#- Incremental strategy `replace_touched`: rows that may have changed go, those computed anew take their place. -#}
{% macro get_incremental_replace_touched_sql(arguments) -%}
{%- set replaced = config.get('meta').replaces -%}
{%- set condition = touched(replaced.kind, adapter.quote(replaced.column)) -%}
{%- set columns = arguments.dest_columns | map(attribute='quoted') | join(', ') -%}
{{ tell_replaced(arguments.target_relation, arguments.dest_columns, condition, '-', replaced.tells) }}
delete from {{ arguments.target_relation }} where {{ condition }};
insert into {{ arguments.target_relation }} ({{ columns }})
select {{ columns }} from {{ arguments.temp_relation }} where {{ condition }};
{{ tell_replaced(arguments.target_relation, arguments.dest_columns, condition, '', replaced.tells) }}
{%- endmacro %}

{#- Rows that go or come, and the sum of their hashes, for the fingerprint of the table: see ingest/record.py. -#}
{% macro tell_replaced(relation, columns, condition, sign, tells) -%}
{%- if tells -%}
insert into {{ of_increment('touched_check') }} select {{ tells }} from {{ relation }} where {{ condition }};
{% endif -%}
insert into {{ of_increment('replaced') }}
select
    '{{ relation.schema }}' as schema_name,
    '{{ relation.identifier }}' as table_name,
    {{ sign }}count(*) as row_count,
    {{ sign }}coalesce(sum(cast('0x' || left(sha256(concat_ws(
        chr(31)
        {%- for column in columns %},
            coalesce(cast({{ column.quoted }} as varchar), chr(0))
        {%- endfor %}
    )), 24) as hugeint)), 0) as row_hash
from {{ relation }}
where {{ condition }};
{%- endmacro %}

{#- A test of a table looks at the rows that the build may have changed: the others have passed it before. -#}
{% macro default__get_where_subquery(relation) -%}
{%- set where = config.get('where') -%}
{%- set tested = graph.nodes.get(model.attached_node) if var('increment') and execute -%}
{%- set replaced = tested.config.meta.replaces if tested -%}
{%- set touches = [touched(replaced.kind, adapter.quote(replaced.column))] if replaced else [] -%}
{%- set conditions = ([where] if where else []) + touches -%}
{%- if conditions -%}
{{ return('(select * from ' ~ relation ~ ' where ' ~ conditions | join(' and ') ~ ')') }}
{%- else -%}
{{ return(relation) }}
{%- endif -%}
{%- endmacro %}
