"""Of what a number is: the place before its bracket, the fund its clause began with, the money of the own treasury."""

from __future__ import annotations

from functools import partial

import pytest

from ingest.resolve.extract import Extractor
from tests.helpers import Seen, as_document, observe, seen_in

HUITONG, ZHIJIANG, TONGDAO, HUNAN = "431225", "431228", "431230", "430000"

insured, rate = partial(Seen, "insured_persons"), partial(Seen, "participation_rate", scheme="basic_all")
income, expense = partial(Seen, "fund_income"), partial(Seen, "fund_expense")
allocated, score = partial(Seen, "funding_allocated"), partial(Seen, "self_evaluation_score")
inspected, covered = partial(Seen, "inspection_coverage_rate"), partial(Seen, "drg_dip_coverage_rate")
subsidised = partial(Seen, "subsidised_enrolment_persons", scheme="medical_assistance")
visits = partial(Seen, "beneficiary_visits", scheme="medical_assistance")
pooled = "统筹基金"


@pytest.mark.parametrize(
    ("genre", "sentence", "expected"),
    [
        (
            "resident",
            "参保率居前的是会同县（98.0%），居后两位的是芷江县（93.7%）、通道县（93.2%）。",
            [rate("98", region=HUITONG), rate("93.7", region=ZHIJIANG), rate("93.2", region=TONGDAO)],
        ),
        (
            "assistance",
            "全市救助5.2万人次（会同县0.8万人次、芷江县0.6万人次），救助支出1.2亿元。",
            [
                visits("52000"),
                visits("8000", region=HUITONG),
                visits("6000", region=ZHIJIANG),
                expense("120000000", scheme="medical_assistance"),
            ],
        ),
        (
            "resident",
            "全市居民医保基金收入41亿元。其中市本级收入2988.4万元，支出2706万元。",
            [
                income("4100000000", "resident"),
                income("29884000", "resident", scope="own_level"),
                expense("27060000", "resident", scope="own_level"),
            ],
        ),
    ],
)
def test_a_place_is_that_of_its_bracket_or_clause(
    extractor: Extractor, genre: str, sentence: str, expected: list[Seen]
) -> None:
    assert observe(extractor, genre, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "职工医保统筹基金收入8.5亿元，支出7亿元；个人账户收入5.7亿元，支出4.9亿元。",
            [
                income("850000000", "employee", breakdown=pooled),
                expense("700000000", "employee", breakdown=pooled),
                income("570000000", "employee", breakdown="个人账户"),
                expense("490000000", "employee", breakdown="个人账户"),
            ],
        ),
        (
            "职工医保统筹基金收入8.5亿元，职工医保基金支出12亿元。",
            [income("850000000", "employee", breakdown=pooled), expense("1200000000", "employee")],
        ),
    ],
)
def test_the_part_of_a_fund_that_a_clause_begins_with_goes_on(
    extractor: Extractor, sentence: str, expected: list[Seen]
) -> None:
    assert observe(extractor, "resident", sentence) == expected


def test_staff_in_a_bracket_behind_the_insured_are_insured(extractor: Extractor) -> None:
    sentence = "全市职工医保参保32.08万人（在职职工24.95万人、退休人员7.13万人），居民医保254.33万人。"
    assert observe(extractor, "resident", sentence) == [
        insured("320800", "employee"),
        insured("249500", "employee", breakdown="在职职工"),
        insured("71300", "employee", breakdown="退休人员"),
        insured("2543300", "resident"),
    ]
    apart = "全市基本医保参保286万人，其中居民254万人；局机关在职职工23人。"
    assert observe(extractor, "department", apart)[-1] == Seen("staff_in_post", "23", breakdown="局机关")


@pytest.mark.parametrize(
    ("genre", "level"), [("capacity", "municipal"), ("county", "county"), ("province", "provincial")]
)
def test_own_money_is_of_the_own_treasury(extractor: Extractor, genre: str, level: str) -> None:
    [seen] = observe(extractor, genre, "本级财政配套资金15.5万元。")
    assert (seen.metric, seen.level) == ("funding_allocated", level)


def test_a_level_ends_with_the_list_that_named_it(extractor: Extractor) -> None:
    sentence = "安排医疗救助资金4122万元，其中中央3214万元，省级908万元；上年结转217.36万元。"
    levels = [(seen.metric, seen.level) for seen in observe(extractor, "assistance", sentence)]
    assert levels[1:] == [
        ("funding_allocated", "central"),
        ("funding_allocated", "provincial"),
        ("funding_carried_over", "all"),
    ]


@pytest.mark.parametrize("lead", ["（上年94.8分）", "，较上年94.8分提高1.7分", "，比2022年的94.8分提高1.7分"])
def test_the_score_of_last_year_is_stated_too(extractor: Extractor, lead: str) -> None:
    seen = observe(extractor, "assistance", f"综合评价得分96.5分{lead}。")
    assert seen == [score("96.5"), score("94.8", year=2022)]


def test_a_change_of_the_score_is_none(extractor: Extractor) -> None:
    assert observe(extractor, "assistance", "自评得分97分，比上年提高2分。") == [score("97")]


def test_the_coverage_of_an_inspection(extractor: Extractor) -> None:
    assert observe(extractor, "capacity", "检查定点医药机构二百四十六家，覆盖率100%。") == [inspected("100")]
    assert observe(extractor, "capacity", "培训医院48家，覆盖率100%。") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "检查定点医疗机构246家、定点零售药店312家。",
        "对246家定点医疗机构开展检查。",
        "全年稽核定点药店312家。",
        "对全市163家定点医疗机构、208家定点药店进行了检查。",
    ],
)
def test_institutions_inspected_are_not_all_there_are(extractor: Extractor, sentence: str) -> None:
    assert observe(extractor, "capacity", sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "随机抽取500名参保群众进行问卷调查。",
        "对300名参保人员开展满意度调查。",
        "发放问卷200份，走访参保居民120人。",
        "回访享受待遇人员80人。",
    ],
)
def test_people_asked_in_a_survey_are_not_all_there_are(extractor: Extractor, sentence: str) -> None:
    assert observe(extractor, "resident", sentence) == []


def test_what_drg_covers_may_be_told_base_by_base(extractor: Extractor) -> None:
    assert observe(extractor, "capacity", "DRG付费覆盖医疗机构100%，覆盖住院费用78.6%。") == [
        covered("100", breakdown="医疗机构"),
        covered("78.6", breakdown="住院费用"),
    ]


def test_a_numeral_stands_in_no_gap_of_a_name(extractor: Extractor) -> None:
    sentence = "全县资助困难群众一万八千六百四十二人参加居民医保，其中特困人员1,103人。"
    assert observe(extractor, "assistance", sentence) == [
        subsidised("18642"),
        subsidised("1103", breakdown="特困人员"),
    ]


def test_places_of_a_later_pair_are_of_what_the_sentence_spoke_of(extractor: Extractor) -> None:
    sentence = "会同县参保率95.8%，比全市低0.3个百分点，芷江县、通道县分别为96.4%和93.2%。"
    assert observe(extractor, "resident", sentence) == [
        rate("95.8", region=HUITONG),
        rate("96.4", region=ZHIJIANG),
        rate("93.2", region=TONGDAO),
    ]


def test_the_object_of_spending_makes_a_part(extractor: Extractor) -> None:
    spent = partial(Seen, "funding_spent", scheme="medical_assistance", level="all")
    assert observe(extractor, "assistance", "资助参保支出402.66万元；住院救助支出1,127.9万元。") == [
        spent("4026600", breakdown="资助参保"),
        spent("11279000", breakdown="住院救助"),
    ]


def test_a_part_keeps_its_name_for_the_year_before(extractor: Extractor) -> None:
    assert observe(extractor, "assistance", "住院救助6382人次，较2022年的5,970人次增长6.9%。") == [
        visits("6382", breakdown="住院救助"),
        visits("5970", breakdown="住院救助", year=2022),
    ]


def test_staff_that_there_are_beside_the_posts(extractor: Extractor) -> None:
    seen = observe(extractor, "capacity", "市医保局编制42名，实有39人，其中行政18人、参公21人。")
    assert [(s.metric, s.value, s.breakdown) for s in seen] == [
        ("staff_quota", "42", ""),
        ("staff_in_post", "39", ""),
        ("staff_in_post", "18", "行政"),
        ("staff_in_post", "21", "参公"),
    ]


def test_each_level_of_money_is_its_own(extractor: Extractor) -> None:
    sentence = "中央财政下达我市补助资金2.08亿元，省财政下达6137万元，市本级配套3345.2万元，各县（市、区）配套1.2亿元。"
    assert [(seen.level, seen.scope) for seen in observe(extractor, "resident", sentence)] == [
        ("central", "whole"),
        ("provincial", "whole"),
        ("municipal", "own_level"),
        ("county", "whole"),
    ]
    both = observe(extractor, "assistance", "本级安排资金125万元，上级补助资金1655万元，合计1780万元。")
    assert (both[-1].value, both[-1].level) == ("17800000", "all")


@pytest.mark.parametrize(
    ("sentence", "levels"),
    [
        (
            "中央财政300万元，怀化市财政50万元，洪江市财政30万元，市财政另拨5万元。",
            ["central", "municipal", "county", "county"],
        ),
        ("省级财政100万元，县级财政安排30万元，另有上年结转20万元。", ["provincial", "county", "all"]),
        ("资金总额150万元，其中中央100万元、县级30万元、上年结转20万元。", ["all", "central", "county", "all"]),
        ("中央财政下达100万元，上年结转20万元。", ["central", "central"]),
    ],
)
def test_money_is_of_the_treasury_that_is_named(extractor: Extractor, sentence: str, levels: list[str]) -> None:
    text = f"洪江市医疗保障局2023年城乡医疗救助补助资金绩效自评报告\n\n一、总体情况\n\n{sentence}\n"
    assert [seen.level for seen in seen_in(extractor.extract(as_document(text)))] == levels


def test_a_county_level_city_inside_a_prefecture_pays_as_a_county(extractor: Extractor) -> None:
    sentence = "怀化市财政配套60万元，洪江市财政配套20万元。"
    assert [(seen.level, seen.region) for seen in observe(extractor, "resident", sentence)] == [
        ("municipal", "431200"),
        ("county", "431281"),
    ]


def test_no_level_is_read_across_the_names_of_places(extractor: Extractor) -> None:
    text = (
        "江西省上饶市横峰县2023年度城乡医疗救助补助资金绩效自评报告\n\n"
        "2023年中央财政下达50万元，江西省上饶市财政补助10万元；上年结转20万元。\n"
    )
    found = [(row["literal"], row["funding_level"]) for row in extractor.extract(as_document(text))["observations"]]
    assert found == [("50", "central"), ("10", "municipal"), ("20", "all")]
