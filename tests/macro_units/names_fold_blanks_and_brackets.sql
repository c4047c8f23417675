-- folded_name: blanks of every width go, full-width punctuation becomes half-width, words stay.
with cases (printed, expected) as (

    values
    ('参保率（%）', '参保率(%)'),
    ('参 保　率 (％)', '参保率(%)'),
    ('“三公”经费', '“三公”经费'),
    ('【质量】指标：满意度', '[质量]指标:满意度'),
    ('', '')

)

select
    *,
    {{ folded_name('printed') }} as actual
from cases
where {{ folded_name('printed') }} is distinct from expected
