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


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("喀什地区喀什市", "喀什地区财政"),
        ("阿克苏地区库车市", "地区级财政"),
        ("湘西土家族苗族自治州吉首市", "州级财政"),
    ],
)
def test_the_prefecture_of_a_county_level_city_is_the_level_above_it(
    extractor: Extractor, place: str, words: str
) -> None:
    title = f"{place}2023年度城乡居民基本医疗保险补助资金绩效自评报告"
    text = f"{title}\n\n一、总体情况\n\n中央财政下达补助资金300万元，{words}下达补助资金100万元。\n"
    seen = seen_in(extractor.extract(as_document(text)))
    assert [(one.value, one.level) for one in seen] == [("3000000", "central"), ("1000000", "municipal")]


Said = list[tuple[str, str, str, int, str]]


def _said(extractor: Extractor, genre: str, sentence: str) -> Said:
    return [(o.metric, o.value, o.scheme, o.year, o.breakdown) for o in observe(extractor, genre, sentence)]


def test_what_is_striven_for_lasts_to_the_end_of_the_sentence(extractor: Extractor) -> None:
    sentence = "下一步，力争2024年参保率稳定在97%，跨省直接结算率达到90%，群众满意率95%以上。"
    assert _said(extractor, "resident", sentence) == []


def test_a_budget_right_before_a_number_is_none_but_the_public_budget_is_a_source(extractor: Extractor) -> None:
    assert _said(extractor, "accounts", "因公出国（境）费预算5万元，支出决算3万元。") == [
        ("travel_abroad_expense", "30000", "none", 2023, "")
    ]


def test_a_rate_behind_an_amount_is_named_before_the_amount(extractor: Extractor) -> None:
    sentence = "一般公共预算财政拨款支出416.00万元，完成年初预算423.40万元的98.25%。"
    assert _said(extractor, "accounts", sentence) == [
        ("general_budget_expense", "4160000", "none", 2023, ""),
        ("budget_completion_rate", "98.25", "none", 2023, "一般公共预算财政拨款"),
    ]


def test_a_year_named_by_the_way_ends_with_its_clause(extractor: Extractor) -> None:
    sentence = "跨省异地就医住院费用直接结算率76.4%，2022年为68.9%；参保人员政策知晓率为83.7%。"
    assert [(value, year) for _, value, _, year, _ in _said(extractor, "resident", sentence)] == [
        ("76.4", 2023),
        ("68.9", 2022),
        ("83.7", 2023),
    ]


def test_a_former_value_and_its_change_are_of_what_the_number_before_is_of(extractor: Extractor) -> None:
    sentence = (
        "全市基本医保参保403.27万人，其中居民医保参保3653436人，比上年底的3701822人减少48386人；职工医保37.93万人。"
    )
    assert _said(extractor, "resident", sentence) == [
        ("insured_persons", "4032700", "basic_all", 2023, ""),
        ("insured_persons", "3653436", "resident", 2023, ""),
        ("insured_persons", "3701822", "resident", 2022, ""),
        ("insured_persons_change", "-48386", "resident", 2023, ""),
        ("insured_persons", "379300", "employee", 2023, ""),
    ]


def test_a_bracket_behind_a_number_divides_that_number(extractor: Extractor) -> None:
    sentence = "全市参保298.74万人，其中职工医保52.36万人（在职36.81万人、退休15.55万人），居民医保246.38万人。"
    assert [(scheme, label) for _, _, scheme, _, label in _said(extractor, "resident", sentence)] == [
        ("basic_all", ""),
        ("employee", ""),
        ("employee", "在职"),
        ("employee", "退休"),
        ("resident", ""),
    ]


def test_a_sum_of_two_groups_is_of_neither(extractor: Extractor) -> None:
    sentence = "全年门诊救助、住院救助共53.22万人次。"
    assert [label for *_, label in _said(extractor, "assistance", sentence)] == [""]


@pytest.mark.parametrize("fund", ["6项社会保险基金", "机关事业单位养老保险基金", "失业保险基金"])
def test_funds_of_other_insurances_are_none_of_ours(extractor: Extractor, fund: str) -> None:
    sentence = f"全市{fund}收入201.86亿元，支出184.34亿元，年末滚存结余154.25亿元。"
    assert _said(extractor, "resident", sentence) == []


@pytest.mark.parametrize(
    "fund",
    [
        "基本医疗保险基金（职工和居民合计）",
        "医保基金（城镇职工、城乡居民）",
        "职工和居民医保基金合计",
        "职工医保、居民医保两项基金",
    ],
)
def test_both_insurances_together_are_all_of_basic_insurance(states: Observe, fund: str) -> None:
    of_all = partial(Seen, scheme="basic_all")
    assert states("resident", f"全年{fund}收入3.12亿元，支出2.81亿元。") == [
        of_all("fund_income", "312000000"),
        of_all("fund_expense", "281000000"),
    ]


def test_one_insurance_in_brackets_is_that_of_the_number(states: Observe) -> None:
    income = Seen("fund_income", "312000000", "employee")
    assert states("resident", "全年医保基金（职工医保）收入3.12亿元。") == [income]


def test_whose_satisfaction_it_is_where_not_the_insureds(states: Observe) -> None:
    sentence = "参保群众满意度为91%，定点医药机构满意度为93%，优抚对象满意度为88%，协议机构对医保服务的满意度为95%。"
    told = [("91", ""), ("93", "定点医药机构"), ("88", "优抚对象"), ("95", "协议机构")]
    assert states("resident", sentence) == [Seen("satisfaction_rate", v, breakdown=part) for v, part in told]


@pytest.mark.parametrize(
    ("sentence", "metrics"),
    [
        ("中央财政下达49万元，上年结转中央资金20万元，可用中央资金合计69万元。", "allocated carried_over available"),
        ("下达省级资金49万元，可使用省级资金共69万元。", "allocated available"),
        ("上年结转中央资金20万元，下达中央资金49万元，中央资金总计69万元。", "carried_over allocated available"),
        ("下达中央资金49万元，追加中央资金20万元，中央资金总计69万元。", "allocated allocated allocated"),
    ],
)
def test_money_of_one_level_that_can_be_spent(states: Observe, sentence: str, metrics: str) -> None:
    found = states("capacity", sentence)
    assert [(seen.metric, seen.level) for seen in found] == [
        (f"funding_{metric}", found[0].level) for metric in metrics.split()
    ]
    assert found[0].level in ("central", "provincial")
