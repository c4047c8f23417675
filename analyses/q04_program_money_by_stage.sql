-- Money of a program by level: allocated, carried over, available, distributed, spent, and the execution rate.
with stages as (

    select
        report_id,
        program_code,
        funding_level,
        fiscal_year,
        region_code,
        max(case when stage = 'allocated' then amount_yuan end) as allocated_yuan,
        max(case when stage = 'carried_over' then amount_yuan end) as carried_over_yuan,
        max(case when stage = 'available' then amount_yuan end) as available_yuan,
        max(case when stage = 'distributed' then amount_yuan end) as distributed_yuan,
        max(case when stage = 'spent' then amount_yuan end) as spent_yuan
    from {{ ref('fct_funding') }}
    group by report_id, program_code, funding_level, fiscal_year, region_code

)

select
    regions.name as region_name,
    stages.fiscal_year,
    programs.name_zh as program_name,
    stages.funding_level,
    stages.allocated_yuan,
    stages.carried_over_yuan,
    stages.available_yuan,
    stages.distributed_yuan,
    stages.spent_yuan,
    {{ rate('stages.spent_yuan', 'coalesce(stages.available_yuan, stages.allocated_yuan)', 100) }}
        as execution_rate_pct,
    {{ rate('stages.allocated_yuan', 'enrollment.insured_persons') }} as allocated_per_insured_resident_yuan,
    stages.report_id
from stages
left join {{ ref('fct_enrollment') }} as enrollment
    on
        stages.region_code = enrollment.region_code
        and stages.fiscal_year = enrollment.fiscal_year
        and enrollment.scheme_code = 'resident'
        and enrollment.scope = 'whole'
left join {{ ref('dim_program') }} as programs
    on stages.program_code = programs.program_code
left join {{ ref('dim_region') }} as regions
    on stages.region_code = regions.region_code
order by stages.region_code, stages.fiscal_year, stages.program_code, stages.funding_level
