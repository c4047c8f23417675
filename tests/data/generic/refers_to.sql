{#-
    Every key that is there leads to a row elsewhere: one test for all references of a model. `keys` lists
    `column`, `to` (model or seed) and, where its name differs, `field`. An empty key refers to nothing.
-#}
{% test refers_to(model, keys) %}

{%- for key in keys %}
select
    '{{ key.column }}' as key_column,
    cast(referring.{{ key.column }} as {{ dbt.type_string() }}) as missing_key,
    count(*) as n_rows
from {{ model }} as referring
left join {{ ref(key.to) }} as referred
    on referring.{{ key.column }} = referred.{{ key.field or key.column }}
where referring.{{ key.column }} is not null
    and referred.{{ key.field or key.column }} is null
group by referring.{{ key.column }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}

{% endtest %}
