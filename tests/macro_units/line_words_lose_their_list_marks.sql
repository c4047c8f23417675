-- line_words: 一、 1. （1） and 其中 go, a numeral that belongs to the words stays.
with cases (printed, expected) as (

    values
    ('一、一般公共服务支出', '一般公共服务支出'),
    ('二十六、抗疫特别国债安排的支出', '抗疫特别国债安排的支出'),
    ('2.公务用车购置及运行维护费', '公务用车购置及运行维护费'),
    ('其中：（1）公务用车购置费', '公务用车购置费'),
    ('其中：人员经费', '人员经费'),
    ('一般公共预算财政拨款', '一般公共预算财政拨款'),
    ('2024年医保信息化', '2024年医保信息化'),
    ('国（境）外接待费', '国(境)外接待费'),
    ('2.', '')

)

select
    *,
    {{ line_words('printed') }} as actual
from cases
where {{ line_words('printed') }} is distinct from expected
