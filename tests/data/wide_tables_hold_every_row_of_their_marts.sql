-- A wide table joins names to a fact: no row may be lost or doubled by it, nor any amount.
{%- set pairs = [
    ('wide_fund_balance', 'fct_fund_balance', '基金收入（元）', 'income_yuan'),
    ('wide_enrollment', 'fct_enrollment', '参保人数（人）', 'insured_persons'),
    ('wide_funding', 'fct_funding', '金额（元）', 'amount_yuan'),
    ('wide_observation', 'fct_observation', '数值', 'value'),
    ('wide_indicator_score', 'fct_indicator_score', '自评得分', 'self_score'),
    ('wide_statement_line', 'fct_statement_line', '行', 'line_no'),
    ('wide_report', 'rpt_report_reconciliation', '核对项数', 'n_checks'),
] %}

with compared as (

    {% for wide, mart, shown, stated in pairs -%}
        select
            '{{ wide }}' as wide_table,
            (select count(*) from {{ ref(wide) }}) as n_shown,
            (select count(*) from {{ ref(mart) }}) as n_stated,
            (select sum("{{ shown }}") from {{ ref(wide) }}) as sum_shown,
            (select sum({{ stated }}) from {{ ref(mart) }}) as sum_stated

        union all

    {% endfor -%}

    select
        'wide_finding' as wide_table,
        (select count(*) from {{ ref('wide_finding') }}) as n_shown,
        (select sum(n_inconsistent + n_conflict) from {{ ref('rpt_report_reconciliation') }}) as n_stated,
        (select sum("差额") from {{ ref('wide_finding') }}) as sum_shown,
        (
            select sum(gap) from {{ ref('fct_reconciliation') }}
            where verdict in ('inconsistent', 'conflict')
        ) as sum_stated

)

select *
from compared
where
    n_shown <> n_stated
    or coalesce(sum_shown, 0) <> coalesce(sum_stated, 0)
