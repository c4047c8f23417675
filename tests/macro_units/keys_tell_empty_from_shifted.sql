-- key_of: the same parts in other columns make another key; a missing part counts as an empty one.
with cases (label_a, label_b, label_c) as (

    values
    ('a', null, 'b'),
    ('a', 'b', null),
    (null, 'a', 'b'),
    ('ab', null, null)

)

select {{ key_of(['label_a', 'label_b', 'label_c']) }} as made_key
from cases
group by 1
having count(*) > 1
