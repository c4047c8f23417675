-- Grain: one figure of people or money: a sum's amount or a ratio's two operands, of one row that states all of it.
-- Reason: what every metric is made of, in one shape, so that sums and ratios are worked out by one rule.
{#- Who is insured in another scheme is insured in the basic ones too: persons are counted there alone. #}
{%- set of_insurance = {
    'fund_income': ('income_yuan', none),
    'fund_expense': ('expense_yuan', none),
    'fund_current_balance': ('current_balance_yuan', none),
    'fund_cumulative_balance': ('cumulative_balance_yuan', none),
    'insured_persons': (
        "case when scheme_code in ('basic_all', 'employee', 'resident') then insured_persons end", none
    ),
    'resident_population': ('resident_population', none),
    'participation_rate': ('insured_persons', 'resident_population'),
    'balance_rate': ('current_balance_yuan', 'income_yuan'),
    'cumulative_balance_ratio': ('cumulative_balance_yuan', 'income_yuan'),
    'months_payable': ('cumulative_balance_yuan', 'expense_yuan'),
    'income_per_insured': ('income_yuan', 'insured_persons'),
    'expense_per_insured': ('expense_yuan', 'insured_persons'),
    'subsidy_per_insured': ('subsidy_yuan', 'insured_persons'),
    'central_subsidy_per_insured': ('central_subsidy_yuan', 'insured_persons'),
} %}
{%- set of_money = {
    'funding_allocated': ('allocated_yuan', none),
    'funding_carried_over': ('carried_over_yuan', none),
    'funding_available': ('available_yuan', none),
    'funding_distributed': ('distributed_yuan', none),
    'funding_spent': ('spent_yuan', none),
    'execution_rate': ('spent_yuan', 'coalesce(available_yuan, allocated_yuan)'),
} %}

with operands as (

    {% for figure, (numerator, denominator) in of_insurance.items() -%}
        select
            '{{ figure }}' as figure_code,
            row_id,
            cast(null as {{ dbt.type_string() }}) as report_id,
            region_code,
            scope,
            fiscal_year,
            scheme_code,
            'none' as program_code,
            'none' as funding_level,
            'scheme' as dimension,
            scheme_code as code,
            {{ numerator }} as numerator,
            {{ denominator or 'cast(null as ' ~ type_value() ~ ')' }} as denominator
        from {{ ref('int_insurance__joined') }}
        where
            {{ numerator }} is not null
            {%- if denominator %}
                and {{ denominator }} is not null
            {%- endif %}

        union all

    {% endfor -%}

    {% for figure, (numerator, denominator) in of_money.items() -%}
        select
            '{{ figure }}' as figure_code,
            row_id,
            report_id,
            region_code,
            scope,
            fiscal_year,
            'none' as scheme_code,
            program_code,
            funding_level,
            'funding_level' as dimension,
            funding_level as code,
            {{ numerator }} as numerator,
            {{ denominator or 'cast(null as ' ~ type_value() ~ ')' }} as denominator
        from {{ ref('int_funding__staged') }}
        where
            {{ numerator }} is not null
            {%- if denominator %}
                and {{ denominator }} is not null
            {%- endif %}
        {%- if not loop.last %}

            union all

        {% endif %}
    {%- endfor %}

)

select *
from operands
where
    region_code is not null
    and fiscal_year is not null
