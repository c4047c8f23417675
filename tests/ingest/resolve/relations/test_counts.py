"""Indicators that are counted level by level, and names that are listed beside their number."""

from __future__ import annotations

import pytest

from ingest.resolve.extract import Extractor
from tests.ingest.resolve.relations.seen import relations

OVERVIEW = """（三）指标体系

设置一级指标 2 个、二级指标 3 个、三级指标 6 个（其中定量指标 2 个、定性指标 4 个）

1. 项目决策（20 分）

设置二级指标 2 个、三级指标 3 个（均为定性指标）

(1)决策依据（5分）。包含“依据充分”“程序规范”2个三级指标。

(2)资金分配（15分）。包含“分配合理”1个三级指标。

2. 项目产出（80 分）

设置二级指标 1 个、三级指标 3 个（2 个定量指标，1 个定性指标）

(1)数量指标（80分）。包含“培训场次”、“公开条数”和“检查家数”3个三级指标。

（四）评价过程
"""


def sums(extractor: Extractor, body: str) -> set[str]:
    return {line for line in relations(extractor, body, "capacity") if line.startswith("parts")}


def test_counts_of_the_overview_are_the_sums_of_the_sections(extractor: Extractor) -> None:
    found = sums(extractor, OVERVIEW)
    assert {"parts 3 = 2 + 1", "parts 6 = 3 + 3"} <= found  # second and third level
    assert {"parts 2 = 2", "parts 4 = 3 + 1", "parts 6 = 2 + 4"} <= found  # by nature


def test_the_count_of_a_section_is_the_sum_of_its_entries(extractor: Extractor) -> None:
    assert "parts 3 = 3" in sums(extractor, OVERVIEW)
    assert "parts 3 = 2 + 1" in sums(extractor, OVERVIEW.replace("二级指标 3 个", "二级指标 8 个"))


def test_a_wrong_count_is_bound_all_the_same(extractor: Extractor) -> None:
    assert "parts 5 = 2 + 1" in sums(extractor, OVERVIEW.replace("三级指标 3 个（均", "三级指标 5 个（均"))


def test_sections_must_all_state_their_counts(extractor: Extractor) -> None:
    body = OVERVIEW.replace("设置二级指标 1 个、三级指标 3 个（2 个定量指标，1 个定性指标）\n", "")
    found = sums(extractor, body)
    assert "parts 6 = 3 + 3" not in found
    assert "parts 4 = 3 + 1" not in found


def test_an_entry_without_a_count_leaves_its_section_without_a_sum(extractor: Extractor) -> None:
    body = OVERVIEW.replace("包含“分配合理”1个三级指标。", "包含“分配合理”。")
    assert "parts 3 = 2" not in sums(extractor, body)


def test_one_count_may_serve_for_both_natures(extractor: Extractor) -> None:
    body = OVERVIEW.replace("三级指标 3 个（2 个定量指标，1 个定性指标）", "三级指标 2 个（定量、定性各1个）")
    assert {"parts 2 = 1", "parts 4 = 3 + 1"} <= sums(extractor, body)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("决策依据（5分）。包含“依据充分”“程序规范”2个三级指标。", ["name_count 2 ~ 2"]),
        ("资金管理（5分），包括“到位率”、“执行率”和“合规性”4个三级指标。", ["name_count 4 ~ 3"]),
        ("对2个项目开展评价，分别是“居民医保补助”“医疗救助补助”。", ["name_count 2 ~ 2"]),
        ("组织评价2个项目，分别是“居民医保补助”“医疗救助补助”。", ["name_count 2 ~ 2"]),
        ("局内设办公室、待遇科、基金科3个科室，下设经办中心1个单位。", ["name_count 3 ~ 3"]),
        ("下辖3个单位，分别为局机关、经办中心、信息中心。", ["name_count 3 ~ 3"]),
        ("组织评价2个项目，分别是居民医保补助、医疗救助补助等项目。", []),
        ("组织评价3个项目，分别是“甲项补助”“乙项补助”等。", []),
        ("内设办公室、待遇和基金科等5个科室。", []),
        ("内设待遇科和基金科2个科室。", []),
        ("接入“云平台”等2个系统。", []),
        ("包含“依据充分”程序规范”2个三级指标。", []),
    ],
)  # fmt: skip
def test_names_are_counted_where_the_list_is_closed(extractor: Extractor, sentence: str, expected: list[str]) -> None:
    assert [line for line in relations(extractor, sentence, "capacity") if "name_count" in line] == expected
