"""Score notes in all their notations, and totals."""

from __future__ import annotations

import pytest

from ingest.find.scores import TOTAL, find_score_notes
from ingest.find.view import fold


def notes(text: str) -> list[tuple[str, str | None]]:
    prose = fold(text)
    return [
        (prose[slice(*note.full)], prose[slice(*note.own)] if note.own else None)
        for note in find_score_notes(prose, 0, len(prose))
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("决策（满分6分，自评6分）", [("6", "6")]),
        ("决策（分值 18 分，得分 17.5 分）", [("18", "17.5")]),
        ("决策(满分6分，自评6分）", [("6", "6")]),
        ("决策（自评得分5分，满分6分）", [("6", "5")]),
        ("决策（6分，得5分）", [("6", "5")]),
        ("决策（5/6分）", [("6", "5")]),
        ("决策（6分）得5分", [("6", "5")]),
        ("总体(100分)自评100分", [("100", "100")]),
        ("决策（分值6）得分5", [("6", "5")]),
        ("决策（满分10分，扣1.2分，得8.8分）", [("10", "8.8")]),
        ("决策（满分10分，不扣分，得10分）", [("10", "10")]),
        ("决策（12分/11.5分）", [("12", "11.5")]),
        ("决策（11.5/12分）", [("12", "11.5")]),
        ("决策自评得分9分，满分10分", [("10", "9")]),
        ("决策（权重10%，得分9分）", [("10", "9")]),
        ("决策 分值10，得分9.5", [("10", "9.5")]),
        ("决策 分值：40；得分：38", [("40", "38")]),
        ("决策【权重5，自评5】", [("5", "5")]),
        ("决策满分20分，自评得19分。", [("20", "19")]),
        ("决策情况。指标分值20分，评价得18分", [("20", "18")]),
        ("决策〔满分5分〕", [("5", None)]),
        ("决策（5分）", [("5", None)]),
        ("决策（5分）、过程（6分，得5分）", [("5", None), ("6", "5")]),
    ],
)
def test_a_score_note_gives_full_score_and_own_score(text: str, found: list[tuple[str, str | None]]) -> None:
    assert notes(text) == found


@pytest.mark.parametrize(
    "text", ["优（S≥90）", "共5分册", "（2023）5号", "（5人）", "下达10万元，得到落实", "（第5分局）"]
)
def test_what_only_looks_like_a_score_note_is_none(text: str) -> None:
    assert notes(text) == []


def test_deductions_are_no_score_notes() -> None:
    assert notes("执行率低扣1分，资料不全扣0.5分，报送迟扣0.5分。") == []


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("综合得分96.5分", "96.5"),
        ("自评总分为98分", "98"),
        ("总得分：95", "95"),
        ("项目自评得分97分", "97"),
        ("绩效评价得分达99.5分", "99.5"),
        ("自评得分（S）为93分", "93"),
    ],
)
def test_a_total_is_recognised(text: str, score: str) -> None:
    match = TOTAL.search(fold(text))
    assert match is not None
    assert match["score"] == score
