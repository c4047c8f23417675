"""Shares and split shares: invented sentences, and everything that they relate."""

from __future__ import annotations

import pytest

from ingest.resolve.extract import Extractor
from tests.helpers import as_document, report_of
from tests.ingest.resolve.relations.helpers import comparisons

BASIC = "share【基本支出】part=150.0万元 whole=200.0万元 rate=75%"
PROJECT = "share【项目支出】part=50.0万元 whole=200.0万元 rate=25%"


@pytest.mark.parametrize(
    "body",
    [
        "本年支出合计200.0万元，其中：基本支出150.0万元，占75%；项目支出50.0万元，占25%。",
        "支出总计230.0万元。本年支出合计200.0万元，包括：基本支出150.0万元，占75%；项目支出50.0万元，占25%。",
        "本年收入合计210.0万元；本年支出合计200.0万元，其中：基本支出150.0万元，占75%；项目支出50.0万元，占25%。",
        "本年支出合计200.0万元。其中：基本支出150.0万元，占75%；项目支出50.0万元，占比25%。",
        "本年支出合计200.0万元，包括基本支出150.0万元（占75%）、项目支出50.0万元（占25%）。",
        "本年支出合计200.0万元（基本支出150.0万元，占75%；项目支出50.0万元，占25%）。",
        "本年支出合计200.0万元，其中：\n\n1.基本支出150.0万元，占75%；\n\n2.项目支出50.0万元，占25%。",
        "本年支出合计200.0万元。\n\n基本支出150.0万元，占本年支出合计的75%；项目支出50.0万元，占本年支出合计的25%。",
        "本年支出合计200.0万元，由150.0万元的基本支出（占比75%）和50.0万元的项目支出（占比25%）两部分组成。",
        "部门支出200.0万元。\n\n部门支出主要用于以下方面：基本支出150.0万元，占75%；项目支出50.0万元，占25%。",
    ],
)
def test_parts_of_a_list_are_shares_of_its_whole(extractor: Extractor, body: str) -> None:
    assert comparisons(extractor, body) == [BASIC, PROJECT]


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("采购支出总额50万元。授予中小企业合同金额40万元，占采购支出总额的80%。", "50万元"),
        ("甲市某局2024年度采购支出总额50万元。授予中小企业合同金额40万元，占采购支出总额的80%。", "50万元"),
        ("政府采购支出50万元。授予中小企业合同金额40万元，占政府采购支出总额的比重为80%。", "50万元"),
    ],
)
def test_a_whole_is_found_by_its_printed_label(extractor: Extractor, sentence: str, whole: str) -> None:
    assert comparisons(extractor, sentence) == [f"share【授予中小企业合同金额】part=40万元 whole={whole} rate=80%"]


@pytest.mark.parametrize(
    "body",
    [
        "授予中小企业合同金额80万元，占100%。",
        "参保5万人，占常住人口的95%。",
        "按病种付费的住院费用占比60%。",
        "救助支出总额90万元。救助5000人，占救助支出总额的40%。",
        "收入合计90万元，支出合计90万元，其中：基本支出60万元，占66.7%。",
        "采购支出总额90万元，其中货物支出20万元、服务支出70万元；授予中小企业合同金额60万元，占66.7%。",
        "职工医保基金支出6亿元，居民医保基金支出4亿元，占医保基金支出的40%。",
        "医保基金支出6亿元。\n\n医保基金支出7亿元。\n\n住院支出4亿元，占医保基金支出的40%。",
        "支出90万元，比上年增加10万元，占上年支出的12.5%。",
        "我市占13.95%。",
        "收入90万元，支出90万元，由60万元的基本支出（占比66.7%）和30万元的项目支出（占比33.3%）组成。",
        "支出90万元，用于60万元的设备购置（占比66.7%）。",
    ],
)
def test_a_share_of_no_sure_whole_relates_nothing(extractor: Extractor, body: str) -> None:
    assert [line for line in comparisons(extractor, body) if line.startswith("share【")] == []


@pytest.mark.parametrize(
    "body",
    [
        "收入总计250.0万元。其中，本年收入合计200.0万元，内有拨款收入150.0万元、占比75%，其他收入50.0万元、占比25%；余下50.0万元为上年结余。",
        "收入总计250.0万元，其中本年收入合计200.0万元，内有拨款收入150.0万元（占比75%）、其他收入50.0万元（占比25%）。",
        "收入总计250.0万元，其中本年收入小计200.0万元，包括拨款收入150.0万元，占75%，其他收入50.0万元，占25%。",
    ],
)
def test_a_sum_inside_a_list_is_the_whole_of_what_it_divides_into(extractor: Extractor, body: str) -> None:
    assert comparisons(extractor, body) == [
        "share【拨款收入】part=150.0万元 whole=200.0万元 rate=75%",
        "share【其他收入】part=50.0万元 whole=200.0万元 rate=25%",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "收入总计250.0万元，其中本年收入合计200.0万元，占80%，上年结余50.0万元，占20%。",
            [
                "share【本年收入合计】part=200.0万元 whole=250.0万元 rate=80%",
                "share【上年结余】part=50.0万元 whole=250.0万元 rate=20%",
            ],
        ),
        ("收入总计250.0万元，其中本年收入合计200.0万元，内有拨款收入150.0万元；上年结余50.0万元，占20%。", []),
    ],
)
def test_a_sum_that_is_a_share_itself_or_has_ended_is_no_whole(
    extractor: Extractor, body: str, expected: list[str]
) -> None:
    assert comparisons(extractor, body) == expected


def test_a_part_of_a_part_may_be_a_share_of_either_and_relates_nothing(extractor: Extractor) -> None:
    body = "采购支出总额90万元。授予中小企业合同金额60万元，占采购支出总额的66.7%；其中授予小微企业30万元，占33.3%。"
    assert comparisons(extractor, body) == ["share【授予中小企业合同金额】part=60万元 whole=90万元 rate=66.7%"]


CLASSES = (
    "货物采购授予中小企业合同金额占货物支出金额的100%，工程采购授予中小企业合同金额占工程支出金额的0%，"
    "服务采购授予中小企业合同金额占服务支出金额的50%。"
)
BOUGHT = "采购支出总额90.0万元，其中：政府采购货物支出20.0万元、政府采购工程支出0.0万元、政府采购服务支出70.0万元。"


def test_shares_of_all_classes_make_the_part_together(extractor: Extractor) -> None:
    body = f"{BOUGHT}授予中小企业合同金额55.0万元；{CLASSES}"
    assert comparisons(extractor, body) == [
        "split_share【授予中小企业合同金额】"
        "base=20.0万元 rate=100% base=0.0万元 rate=0% base=70.0万元 rate=50% part=55.0万元"
    ]


def test_the_base_and_the_rate_of_a_class_share_a_term(extractor: Extractor) -> None:
    body = f"货物支出20.0万元、工程支出0.0万元、服务支出70.0万元。授予中小企业合同金额55.0万元；{CLASSES}"
    rows = extractor.extract(as_document(report_of("accounts", body)))["relations"]
    assert [(row["role"], row["term"]) for row in rows] == [
        ("base", 1), ("rate", 1), ("base", 2), ("rate", 2), ("base", 3), ("rate", 3), ("part", None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        f"货物支出20.0万元、服务支出70.0万元。授予中小企业合同金额55.0万元；{CLASSES}",
        f"货物支出20.0万元、工程支出0.0万元、服务支出70.0万元。{CLASSES}",
        "货物支出20.0万元、服务支出70.0万元。授予中小企业合同金额55.0万元；货物采购授予中小企业合同金额占货物支出金额的100%，服务采购授予中小企业合同金额占工程支出金额的50%。",
        "货物支出20.0万元、服务支出70.0万元。授予中小企业合同金额55.0万元；货物采购授予中小企业合同金额占货物支出金额的100%。",
    ],
)
def test_classes_that_do_not_pair_up_relate_nothing(extractor: Extractor, body: str) -> None:
    assert comparisons(extractor, body) == []
