-- Grain: one account that a coded statement prints, or that stands above a printed one; statement and section.
-- Reason: a hierarchy to sum along, item (项) under section (款) under class (类) under the total of the form.
with accounts as (

    select
        'function' as chart,
        line_code,
        name_zh,
        name_en,
        'total' as total_line_key
    from {{ ref('functional_accounts') }}

    union all

    select
        'economic' as chart,
        line_code,
        name_zh,
        name_en,
        -- 人员经费 is 工资福利支出 and 对个人和家庭的补助, 公用经费 the rest.
        coalesce(expense_group, 'public') || '_total' as total_line_key
    from {{ ref('economic_accounts') }}

),

coded as (

    select distinct
        statement_code,
        section,
        line_name,
        {{ account_code('line_code') }} as account_code
    from {{ ref('int_statement_lines__printed') }}

),

printed as (

    select
        statement_code,
        section,
        account_code,
        case when statement_code = 'FA06' then 'economic' else 'function' end as chart,
        min({{ line_words('line_name') }}) as printed_name
    from coded
    where account_code is not null
    group by statement_code, section, account_code

),

-- A printed account brings its section and class along, also where the form leaves them out.
codes as (

    {% for digits in [3, 5, 7] -%}
        select
            statement_code,
            section,
            chart,
            substring(account_code, 1, {{ digits }}) as line_code,
            {{ digits }} as digits
        from printed
        where {{ dbt.length('account_code') }} >= {{ digits }}
        {%- if not loop.last %}

            union

        {% endif %}
    {%- endfor %}

)

select
    codes.statement_code,
    codes.section,
    codes.chart || '_' || codes.line_code as line_key,
    codes.line_code,
    coalesce(accounts.name_zh, printed.printed_name) as name_zh,
    accounts.name_zh is not null as is_declared,
    accounts.name_en,
    case
        when codes.digits > 3 then codes.chart || '_' || substring(codes.line_code, 1, codes.digits - 2)
        else coalesce(accounts.total_line_key, 'total')
    end as parent_line_key,
    cast(rpad(codes.line_code, 7, '0') as {{ dbt.type_int() }}) as display_order
from codes
left join accounts
    on codes.chart = accounts.chart and codes.line_code = accounts.line_code
left join printed
    on
        codes.statement_code = printed.statement_code
        and codes.section = printed.section
        and codes.line_code = printed.account_code
