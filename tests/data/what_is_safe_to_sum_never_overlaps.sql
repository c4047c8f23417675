-- No two rows of one year that bi marks 可加总 hold the same money or people: told from codes, not from the marking.
{%- set marked = [
    ('wide_fund_balance', '基金收入可加总', ['险种代码'], []),
    ('wide_fund_balance', '基金支出可加总', ['险种代码'], []),
    ('wide_fund_balance', '当年结余可加总', ['险种代码'], []),
    ('wide_fund_balance', '累计结余可加总', ['险种代码'], []),
    ('wide_enrollment', '参保人数可加总', ['险种代码'], []),
    ('wide_enrollment', '常住人口可加总', ['险种代码'], []),
    ('wide_funding', '可加总', [], ['环节代码', '项目代码', '资金级次代码']),
    ('wide_funding', '跨级次可加总', ['资金级次代码'], ['环节代码', '项目代码']),
    ('wide_observation', '可加总', [], ['指标代码', '险种代码', '项目代码', '资金级次代码']),
] %}

with marked as (

    {% for table, flag, codes, fixed in marked -%}
        select
            '{{ table }} {{ flag }}'
            {%- for column in fixed %}
                || ' ' || "{{ column }}"
            {%- endfor %} as series,
            "年度" as fiscal_year,
            "行政区划代码" as region_code,
            "范围代码" as scope,
            {{ '"' ~ codes[0] ~ '"' if codes else "''" }} as code,
            -- A department's own figures hold no other department's.
            {{ '"指标分组" <> \'department\'' if table == 'wide_observation' else 'true' }} as nests,
            {% set id = '观测编号' if table in ('wide_funding', 'wide_observation') else '险种代码' -%}
            row_number() over (order by "{{ id }}") as row_no
        from {{ ref(table) }}
        where "{{ flag }}"
        {%- if not loop.last %}
            union all
        {% endif %}
    {%- endfor %}

),

pairs as (

    select
        one.series,
        one.fiscal_year,
        one.region_code,
        one.scope,
        one.code,
        other.region_code as other_region_code,
        other.scope as other_scope,
        other.code as other_code
    from marked as one
    inner join marked as other
        on
            one.series = other.series
            and one.fiscal_year = other.fiscal_year
            and substr(one.region_code, 1, 2) = substr(other.region_code, 1, 2)
            and (
                (one.region_code = other.region_code and one.row_no < other.row_no)
                or (
                    one.nests
                    and other.scope = 'whole'
                    and one.region_code <> other.region_code
                    and (
                        other.region_code like '%0000'
                        or (
                            other.region_code like '%00'
                            and substr(one.region_code, 1, 4) = substr(other.region_code, 1, 4)
                        )
                    )
                )
            )

)

select *
from pairs
where
    code = other_code
    or code in ('none', 'all', 'basic_all')
    and other_code not in ('critical_illness', 'long_term_care', 'medical_assistance')
    or other_code in ('none', 'all', 'basic_all')
    and code not in ('critical_illness', 'long_term_care', 'medical_assistance')
    or (code = 'central_and_provincial' and other_code in ('central', 'provincial'))
    or (other_code = 'central_and_provincial' and code in ('central', 'provincial'))
    or (code = 'maternity' and other_code = 'employee')
    or (other_code = 'maternity' and code = 'employee')
