-- Grain: one region, scope, year and scheme: fund, enrollment and the subsidy issued to it side by side.
-- Reason: figures per insured person need both; a figure that is not stated stays empty.
with funds as (

    select * from {{ rows_of(ref('fct_fund_balance'), 'province', 'region_code') }}

),

enrollment as (

    select * from {{ rows_of(ref('fct_enrollment'), 'province', 'region_code') }}

),

subsidies as (

    select
        region_code,
        scope,
        fiscal_year,
        funding_level,
        amount_yuan,
        row_number() over (
            partition by region_code, scope, fiscal_year, funding_level
            order by
                case when qualifier = 'exact' then 1 else 2 end,
                report_id
        ) as choice
    from {{ rows_of(ref('fct_funding'), 'province', 'region_code') }}
    where
        program_code = 'resident_subsidy'
        and stage = 'allocated'
        and region_code is not null
        and fiscal_year is not null

),

-- Several reports may state the same money: one of them counts.
issued as (

    select
        region_code,
        scope,
        fiscal_year,
        'resident' as scheme_code,
        max(case when funding_level = 'all' then amount_yuan end) as subsidy_yuan,
        max(case when funding_level = 'central' then amount_yuan end) as central_subsidy_yuan
    from subsidies
    where choice = 1
    group by region_code, scope, fiscal_year

),

places as (

    {% for relation in ['funds', 'enrollment', 'issued'] -%}
        select
            region_code,
            scope,
            fiscal_year,
            scheme_code
        from {{ relation }}
        {%- if not loop.last %}
            union
        {% endif %}
    {%- endfor %}

)

select
    places.region_code,
    places.scope,
    places.fiscal_year,
    places.scheme_code,
    {{ key_of(['places.region_code', 'places.scope', 'places.fiscal_year', 'places.scheme_code']) | indent(4) }}
        as row_id,
    enrollment.insured_persons,
    enrollment.resident_population,
    funds.income_yuan,
    funds.expense_yuan,
    coalesce(funds.current_balance_stated_yuan, funds.current_balance_computed_yuan) as current_balance_yuan,
    funds.cumulative_balance_yuan,
    issued.subsidy_yuan,
    issued.central_subsidy_yuan
from places
{% for alias in ['funds', 'enrollment', 'issued'] -%}
    left join {{ alias }}
        on
            places.region_code = {{ alias }}.region_code
            and places.scope = {{ alias }}.scope
            and places.fiscal_year = {{ alias }}.fiscal_year
            and places.scheme_code = {{ alias }}.scheme_code
{% endfor %}
