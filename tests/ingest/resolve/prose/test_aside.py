"""What a number beside a metric's name is not: an average, another insurance, a part, another year, other money."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from ingest.resolve.extract import Extraction
from tests.helpers import Seen, report_of, seen_in

Observe = Callable[..., list[Seen]]
Extract = Callable[[str], Extraction]

insured, rate = partial(Seen, "insured_persons"), partial(Seen, "participation_rate", scheme="basic_all")
income, expense = partial(Seen, "fund_income"), partial(Seen, "fund_expense")
balance, months = partial(Seen, "fund_cumulative_balance"), partial(Seen, "fund_months_payable")
general = partial(Seen, "general_budget_expense")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("居民医保人均基金支出1180.35元。", []),
        ("职工医保次均统筹基金支出3598.08元。", []),
        ("居民医保基金支出33亿元，人均基金支出1180.35元。", [expense("3300000000", "resident")]),
        ("居民医保人均财政补助标准640元。", [Seen("subsidy_standard_per_capita", "640", "resident")]),
    ],
)
def test_an_average_is_no_sum(states: Observe, sentence: str, expected: list[Seen]) -> None:
    assert states("resident", sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "居民医保基金收入34亿元（个人缴费14亿元、财政补助20亿元），支出33亿元。",
            [
                income("3400000000", "resident"),
                income("1400000000", "resident", breakdown="个人缴费"),
                income("2000000000", "resident", breakdown="财政补助"),
                expense("3300000000", "resident"),
            ],
        ),
        ("个人缴费6473.82万元。", []),
        ("居民医保个人缴费380元。", [Seen("contribution_standard_per_capita", "380", "resident")]),
        ("居民医保个人缴费380元/人。", [Seen("contribution_standard_per_capita", "380", "resident")]),
    ],
)
def test_a_standard_a_head_is_in_yuan(states: Observe, sentence: str, expected: list[Seen]) -> None:
    assert states("resident", sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("“怀化惠民保”参保87.3万人，赔付1.46亿元。", []),
        ("城市定制型商业医疗保险参保80万人，居民医保参保300万人。", [insured("3000000", "resident")]),
        ("基本医保参保400万人（惠民保参保80万人），参保率97%。", [insured("4000000", "basic_all"), rate("97")]),
        ("大病保险由商业保险公司承办，基金支出2.17亿元。", [expense("217000000", "critical_illness")]),
    ],
)
def test_commercial_insurance_is_no_basic_insurance(states: Observe, sentence: str, expected: list[Seen]) -> None:
    assert states("department", sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("户籍人口参保率98.61%，常住人口参保率92.23%。", [rate("92.23")]),
        ("以常住人口计算参保率为104.58%；以户籍应参保人口计算为86.8%。", [rate("104.58")]),
        ("户籍人口420万人，参保率97.2%。", [rate("97.2")]),
    ],
)
def test_the_rate_of_the_registered_population_is_another_one(
    states: Observe, sentence: str, expected: list[Seen]
) -> None:
    assert states("resident", sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("市区三区参保70.2万人，全市参保420万人。", [insured("4200000", "basic_all")]),
        ("会同县、洪江市和鹤城区参保70.2万人。", []),
        ("鹤城区参保31万人。", [insured("310000", "basic_all", region="431202")]),
        ("全市三县两区参保420万人。", [insured("4200000", "basic_all")]),
        ("其中会同县、洪江市2个县市支出1500万元。", []),
    ],
)
def test_some_counties_together_are_not_the_region(states: Observe, sentence: str, expected: list[Seen]) -> None:
    assert states("resident", sentence) == expected


@pytest.mark.parametrize(
    "lead", ["（一）职工基本医疗保险（含生育保险）。", "（一）职工基本医疗保险：", "（一）职工医保基金运行情况。"]
)
def test_an_insurance_that_heads_a_paragraph_is_that_of_its_bare_fund_words(states: Observe, lead: str) -> None:
    body = "2023年收入76亿元，支出65亿元，累计结余106亿元，可支付19.5个月。其中生育待遇支出1.12亿元。"
    assert states("department", lead + body) == [
        income("7600000000", "employee"),
        expense("6500000000", "employee"),
        balance("10600000000", "employee"),
        months("19.5", "employee"),
    ]


@pytest.mark.parametrize("remark", ["（购买大病保险3.22亿元）", "，购买大病保险3.22亿元", "（含大病保险支出3.22亿元）"])
def test_an_insurance_that_is_bought_does_not_take_over(states: Observe, remark: str) -> None:
    assert states("resident", f"居民医保基金支出33亿元{remark}，累计结余19亿元。") == [
        expense("3300000000", "resident"),
        balance("1900000000", "resident"),
    ]


def test_what_a_fund_pays_for_another_insurance_is_a_part_of_its_own(states: Observe) -> None:
    sentence = "居民医保基金支出60亿元，其中住院支出40亿元，大病保险支出6亿元。当年结余3亿元。"
    assert states("resident", sentence) == [
        expense("6000000000", "resident"),
        expense("4000000000", "resident", breakdown="住院"),
        expense("600000000", "resident", breakdown="大病保险"),
        Seen("fund_current_balance", "300000000", "resident"),
    ]


def test_another_fund_after_a_list_of_people_is_no_part(states: Observe) -> None:
    sentence = "参保20万人，其中居民18万人、职工2万人；居民医保基金收入1.8亿元，职工医保基金收入0.6亿元。"
    assert states("department", sentence)[3:] == [income("180000000", "resident"), income("60000000", "employee")]


def test_a_year_in_a_remark_is_not_that_of_the_next_number(states: Observe) -> None:
    sentence = "人均财政补助标准709元（含上年清算资金，高于690元），个人缴费标准380元。"
    assert [(seen.value, seen.year) for seen in states("resident", sentence)] == [("709", 2023), ("380", 2023)]


def test_the_value_compared_with_is_of_its_own_year(states: Observe) -> None:
    assert states("resident", "居民参保比2022年的188016人减少1589人。") == [
        insured("188016", "resident", year=2022),
        Seen("insured_persons_change", "-1589", "resident"),
    ]


def test_the_whole_of_another_year_is_no_part(states: Observe) -> None:
    recovered = partial(Seen, "violation_amount_handled")
    assert states("department", "追回违规基金29万元，其中自查退回10万元，上年为27万元。") == [
        recovered("290000"),
        recovered("100000", breakdown="自查退回"),
        recovered("270000", year=2022),
    ]


FISCAL = "二、财政拨款收入支出决算总体情况说明"


@pytest.mark.parametrize(
    ("heading", "money"),
    [(FISCAL, "财政拨款"), ("四、政府性基金预算财政拨款收入支出决算情况说明", "政府性基金预算财政拨款")],
)
def test_income_and_expense_below_a_heading_of_some_money_are_of_that_money(
    states: Observe, heading: str, money: str
) -> None:
    assert states("accounts", "2023年度本年收入300万元，本年支出290万元。", heading=heading) == [
        Seen("department_income", "3000000", breakdown=money),
        Seen("department_expense", "2900000", breakdown=money),
    ]


def test_totals_are_totals_however_they_are_worded(states: Observe) -> None:
    for sentence in ("收入总计330万元，支出总计330万元。", "本年收入总计330万元，本年支出总计330万元。"):
        assert states("accounts", sentence, heading="一、收入支出决算总体情况说明") == [
            Seen("department_income_total", "3300000"),
            Seen("department_expense_total", "3300000"),
        ]


def test_a_part_of_an_account_is_of_interest_where_it_is_an_account(extract: Extract) -> None:
    text = report_of(
        "accounts",
        "（二）具体情况。\n\n"
        "1.社会保障和就业支出（类）支出212万元。主要用于行政单位离退休6万元、死亡抚恤206万元。\n\n"
        "2.行政单位医疗（项）。年初预算100万元，支出决算105万元，其中基本支出80万元、项目支出25万元。\n\n"
        "3.购房补贴（项）。支出20万元，比上年决算数25万元减少5万元。",
        heading="三、一般公共预算财政拨款支出决算情况说明",
    )
    assert seen_in(extract(text)) == [
        general("2120000", breakdown="社会保障和就业支出（类）支出"),
        general("60000", breakdown="行政单位离退休"),
        general("2060000", breakdown="死亡抚恤"),
        general("1050000", breakdown="行政单位医疗（项）"),
        general("200000", breakdown="购房补贴（项）"),
        general("250000", breakdown="购房补贴（项）", year=2022),
    ]


def test_a_base_of_a_share_is_not_what_a_rate_of_completion_is_of(states: Observe) -> None:
    sentence = "公务接待费年初预算4.5万元，决算1.89万元，占总支出决算的22.25%，完成年初预算的42%。"
    found = [seen for seen in states("accounts", sentence) if seen.metric == "budget_completion_rate"]
    assert found == [Seen("budget_completion_rate", "42", breakdown="公务接待费")]


def test_points_for_execution_beside_the_tree_are_of_its_first_level(extract: Extract) -> None:
    text = report_of(
        "resident",
        "**（一）产出指标（50分，得50分）**\n\n1.数量指标\n\n（1）参保人数，目标值270万人，实际完成271万人，分值50，得分50。\n\n"
        "**（二）效益指标（40分，得39分）**\n\n另，预算执行率指标分值10，得分10。",
        heading="三、指标完成情况",
    )
    found = {row["indicator_name"]: row["level"] for row in extract(text)["indicator_scores"]}
    assert found["预算执行率"] == 1


def test_in_a_text_on_everything_money_and_rates_are_those_of_medical_insurance_where_it_is_named(
    extract: Extract,
) -> None:
    filler = "全市坚持稳中求进，工业增加值增长5.1%，城镇新增就业3.2万人，新建学校200所以上。" * 30
    text = (
        "2025年怀化市政府工作报告\n各位代表：\n"
        f"{filler}争取中央财政补助资金23.5亿元。群众满意度达到98.5%。为农民工追回工资1.2亿元。"
        "基本医保参保率稳定在95.6%以上。常住人口420万人。\n"
    )
    seen = {(row["metric_code"], row["literal"]) for row in extract(text)["observations"]}
    assert seen == {("participation_rate", "95.6"), ("resident_population", "420")}


@pytest.mark.parametrize("sentence", ["每万城镇常住人口配备社区工作者18人。", "常住人口净流入4.5万人。"])
def test_what_is_counted_by_population_is_no_population(states: Observe, sentence: str) -> None:
    assert states("resident", sentence) == []


def test_a_sum_of_some_places_is_of_none_of_them(states: Callable[..., list[Seen]]) -> None:
    told = "居民医保基金支出居前两位的地区为会同县和芷江县，合计1993.45万元。会同县居民医保基金支出120万元。"
    assert [(seen.value, seen.region) for seen in states("resident", told)] == [("1200000", "431225")]
