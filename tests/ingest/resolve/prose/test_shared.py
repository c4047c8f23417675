"""What numbers share: the name of a 分别 list, a whole that is only named (参保人员中), a goal behind a list."""

from __future__ import annotations

from functools import partial

import pytest

from ingest.resolve.extract import Extractor
from tests.helpers import Seen, observe

spent = partial(Seen, "funding_spent", scheme="medical_assistance", level="all")
ratio, insured = partial(Seen, "assistance_ratio", scheme="medical_assistance"), partial(Seen, "insured_persons")
key = partial(Seen, "key_group_participation_rate", scheme="basic_all")
covered = partial(Seen, "drg_dip_coverage_rate")
DESTITUTE, POOR = "特困人员", "低保对象"


@pytest.mark.parametrize(
    ("genre", "sentence", "expected"),
    [
        (
            "assistance",
            "住院救助、门诊救助、资助参保支出依次为80万元、20万元和11万元。",
            [
                spent("800000", breakdown="住院救助"),
                spent("200000", breakdown="门诊救助"),
                spent("110000", breakdown="资助参保"),
            ],
        ),
        (
            "assistance",
            "全年资助参保、直接救助分别支出11万元、80万元。",
            [spent("110000", breakdown="资助参保"), spent("800000", breakdown="直接救助")],
        ),
        (
            "assistance",
            "限额内救助比例，特困人员、低保对象分别为98%、72%。",
            [ratio("98", breakdown=DESTITUTE), ratio("72", breakdown=POOR)],
        ),
        (
            "assistance",
            "特困人员和低保对象参保率分别为99.9%、99.2%。",
            [key("99.9", breakdown=DESTITUTE), key("99.2", breakdown=POOR)],
        ),
        (
            "resident",
            "职工医保统筹基金、个人账户支出分别为11亿元、7亿元。",
            [
                Seen("fund_expense", "1100000000", "employee", breakdown="统筹基金"),
                Seen("fund_expense", "700000000", "employee", breakdown="个人账户"),
            ],
        ),
        # 住院救助 is no part of those whose enrolment was paid: no guess
        ("assistance", "住院救助、门诊救助、资助参保人数分别为300人、400人、500人。", []),
    ],
)
def test_parts_of_a_list_share_the_name_that_stands_once(
    extractor: Extractor, genre: str, sentence: str, expected: list[Seen]
) -> None:
    assert observe(extractor, genre, sentence) == expected


@pytest.mark.parametrize(
    ("genre", "sentence", "expected"),
    [
        (
            "resident",
            "居民医保参保410万人。职工医保参保人员中，在职职工21.5万人、退休人员9.4万人。",
            [
                insured("4100000", "resident"),
                insured("215000", "employee", breakdown="在职职工"),
                insured("94000", "employee", breakdown="退休人员"),
            ],
        ),
        (
            "resident",
            "参保职工中在职21.5万人、退休9.4万人。",
            [insured("215000", "employee", breakdown="在职"), insured("94000", "employee", breakdown="退休")],
        ),
        (
            "resident",
            "职工医保参保30.9万人，在职职工21.5万人，退休人员9.4万人。",
            [
                insured("309000", "employee"),
                insured("215000", "employee", breakdown="在职职工"),
                insured("94000", "employee", breakdown="退休人员"),
            ],
        ),
        (
            "resident",
            "居民医保基金支出中，住院支出12亿元、门诊支出3亿元。",
            [
                Seen("fund_expense", "1200000000", "resident", breakdown="住院"),
                Seen("fund_expense", "300000000", "resident", breakdown="门诊"),
            ],
        ),
        ("resident", "全市在职职工21.5万人。", []),  # no staff of a bureau
        ("assistance", "救助中心3家，年中参保中断1200人。", []),
    ],
)
def test_a_whole_that_is_only_named_has_parts(
    extractor: Extractor, genre: str, sentence: str, expected: list[Seen]
) -> None:
    assert observe(extractor, genre, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("紧盯参保率不低于95%、群众满意度达到92%以上的目标，持续发力。", []),
        ("围绕参保率稳定在95%以上，政策知晓率达到90%以上的目标任务，狠抓落实。", []),
        ("锚定参保率95%、满意度92%工作目标，全年参保率达到96%。", ["96"]),
        ("参保率达到96%，高于95%的目标；满意度93%，超过目标1个百分点。", ["96", "93"]),
        ("参保率达到96%、超额完成省定的目标任务。", ["96"]),
        ("到2026年，参保率稳定在95%以上。力争参保率达到96%、知晓率达到90%。", []),
        ("按照参保率不低于95%的要求，全年参保率达到97.1%。", ["97.1"]),
    ],
)
def test_a_goal_may_be_called_one_behind_its_list(extractor: Extractor, sentence: str, values: list[str]) -> None:
    assert [seen.value for seen in observe(extractor, "resident", sentence)] == values


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("全年上报信息86条，其中被省局采用12条。", ["86"]),
        ("全年上报信息86条，其中5条被国家局转发。", ["86"]),
        ("全年公开信息86条，其中政策法规类20条。", ["86", "20"]),
    ],
)
def test_items_that_others_took_up_are_none_that_were_reported(
    extractor: Extractor, sentence: str, values: list[str]
) -> None:
    assert [seen.value for seen in observe(extractor, "department", sentence)] == values


def test_a_second_rate_of_coverage_is_of_the_same_way_of_paying(extractor: Extractor) -> None:
    sentence = "DRG付费医疗机构覆盖率96%，住院医保基金支出覆盖率84%，出院病例覆盖率90%。"
    assert observe(extractor, "resident", sentence) == [
        covered("96", breakdown="医疗机构"),
        covered("84", breakdown="住院医保基金支出"),
        covered("90", breakdown="出院病例"),
    ]


def test_bases_of_a_rate_go_on_in_a_list(extractor: Extractor) -> None:
    listed = "DIP实际付费覆盖医疗机构100%、病种95%、住院基金85%。"
    paired = "DRG付费医疗机构覆盖率、基金支出覆盖率分别为100%、85%。"
    assert observe(extractor, "resident", listed) == [
        covered("100", breakdown="医疗机构"),
        covered("95", breakdown="病种"),
        covered("85", breakdown="住院基金"),
    ]
    assert observe(extractor, "resident", paired) == [
        covered("100", breakdown="医疗机构"),
        covered("85", breakdown="基金支出"),
    ]


def test_a_list_of_three_treasuries_is_told_apart(extractor: Extractor) -> None:
    sentence = "省、市、县三级财政分别安排100万元、50万元、30万元。"
    assert [seen.level for seen in observe(extractor, "county", sentence)] == ["provincial", "municipal", "county"]


def test_an_opening_balance_is_none_and_tells_that_a_fund_is_spoken_of(extractor: Extractor) -> None:
    sentence = "居民医保上年结余30亿元，当年收入41亿元，支出40亿元。"
    assert observe(extractor, "resident", sentence) == [
        Seen("fund_income", "4100000000", "resident"),
        Seen("fund_expense", "4000000000", "resident"),
    ]


def test_a_standard_holds_in_the_year_that_it_holds_from(extractor: Extractor) -> None:
    sentence = "2024年1月1日起执行新标准，个人缴费400元。"
    assert [seen.year for seen in observe(extractor, "resident", sentence)] == [2024]


def test_a_second_list_leans_on_the_labels_of_the_first(extractor: Extractor) -> None:
    sentence = "住院、门诊救助人次分别为3.1万人次、6.2万人次，支出分别为15万元、3万元。"
    visits = partial(Seen, "beneficiary_visits", scheme="medical_assistance")
    assert observe(extractor, "assistance", sentence) == [
        visits("31000", breakdown="住院"),
        visits("62000", breakdown="门诊救助"),
        spent("150000", breakdown="住院"),
        spent("30000", breakdown="门诊救助"),
    ]


def test_a_colon_behind_a_sum_leads_to_the_levels_of_its_money(extractor: Extractor) -> None:
    sentence = "全县共筹集资金900万元：中央600万元、省级200万元、县级100万元。"
    assert [(seen.metric, seen.level) for seen in observe(extractor, "county", sentence)] == [
        ("funding_available", "all"),
        ("funding_allocated", "central"),
        ("funding_allocated", "provincial"),
        ("funding_allocated", "county"),
    ]
