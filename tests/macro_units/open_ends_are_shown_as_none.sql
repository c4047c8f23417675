-- within_reach: a bound well below 10^22 is shown as it is, an open end (10^24) or a missing bound as none.
with given_rows (given, expected) as (

    values
    ('0', '0'),
    ('-49483000000.5', '-49483000000.5'),
    ('999999999999999999999', '999999999999999999999'),
    ('-999999999999999999999', '-999999999999999999999'),
    ('1e22', null),
    ('-1e24', null),
    (null, null)

),

cases as (

    select
        cast(given as decimal(38, 6)) as given,
        cast(expected as decimal(38, 6)) as expected
    from given_rows

)

select
    *,
    {{ within_reach('given') }} as actual
from cases
where {{ within_reach('given') }} is distinct from expected
