{#-
    On Spark a seed is a folder of Parquet that is registered, never uploaded: the facts below the landing, the others
    below `spark_seeds`, where `python -m spark seeds` writes them with the types that DuckDB gave them. (dbt-spark would
    insert the CSV row by row, and an empty cell as the word None.)
-#}
{% materialization seed, adapter = 'spark' %}
    {%- set relation = api.Relation.create(schema = schema, identifier = model['alias'], type = 'table') -%}
    {%- call statement('drop') -%}
        drop table if exists {{ relation }}
    {%- endcall -%}
    {%- call statement('main') -%}
        create table {{ relation }} using parquet
        options (recursiveFileLookup 'true', mergeSchema 'true')
        location '{{ spark_seed_folder(model) | replace("'", "\\'") }}'
    {%- endcall -%}
    {%- do store_result('agate_table', response = 'OK') -%} {#- dbt asks what was uploaded: nothing -#}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}

{% macro spark_seed_folder(seed) -%}
{%- set is_fact = seed['fqn'][1] == 'reports' -%}
{%- set root = var('landing') if is_fact and var('landing') else var('spark_seeds') -%}
{%- if not root -%}
{{ exceptions.raise_compiler_error("Spark reads the seeds as Parquet: write them with `python -m spark seeds FOLDER`, then --vars 'spark_seeds: FOLDER'") }}
{%- endif -%}
{{ root }}/{{ seed['name'] }}
{%- endmacro %}
