-- A label that no row of unit_labels knows would lose its scale without a sound.
{{ config(severity='error') }}

with labels as (

    {% for table in ['observations', 'indicator_scores', 'statement_cells'] -%}
        select
            '{{ table }}' as landing_table,
            unit_label,
            count(*) as n_rows
        from {{ ref('stg_landing__' ~ table) }}
        where unit_label is not null
        group by unit_label
        {%- if not loop.last %}
            union all
        {% endif %}
    {%- endfor %}

)

select labels.*
from labels
left join {{ ref('unit_labels') }} as unit_labels
    on labels.unit_label = unit_labels.unit_label
where unit_labels.unit_label is null
