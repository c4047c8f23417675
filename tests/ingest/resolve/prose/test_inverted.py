"""Numbers before their names: what is behind a number says what it is, and whose."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.helpers import Seen

Observe = Callable[..., list[Seen]]

spent = partial(Seen, "department_expense")
allocated = partial(Seen, "funding_allocated", scheme="medical_assistance")
assisted = partial(Seen, "subsidised_enrolment_persons", scheme="medical_assistance")
insured = partial(Seen, "insured_persons")


@pytest.mark.parametrize(
    "sentence",
    [
        "本年支出合计500万元，其中380万元用于基本支出，余下的120万元为项目支出。",
        "本年支出合计500万元，由380万元的基本支出（占比76%）和120万元的项目支出拼成。",
        "本年支出合计500万元，其中用于基本支出380万元、用于项目支出120万元。",
    ],
)
def test_parts_that_are_metrics_are_no_part_of_the_whole(states: Observe, sentence: str) -> None:
    assert states("department", sentence) == [
        spent("5000000"),
        Seen("basic_expense", "3800000"),
        Seen("project_expense", "1200000"),
    ]


def test_a_joined_list_of_inverted_names_is_read_one_by_one(states: Observe) -> None:
    assert states("department", "全年3.9万元用在了公务用车运行维护上、0.5万元为公务接待费。") == [
        Seen("vehicle_running_expense", "39000"),
        Seen("reception_expense", "5000"),
    ]


def test_a_part_behind_its_number_drops_the_word_that_leads_to_it(states: Observe) -> None:
    assert states("assistance", "全年支出900万元，其中300万元用于大病患者。") == [
        Seen("funding_spent", "9000000", "medical_assistance", level="all"),
        Seen("funding_spent", "3000000", "medical_assistance", breakdown="大病患者", level="all"),
    ]


def test_money_is_of_the_level_that_gave_it(states: Observe) -> None:
    sentence = "全年筹集2100万元：1200万元由中央财政下达；600万元由省级财政安排；州本级财政安排300万元。"
    assert states("assistance", sentence)[1:] == [
        allocated("12000000", level="central"),
        allocated("6000000", level="provincial"),
        allocated("3000000", level="municipal"),
    ]


def test_a_sum_is_of_all_levels_but_those_that_gave_nothing(states: Observe) -> None:
    sentence = "900万元由中央财政安排，省财政安排200万元，市级未作安排，合计投入1100万元。"
    assert states("assistance", f"资金方面，{sentence}")[-1] == Seen(
        "funding_available", "11000000", "medical_assistance", level="central_and_provincial"
    )


def test_money_handed_on_is_distributed_whatever_it_goes_by(states: Observe) -> None:
    assert states("assistance", "中央资金中有420万元按因素法切块分配到各县区。") == [
        Seen("funding_distributed", "4200000", "medical_assistance", level="central")
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "全市71万人被基本医疗保险罩住，比上年末净增0.8万人。",
            [insured("710000", "basic_all"), Seen("insured_persons_change", "8000", "basic_all")],
        ),
        ("全市有36万人纳入长护险保障。", [insured("360000", "long_term_care")]),
        ("长护险待遇被1,386人享受。", [Seen("beneficiary_persons", "1386", "long_term_care")]),
        (
            "六万三千余人次在这一年里享受了居民医保待遇。",
            [Seen("beneficiary_visits", "63000", "resident", "more_than")],
        ),
        ("三千八百余人从中得到医疗救助。", [Seen("beneficiary_persons", "3800", "medical_assistance", "more_than")]),
    ],
)
def test_people_stand_before_what_is_done_to_them(states: Observe, sentence: str, expected: list[Seen]) -> None:
    assert states("resident", sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "协议被暂停的9家，被解除的3家，60万元违规基金被追回，另有行政罚款8万元上缴国库。",
        "9家定点医药机构被暂停医保服务协议，3家被解除协议，追回违规资金60万元，处罚款8万元。",
    ],
)
def test_agreements_are_ended_in_the_passive_and_a_fine_is_nothing_brought_back(states: Observe, sentence: str) -> None:
    assert states("department", sentence) == [
        Seen("agreements_suspended", "9"),
        Seen("agreements_terminated", "3"),
        Seen("violation_amount_handled", "600000"),
    ]


def test_a_rise_may_be_told_behind_its_number(states: Observe) -> None:
    assert states("resident", "财政补助标准为每人640元，其中30元为提高部分；个人缴费380元，同样加了30元。") == [
        Seen("subsidy_standard_per_capita", "640", "resident"),
        Seen("subsidy_standard_change_per_capita", "30", "resident"),
        Seen("contribution_standard_per_capita", "380", "resident"),
        Seen("contribution_standard_change_per_capita", "30", "resident"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "特困人员120人、低保对象930人，两类合在一起1050人，参保缴费都由医疗救助给了资助。",
        "特困人员120人、低保对象930人均由财政资助参保，合计1050人。",
        "资助参保的，有特困人员120人、低保对象930人，共1050人。",
    ],
)
def test_groups_share_the_verb_before_or_behind_them(states: Observe, sentence: str) -> None:
    assert states("resident", sentence) == [
        assisted("120", breakdown="特困人员"),
        assisted("930", breakdown="低保对象"),
        assisted("1050"),
    ]


def test_a_rate_between_does_not_change_what_is_counted(states: Observe) -> None:
    assert states("resident", "居民医保参保31万人，任务完成率99.4%，职工医保则为1.9万人。") == [
        insured("310000", "resident"),
        Seen("enrolment_target_completion_rate", "99.4", "resident"),
        insured("19000", "employee"),
    ]


def test_where_people_went_is_not_what_is_spoken_of(states: Observe) -> None:
    assert states("resident", "居民医保参保31万人，有人转去参加职工医保，重复参保清理214人。")[-1] == Seen(
        "duplicate_insured_persons", "214", "resident"
    )


def test_what_is_taken_off_to_compare_is_not_stated(states: Observe) -> None:
    assert states("department", "剔除其他收入开支的5万元后，一般公共预算财政拨款支出636万元。") == [
        Seen("general_budget_expense", "6360000")
    ]


def test_money_goes_into_the_next_year_and_comes_out_of_the_last(states: Observe) -> None:
    assert states("resident", "上年没有用完、结转到本年的县级资金14万元，没有拨完而结转2024年接着用的为24万元。") == [
        Seen("funding_carried_over", "140000", "resident", level="county"),
        Seen("funding_carried_over", "240000", "resident", year=2024, level="county"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "全年43家定点医药机构因违规被处理，103.7万元医保基金被追回。",
        "全年检查260家，其中43家受到处理，追回违规资金103.7万元。",
        "对43家定点医药机构作了处理，追回违规资金103.7万元。",
    ],
)
def test_institutions_are_handled_in_the_passive(states: Observe, sentence: str) -> None:
    assert states("department", sentence) == [
        Seen("institutions_handled", "43"),
        Seen("violation_amount_handled", "1037000"),
    ]


def test_groups_may_stand_behind_their_numbers(states: Observe) -> None:
    assert states("resident", "全年有1.2万名特困人员、3.4万名低保对象得到参保资助。") == [
        assisted("12000", breakdown="特困人员"),
        assisted("34000", breakdown="低保对象"),
    ]


def test_parts_bear_their_scale_alone_as_the_whole_does(states: Observe) -> None:
    assert states("resident", "参加基本医保的人数达到523.6万，其中职工92.1万，居民431.5万。") == [
        insured("5236000", "basic_all"),
        insured("921000", "employee"),
        insured("4315000", "resident"),
    ]


def test_a_balance_carried_over_is_no_part_of_what_is_summed(states: Observe) -> None:
    assert states("accounts", "收入总计645.3万元，其中2.05万元为年初结转和结余。") == [
        Seen("department_income_total", "6453000")
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "全年到位补助资金2100万元，其中1200万元由中央承担，600万元由省级承担，300万元由县级承担。",
        "全年到位补助资金2100万元，其中1200万元来自中央，600万元来自省级，300万元来自县级。",
        "省财政厅下达补助2100万元，包括1200万元中央资金、600万元省级资金、300万元县级资金。",
    ],
)
def test_a_level_behind_its_money_is_of_that_money(states: Observe, sentence: str) -> None:
    assert states("assistance", sentence)[1:] == [
        allocated("12000000", level="central"),
        allocated("6000000", level="provincial"),
        allocated("3000000", level="county"),
    ]


def test_the_insurance_behind_a_part_tells_it_apart(states: Observe) -> None:
    assert states("resident", "全市516.4万人参加基本医保，其中424.3万人参加居民医保，92.1万人参加职工医保。") == [
        insured("5164000", "basic_all"),
        insured("4243000", "resident"),
        insured("921000", "employee"),
    ]


def test_what_a_change_leads_to_is_of_the_same_metric(states: Observe) -> None:
    assert states("resident", "财政补助标准提高30元，达到640元；个人缴费标准也提高30元，达到380元。") == [
        Seen("subsidy_standard_change_per_capita", "30", "resident"),
        Seen("subsidy_standard_per_capita", "640", "resident"),
        Seen("contribution_standard_change_per_capita", "30", "resident"),
        Seen("contribution_standard_per_capita", "380", "resident"),
    ]
    assert states("resident", "居民医保参保人数比上年减少3.5万人，降至431.5万人。") == [
        Seen("insured_persons_change", "-35000", "resident"),
        insured("4315000", "resident"),
    ]


def test_months_of_a_part_are_of_its_insurance(states: Observe) -> None:
    assert states("resident", "基金累计结余30亿元，可支付8.3个月，其中职工22亿元，可支付14个月。")[-1] == Seen(
        "fund_months_payable", "14", "employee"
    )


def test_agreements_more_or_fewer_than_before_are_not_counted(states: Observe) -> None:
    assert states("department", "暂停医保协议9家，解除3家，较上年分别多2家、少1家。") == [
        Seen("agreements_suspended", "9"),
        Seen("agreements_terminated", "3"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "计划用3年时间将10万人纳入长护险。",
        "另有2.1万人申请享受居民医保待遇，正在审核。",
        "全市有1.2万人未参加居民医保。",
        "特困人员20人、低保对象35人因材料不全未获得医疗救助。",
    ],
)
def test_what_has_not_come_about_is_not_counted(states: Observe, sentence: str) -> None:
    assert states("resident", sentence) == []
