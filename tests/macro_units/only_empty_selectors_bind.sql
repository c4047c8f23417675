-- bound: a facet is part of the binding where the selector is empty; whatever a selector names, it binds nothing.
with cases (selector, facet, expected) as (

    values
    ('', 'resident', 'resident'),
    ('', '', ''),
    ('*', 'resident', ''),
    ('-', '', ''),
    ('+', 'resident', ''),
    ('resident', 'resident', ''),
    ('function_*', 'function_2101501', '')

)

select
    *,
    {{ bound('selector', 'facet') }} as actual
from cases
where {{ bound('selector', 'facet') }} is distinct from expected
