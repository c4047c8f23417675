"""Scores told in sentences: lists of the first level, lists in order, parts inside a sentence, bullets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.resolve.extract import Extraction
from tests.ingest.resolve.indicators.test_header_shapes import tree

Extract = Callable[[str], Extraction]
TOPS = [(1, "决策", "20", "18"), (1, "过程", "30", "29"), (1, "产出", "50", "48")]


@pytest.mark.parametrize(
    "sentence",
    [
        "决策、过程、产出三项一级指标的分值依次为20分、30分、50分，得分依次为18分、29分、48分。",
        "决策、过程和产出3个一级指标权重分别为20%、30%和50%，自评得分分别为18、29和48分。",
        "决策（20分）、过程（30分）、产出（50分）三个维度得分分别为18分、29分、48分。",
        "决策、过程、产出分别得18分、29分、48分（满分分别为20分、30分、50分）。",
        "决策（20分）18分，过程（30分）29分，产出（50分）48分。",
        "一级指标“决策”满分20分，得分18分；一级指标“过程”满分30分，得分29分；一级指标“产出”满分50分，得分48分。",
        "◆ 决策（20分）得分18分\n◆ 过程（30分）得分29分\n◆ 产出（50分）得分48分",
        "●决策（满分20分，得分18分）\n●过程（满分30分，得分29分）\n●产出（满分50分，得分48分）",
    ],
)
def test_first_level_scores_are_told_in_many_ways(extract: Extract, sentence: str) -> None:
    assert tree(extract, sentence) == TOPS


def test_names_and_numbers_of_other_counts_are_no_list(extract: Extract) -> None:
    assert tree(extract, "决策、过程、产出得分分别为18分、29分。") == []


TABLE = "一级指标|权重|二级指标|权重|得分\n决策|20%|项目立项|20%|18\n产出|80%|产出数量|80%|77\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "决策类权重20%，得18.00分，得分率90.00%；产出类权重80%，得77.00分，得分率96.25%。",
        "其中：决策指标得分18分，产出指标得分77分。",
        "决策、产出得分分别为18分、77分。",
    ],
)
def test_the_conclusion_scores_the_first_level_of_the_table(extract: Extract, sentence: str) -> None:
    found = tree(extract, f"{sentence}\n\n二、评分表\n\n{TABLE}")
    assert [(name, full, float(own)) for level, name, full, own in found if level == 1] == [
        ("决策", "20", 18.0),
        ("产出", "80", 77.0),
    ]


@pytest.mark.parametrize(
    "sentence", ["满分100分，其中决策20分、产出80分，得分90分以上为优。", "决策（20分）、产出（80分）按完成比例得分。"]
)
def test_full_scores_said_again_are_no_own_scores(extract: Extract, sentence: str) -> None:
    found = tree(extract, f"{TABLE}\n说明：{sentence}\n")
    assert [own for level, *_, own in found if level == 1] == ["", ""]


PARTS = [
    (1, "过程", "28", "25"),
    (2, "预算执行", "15", "13"),
    (3, "预算完成率", "10", "9"),
    (3, "支付进度率", "5", "4"),
    (2, "预算管理", "13", "12"),
]


@pytest.mark.parametrize(
    "sentence",
    [
        "预算执行（15分）得13分，其中预算完成率（10分）得9分、支付进度率（5分）得4分；预算管理（13分）得12分。",
        "预算执行（15分）得13分，其中预算完成率（10分）得9分；支付进度率（5分）得4分；预算管理（13分）得12分。",
        "预算执行（15分）得13分：预算完成率（10分）得9分，支付进度率（5分）得4分。预算管理（13分）得12分。",
    ],
)
def test_parts_end_where_they_add_up(extract: Extract, sentence: str) -> None:
    assert tree(extract, f"（一）过程（满分28分，得25分）。{sentence}\n") == PARTS


def test_a_semicolon_ends_parts_that_do_not_add_up(extract: Extract) -> None:
    sentence = "预算执行（15分）得13分，其中支付进度率（5分）得4分；预算管理（13分）得12分。"
    assert [row[:2] for row in tree(extract, f"（一）过程（满分28分，得25分）。{sentence}\n")] == [
        (1, "过程"), (2, "预算执行"), (3, "支付进度率"), (2, "预算管理"),
    ]  # fmt: skip


@pytest.mark.parametrize("bullets", ["●■", "◆➢", "--"])
def test_indented_bullets_are_an_outline(extract: Extract, bullets: str) -> None:
    outer, inner = bullets
    pair = "{0} {2}（20分，得18分）\n  {1} {3}（20分，得18分）\n"
    text = pair.format(outer, inner, "组织领导", "工作专班") + pair.format(outer, inner, "征缴任务", "参保扩面")
    assert [row[:2] for row in tree(extract, text)] == [
        (1, "组织领导"), (2, "工作专班"), (1, "征缴任务"), (2, "参保扩面"),
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["产出指标共60分", "产出指标设定60分", "2 产出指标60分", "（2）产出指标60分"])
def test_words_around_a_name_are_no_part_of_it(extract: Extract, words: str) -> None:
    found = tree(extract, f"决策指标40分，得38分；{words}，得59分。\n")
    assert found == [(1, "决策指标", "40", "38"), (1, "产出指标", "60", "59")]


@pytest.mark.parametrize("told", ["得分58/60", "得58分（满分60分）", "（60分）：得分58分"])
def test_own_and_full_score_in_any_order(extract: Extract, told: str) -> None:
    assert tree(extract, f"（一）产出指标{told}。\n")[0] == (1, "产出指标", "60", "58")


def test_execution_stands_below_a_group_that_has_room_for_it(extract: Extract) -> None:
    text = (
        "（一）过程（30分，得29分）\n- **预算执行**（16分，得15分）：尚好。\n- **预算管理**（14分，得14分）：尚好。\n"
    )
    assert [row[:2] for row in tree(extract, text)] == [(1, "过程"), (2, "预算执行"), (2, "预算管理")]
