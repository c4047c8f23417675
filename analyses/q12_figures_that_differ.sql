-- Two official figures of one metric, place and year that cannot both hold, and what sets them apart.
select
    regions.name as region_name,
    earlier.fiscal_year,
    earlier.metric_code,
    earlier.stated_text as one_text,
    later.stated_text as other_text,
    earlier.value as one_value,
    later.value as other_value,
    case
        when earlier.data_point_id = later.data_point_id then 'nothing: the same data point'
        when earlier.scope <> later.scope then 'scope'
        else 'program'
    end as set_apart_by,
    earlier.report_id as one_report_id,
    earlier.line_no as one_line_no,
    later.report_id as other_report_id,
    later.line_no as other_line_no
from {{ ref('fct_observation') }} as earlier
inner join {{ ref('fct_observation') }} as later
    on
        earlier.region_code = later.region_code
        and earlier.fiscal_year = later.fiscal_year
        and earlier.metric_code = later.metric_code
        and earlier.scheme_code = later.scheme_code
        and earlier.funding_level = later.funding_level
        and earlier.breakdown = later.breakdown
        and earlier.observation_id < later.observation_id
left join {{ ref('dim_region') }} as regions
    on earlier.region_code = regions.region_code
where
    (earlier.value_low > later.value_high or earlier.value_high < later.value_low)
    -- Across scopes and programs it is the statements that count which are set side by side.
    and (earlier.data_point_id = later.data_point_id or (earlier.is_primary and later.is_primary))
order by
    case when earlier.data_point_id = later.data_point_id then 1 else 2 end,
    earlier.metric_code,
    earlier.observation_id
