"""What wording asks of the reader besides words: signs, nouns between number and verb, brackets, longer names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from ingest.resolve.extract import Extractor
from tests.helpers import Seen, as_document, observe, seen_in

Observe = Callable[..., list[Seen]]

balance = partial(Seen, "fund_current_balance", scheme="resident")
insured = partial(Seen, "insured_persons")
handled, suspended = partial(Seen, "institutions_handled"), partial(Seen, "agreements_suspended")
carried = partial(Seen, "funding_carried_over", scheme="resident", level="all")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("居民医保基金当年收不抵支320万元。", [balance("-3200000")]),
        ("居民医保基金当期结余-320万元。", [balance("-3200000")]),
        ("居民医保基金当年结余320万元。", [balance("3200000")]),
    ],
)
def test_a_deficit_is_a_balance_below_zero(states: Observe, sentence: str, expected: list[Seen]) -> None:
    assert states("resident", sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("对86家定点医药机构作出处理。", [handled("86")]),
        ("对5家定点零售药店给予暂停医保服务协议处理。", [suspended("5")]),
        ("解除医保协议定点医疗机构1家。", [Seen("agreements_terminated", "1")]),
        ("全市有78家定点零售药店。", [Seen("designated_pharmacies", "78")]),
    ],
)
def test_what_is_done_to_institutions_says_more_than_what_they_are(
    states: Observe, sentence: str, expected: list[Seen]
) -> None:
    assert states("resident", sentence) == expected


def test_persons_join_the_verb_behind_their_noun(states: Observe) -> None:
    assert states("resident", "共有24.9万名群众参加居民医保。") == [insured("249000", "resident")]


def test_a_bracket_behind_a_whole_lists_its_parts(states: Observe) -> None:
    assert states("department", "实有在职人员52人（行政18人，事业34人）。") == [
        Seen("staff_in_post", "52"),
        Seen("staff_in_post", "18", breakdown="行政"),
        Seen("staff_in_post", "34", breakdown="事业"),
    ]


def test_a_change_in_brackets_is_no_part(states: Observe) -> None:
    assert states("resident", "居民医保参保24.9万人（较上年减少0.3万人）。") == [
        insured("249000", "resident"),
        Seen("insured_persons_change", "-3000", "resident"),
    ]


def test_money_carried_over_is_of_the_year_after_the_one_that_is_named(states: Observe) -> None:
    assert states("resident", "2022年度结转资金326.8万元。") == [carried("3268000")]
    assert states("resident", "2023年度结转资金326.8万元。") == [carried("3268000", year=2024)]


def test_a_phrase_that_does_not_fit_its_number_gives_way_to_the_one_it_ends_with(states: Observe) -> None:
    """总支出 of a fund and of a department end with 支出 of a program."""
    assert states("resident", "居民医保补助资金总支出1200万元，执行率100%。") == [
        Seen("funding_spent", "12000000", "resident", level="all"),
        Seen("execution_rate", "100", "resident", level="all"),
    ]


def test_so_much_a_head_is_no_money_allocated(states: Observe) -> None:
    subsidy = partial(Seen, "subsidy_standard_per_capita", scheme="resident")
    seen = states("resident", "居民医保财政补助标准为每人每年670元，其中中央财政补助402元。")
    assert [(o.metric, o.value) for o in seen] == [(subsidy("670").metric, "670"), (subsidy("402").metric, "402")]


def test_the_rate_of_the_poor_is_theirs_however_general_its_name(states: Observe) -> None:
    poor = partial(Seen, "key_group_participation_rate", scheme="basic_all")
    assert states("resident", "困难群众基本医保参保率99.9%。") == [poor("99.9")]
    assert states("resident", "困难群众参保率99.9%，基本医保参保率97%。") == [
        poor("99.9"),
        Seen("participation_rate", "97", "basic_all"),
    ]


def test_an_actual_value_goes_to_the_target_before_it(states: Observe) -> None:
    assert states("capacity", "重大安全事件响应时间≤60分钟，实际25分钟；运维响应时间≤30分钟，实际18分钟。") == [
        Seen("major_incident_response_minutes", "25"),
        Seen("maintenance_response_minutes", "18"),
    ]


def test_a_comparator_and_a_name_may_be_broken_over_a_line(extractor: Extractor) -> None:
    sentence = "2023年全市统一了城乡居民医保筹资标准，从今年起各级财政补助标准为每人每年不低\n于670元。"
    [seen] = observe(extractor, "resident", sentence)
    assert (seen.metric, seen.value, seen.qualifier) == ("subsidy_standard_per_capita", "670", "at_least")


@pytest.mark.parametrize(("genre", "level"), [("resident", "municipal"), ("county_city", "county")])
def test_the_city_of_a_county_level_city_is_its_own_level(extractor: Extractor, genre: str, level: str) -> None:
    titles = {"county_city": "洪江市医疗保障局关于2023年城乡居民基本医疗保险补助资金绩效自评报告"}
    title = titles.get(genre, "怀化市医疗保障局关于2023年城乡居民基本医疗保险补助资金绩效自评报告")
    text = f"{title}\n\n一、总体情况\n\n市级财政下达补助资金100万元，中央财政下达补助资金300万元。\n"
    seen = seen_in(extractor.extract(as_document(text)))
    assert [(one.metric, one.level) for one in seen] == [("funding_allocated", level), ("funding_allocated", "central")]
