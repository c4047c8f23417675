"""Indicators told field by field: cards in lines, in one line, below headings and in rows of a table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.resolve.extract import Extraction
from tests.helpers import TITLES, seen_in
from tests.ingest.resolve.indicators.test_header_shapes import tree

Extract = Callable[[str], Extraction]
FIELDS = (("居民参保率", "50", "48"), ("群众满意度", "50", "49"))
TWO = [(1, *fields) for fields in FIELDS]


@pytest.mark.parametrize(
    "card",
    [
        "指标名称：{}\n指标分值：{}\n自评得分：{}\n\n",
        "指标名称：{}；分值：{}分；得分：{}分。\n",
        "1.指标名称：{}\n指标值：≥95%\n实际完成值：96%\n分值：{}分\n得分：{}分\n",
        "评价指标：{}　满分：{}　自评得分：{}\n",
        "（一）{}\n指标分值：{}分\n自评得分：{}分\n评分说明：略有差距。\n",
        "指标名称|{}|分值|{}|得分|{}\n",
        "指标名称|{}\n分值|{}\n得分|{}\n",
    ],
)
def test_a_card_is_a_node_and_its_score_no_total(extract: Extract, card: str) -> None:
    text = "".join(card.format(*fields) for fields in FIELDS)
    assert tree(extract, text) == TWO
    seen = seen_in(extract(f"{TITLES['resident']}\n\n一、自评情况\n\n{text.replace('|', chr(9))}\n"))
    assert "self_evaluation_score" not in [found.metric for found in seen]


@pytest.mark.parametrize("end", ["\n", "；"])
def test_groups_of_cards_are_told_once(extract: Extract, end: str) -> None:
    card = "一级指标：产出指标{0}二级指标：{1}指标{0}三级指标：{2}{0}分值：{3}{0}得分：{4}\n"
    text = card.format(end, "数量", "参保人数", 20, 20) + card.format(end, "质量", "参保率", 30, 29)
    assert tree(extract, text + card.format(end, "质量", "到位率", 50, 50)) == [
        (1, "产出指标", "", ""), (2, "数量指标", "", ""), (3, "参保人数", "20", "20"),
        (2, "质量指标", "", ""), (3, "参保率", "30", "29"), (3, "到位率", "50", "50"),
    ]  # fmt: skip


def test_a_group_with_its_score_heads_the_cards_below_it(extract: Extract) -> None:
    text = "一级指标：决策（20分）\n指标名称：立项依据充分性\n分值：20\n得分：19\n"
    assert tree(extract, text) == [(1, "决策", "20", ""), (2, "立项依据充分性", "20", "19")]


def test_a_card_gives_target_and_actual_value(extract: Extract) -> None:
    card = "指标名称：居民参保人数\n年度指标值：≥400万人\n全年实际值：402万人\n分值：20\n得分：20\n"
    row = extract(f"{TITLES['resident']}\n\n一、自评情况\n\n{card}")["indicator_scores"][0]
    assert (row["target_literal"], row["actual_literal"], row["unit_label"]) == ("400", "402", "万人")


def test_the_total_behind_cards_is_the_reports(extract: Extract) -> None:
    text = "".join("指标名称：{}\n分值：{}\n得分：{}\n".format(*fields) for fields in FIELDS)
    assert tree(extract, f"{text}自评总分：97分\n") == [(0, "", "", "97"), *TWO]


@pytest.mark.parametrize("head", ["评价项目：居民医保补助\n自评得分：97分", "评价项目|居民医保补助|自评得分|97"])
def test_what_is_evaluated_is_no_indicator(extract: Extract, head: str) -> None:
    assert tree(extract, f"{head}\n") == [(0, "", "", "97")]


@pytest.mark.parametrize("lines", ["得分：97分\n等级：优", "满分：100分\n自评得分：97分"])
def test_a_score_below_a_heading_that_names_no_indicator_is_the_total(extract: Extract, lines: str) -> None:
    assert [row[0] for row in tree(extract, f"（一）评价结论\n{lines}\n")] in ([0], [])
