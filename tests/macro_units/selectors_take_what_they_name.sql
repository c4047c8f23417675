-- selects: empty and * take any facet, - the empty one, + any but the empty one, x* what begins with x, else the very
-- code.
with cases (selector, facet, expected) as (

    values
    ('', 'resident', true),
    ('', '', true),
    ('*', 'resident', true),
    ('*', '', true),
    ('-', '', true),
    ('-', 'resident', false),
    ('+', 'resident', true),
    ('+', '', false),
    ('resident', 'resident', true),
    ('resident', 'resident_serious', false),
    ('resident', '', false),
    ('function_*', 'function_2101501', true),
    -- The star may stand for nothing.
    ('function_*', 'function_', true),
    ('function_*', 'economic_30101', false),
    ('*本级*', '局本级', true),
    ('*本级*', '本级机关', true),
    ('*本级*', '中心', false)

)

select
    *,
    {{ selects('selector', 'facet') }} as actual
from cases
where {{ selects('selector', 'facet') }} is distinct from expected
