"""Whose money it is, what a part of it is a part of, and of which people, care, fund or place a number speaks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.helpers import Seen

States = Callable[..., list[Seen]]
allocated = partial(Seen, "funding_allocated", scheme="resident")
spent = partial(Seen, "funding_spent", scheme="medical_assistance")
rate = partial(Seen, "execution_rate", scheme="medical_assistance")
insured = partial(Seen, "insured_persons", scheme="employee")
visits = partial(Seen, "beneficiary_visits", scheme="resident")
income = partial(Seen, "fund_income", scheme="employee")
expense = partial(Seen, "fund_expense", scheme="employee")
ratio = partial(Seen, "assistance_ratio", scheme="medical_assistance")
joined = partial(Seen, "participation_rate", scheme="basic_all")


@pytest.mark.parametrize(
    ("genre", "sentence", "expected"),
    [
        (
            "resident",
            "市级财政安排30万元，县（市）级财政安排20万元，合计50万元。",
            [
                allocated("300000", level="municipal"),
                allocated("200000", level="county"),
                allocated("500000", level="all"),
            ],
        ),
        (
            "resident",
            "设区市级、县（区）级财政分别配套8万元和6万元。",
            [allocated("80000", level="municipal"), allocated("60000", level="county")],
        ),
        (
            "province",
            "市（州）级、旗县市级财政分别安排8万元、6万元。",
            [
                allocated("80000", level="municipal", region="430000"),
                allocated("60000", level="county", region="430000"),
            ],
        ),
        (
            "resident",
            "市级下达40万元，各县（市、区）财政配套60万元，市、县两级财政补助合计100万元。",
            [
                allocated("400000", level="municipal"),
                allocated("600000", level="county"),
                allocated("1000000", level="all"),
            ],
        ),
        (
            "assistance",
            "各级资金支出400万元，预算执行率97%。其中中央资金支出300万元，执行率98%。",
            [
                spent("4000000", level="all"),
                rate("97", level="all"),
                spent("3000000", level="central"),
                rate("98", level="central"),
            ],
        ),
        (
            "assistance",
            "中央下达15万元，县级配套5万元，支出20万元：中央资金15万元、县级资金5万元，执行率100%。",
            [
                Seen("funding_allocated", "150000", "medical_assistance", level="central"),
                Seen("funding_allocated", "50000", "medical_assistance", level="county"),
                spent("200000", level="all"),
                spent("150000", level="central"),
                spent("50000", level="county"),
                rate("100", level="all"),
            ],
        ),
        (
            "assistance",
            "中央下达15万元，支出14万元；省级下达5万元，支出4万元，执行率80%。",
            [
                Seen("funding_allocated", "150000", "medical_assistance", level="central"),
                spent("140000", level="central"),
                Seen("funding_allocated", "50000", "medical_assistance", level="provincial"),
                spent("40000", level="provincial"),
                rate("80", level="provincial"),
            ],
        ),
        (
            "assistance",
            "全年支出80万元：中央资金60万元、省级资金20万元。",
            [
                spent("800000", level="all"),
                spent("600000", level="central"),
                spent("200000", level="provincial"),
            ],
        ),
        (
            "assistance",
            "全年支出80万元，其中中央补助资金60万元；省级资金50万元已全部到位。",
            [
                spent("800000", level="all"),
                spent("600000", level="central"),
                Seen("funding_allocated", "500000", "medical_assistance", level="provincial"),
            ],
        ),
    ],
)
def test_money_has_the_level_of_its_treasury(states: States, genre: str, sentence: str, expected: list[Seen]) -> None:
    assert states(genre, sentence) == expected


@pytest.mark.parametrize(
    ("genre", "sentence", "expected"),
    [
        (
            "province",
            "全省资助参保45万人，其中特困人员2万人、低保对象30万人。",
            [
                Seen("subsidised_enrolment_persons", value, "medical_assistance", breakdown=label, region="430000")
                for value, label in (("450000", ""), ("20000", "特困人员"), ("300000", "低保对象"))
            ],
        ),
        (
            "assistance",
            "救助对象中，特困人员支出12万元、低保对象支出30万元。",
            [spent("120000", level="all", breakdown="特困人员"), spent("300000", level="all", breakdown="低保对象")],
        ),
        (
            "assistance",
            "特困人员住院救助支出21万元，低保对象、孤儿支出合计53万元。",
            [spent("210000", level="all", breakdown="特困人员住院救助"), spent("530000", level="all")],
        ),
        (
            "resident",
            "职工医保在职职工、退休人员分别为30万人和12万人。",
            [insured("300000", breakdown="在职职工"), insured("120000", breakdown="退休人员")],
        ),
        (
            "resident",
            "职工医保参保42万人，在职与退休人员分别为30万人、12万人。",
            [
                insured("420000"),
                insured("300000", breakdown="在职"),
                insured("120000", breakdown="退休人员"),
            ],
        ),
        ("department", "机关在职人员、退休人员分别为30人和12人。", [Seen("staff_in_post", "30")]),
        (
            "resident",
            "居民医保享受住院待遇12万人次、门诊慢特病待遇45万人次。",
            [visits("120000", breakdown="住院"), visits("450000", breakdown="门诊慢特病")],
        ),
        ("resident", "居民享受住院和门诊待遇共156万人次。", [visits("1560000")]),
        (
            "resident",
            "职工医保基金收入20亿元、支出18亿元，其中统筹基金收入12亿元，支出11亿元。",
            [
                income("2000000000"),
                expense("1800000000"),
                income("1200000000", breakdown="统筹基金"),
                expense("1100000000", breakdown="统筹基金"),
            ],
        ),
        (
            "resident",
            "职工医保基金收入20亿元，其中统筹基金收入12亿元，支出18亿元。",
            [income("2000000000"), income("1200000000", breakdown="统筹基金"), expense("1800000000")],
        ),
    ],
)
def test_a_part_keeps_its_label(states: States, genre: str, sentence: str, expected: list[Seen]) -> None:
    assert states(genre, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("会同县、芷江县参保率均超过97%。", [("431225", "97"), ("431228", "97")]),
        ("会同县、芷江县和溆浦县参保率都在96%以上。", [("431225", "96"), ("431228", "96"), ("431224", "96")]),
        ("除会同县、芷江县外，各县参保率均超过96%。", [("431200", "96")]),
    ],
)
def test_a_number_that_holds_of_each_place_is_said_of_each(
    states: States, sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert [(seen.region, seen.value) for seen in states("resident", sentence)] == expected


@pytest.mark.parametrize(
    ("genre", "sentence", "expected"),
    [
        ("resident", "基本养老、基本医疗保险参保率分别达到95%、98%。", [joined("98")]),
        ("resident", "养老、医疗、失业保险参保率分别为95%、98%和90%。", [joined("98")]),
        ("assistance", "救助比例由70%提高到75%。", [ratio("70", year=2022), ratio("75")]),
        ("assistance", "门诊救助比例为60%，住院救助比例为70%。", [ratio("70")]),
        ("resident", "参保人数有所减少，但仍完成98万人的参保目标任务。", []),
        ("resident", "建议2024年参保率提高到97%以上，政策知晓率达到90%。", []),
        ("resident", "（一）产出指标（50分，自评48分）。", []),
    ],
)
def test_only_what_is_ours_and_was_reached_is_read(
    states: States, genre: str, sentence: str, expected: list[Seen]
) -> None:
    assert states(genre, sentence) == expected


def test_one_of_several_units_is_not_whose_staff_is_counted(states: States) -> None:
    listed = "纳入决算的单位包括局机关、医保中心等6个。年末在职人员86人。"
    assert states("department", listed) == [Seen("staff_in_post", "86")]
    own = "年末在职人员86人，其中局机关32人；退休15人。"
    assert states("department", own) == [Seen("staff_in_post", "86"), Seen("staff_in_post", "32", breakdown="局机关")]


def test_own_money_in_a_list_is_told_by_its_level(states: States) -> None:
    sentence = "各级财政共安排100万元，其中中央财政60万元、怀化市财政30万元、本级财政10万元。"
    found = [(seen.value, seen.level, seen.breakdown) for seen in states("county", sentence)]
    assert found[1:] == [("600000", "central", ""), ("300000", "municipal", ""), ("100000", "county", "")]


def test_own_money_is_a_part_of_what_money_is_made_of(states: States) -> None:
    sentence = "财政下达补助资金100万元，由中央财政60万元、怀化市财政30万元、本级财政10万元组成。"
    found = [(seen.value, seen.level) for seen in states("county", sentence)]
    assert found[1:] == [("600000", "central"), ("300000", "municipal"), ("100000", "county")]
