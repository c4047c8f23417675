"""The view folds spelling and joins broken paragraphs without moving a single character."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.find.view import Closed, fold, make_view

LONG = "全市各级医疗保障部门按照要求做好参保扩面工作并且如期完成"  # a line as long as a page is wide


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("１２３．４５％", "123.45%"),
        ("（一）", "(一)"),
        ("Ａ＝Ｂ", "A=B"),
        ("＞≧≦﹤", ">≥≤<"),
        ("−3 –4 －5 ﹣6", "-3 -4 -5 -6"),
        ("〜～∼", "~~~"),
        ("∶：", "::"),
        ("一\u3000二\u00a0三\u2003四", "一 二 三 四"),
        ("⼈⼝⽉⾦", "人口月金"),
        ("⺠⻓⻋⻝", "民长车食"),
        ("\ufeff报告", " 报告"),
    ],
)
def test_spelling_is_folded(printed: str, folded: str) -> None:
    assert make_view(printed).folded == folded


@pytest.mark.parametrize("char", "，。；、！？“”《》〔〕")
def test_chinese_stops_and_quotes_stay(char: str) -> None:
    assert fold(char) == char


@pytest.mark.parametrize("code", [c for c in range(0x2F00, 0x2FD6)])
def test_every_kangxi_radical_becomes_its_character(code: int) -> None:
    assert fold(chr(code)) == unicodedata.normalize("NFKC", chr(code))


@given(st.text())
def test_the_view_is_as_long_as_the_text(text: str) -> None:
    view = make_view(text)
    assert len(view.folded) == len(view.prose) == len(text)


@given(st.text(alphabet="参保率98.5%万元，。；\n\t |#*<b>/\\$geq—-（）１２\r\u3000⼈\u200b\U00020000", max_size=200))
def test_the_view_is_as_long_as_a_text_of_markup_and_line_ends(text: str) -> None:
    view = make_view(text)
    assert len(view.folded) == len(view.prose) == len(text)


@given(st.text(alphabet="参保率98.5%万元，。；\n\t |#*-（）", max_size=200))
def test_joining_changes_nothing_but_line_ends(text: str) -> None:
    view = make_view(text)
    assert all(f == p or (p == " " and f in "\n\t ") for f, p in zip(view.folded, view.prose, strict=True))


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("**参保率**97%", "  参保率  97%"),
        ("<b>参保率</b>97%", "   参保率    97%"),
        ("<span style='x'>97</span>%", " " * 16 + "97" + " " * 7 + "%"),
        ("## 总体情况", "   总体情况"),
        ("$>95\\%$", " >95 % "),
        ("$\\geq 6$ 个月", " ≥    6  个月"),
        ("$\\leq30$分钟", " ≤   30 分钟"),
    ],
)
def test_markup_becomes_blanks(printed: str, folded: str) -> None:
    assert make_view(printed).folded == folded


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG}\n并取得成效。",
        f"{LONG}\n\n并取得成效。",
        f"{LONG}，\n并取得成效。",
        f"{LONG}\r\n并取得成效。",
        "下达5200\n万元",
    ],
)
def test_a_broken_paragraph_is_joined(text: str) -> None:
    assert "\n" not in make_view(text).prose


def test_a_number_broken_at_its_point_is_joined() -> None:
    assert "\n" not in make_view("参保人数402.\n5万人").prose


@pytest.mark.parametrize(
    "text",
    [
        "一、总体情况\n全市参保402万人。",  # a heading
        f"{LONG}。\n并取得成效。",  # a sentence is over
        f"{LONG}：\n并取得成效。",  # a list begins
        f"{LONG}\n（二）并取得成效。",  # a list goes on
        f"{LONG}\n　　并取得成效。",  # an indented line begins a paragraph
        f"{LONG}\n项目\t金额",  # a table below
        f"项目{LONG}\t金额\n{LONG}",  # a table above
        f"| {LONG} | 金额 |\n{LONG}",  # a table of pipes above
        f"# {LONG}\n并取得成效。",  # a markdown heading
        f"{LONG}\n- 并取得成效。",  # a markdown list
        "短行\n并取得成效。",  # a short line was not broken by the page's width
    ],
)
def test_lines_that_stand_alone_are_not_joined(text: str) -> None:
    assert make_view(text).prose.count("\n") == text.count("\n")


SCORED = "①居民医保参保任务完成情况（满分 8 分，自评 8 分）"


def test_a_heading_with_its_score_is_a_line_of_its_own() -> None:
    assert "\n" in make_view(f"{SCORED}\n下达任务197万人，并取得成效。").prose


@pytest.mark.parametrize(
    ("text", "headings", "joined"),
    [
        (f"{LONG}\n并取得成效。", (), True),  # cut at the width of a page
        (f"{LONG}\n并取得成效。", (0,), False),  # a heading
        ("（三）公用经费支出\n440.31万元，比上年增加。", (0,), True),  # a heading that its figure goes on
        ("其他支出共12.5\n万元，比上年增加。", (), True),
        ("1、参保人数　分值：12；得分：11\n目标值：42.5万人。", (), False),
        ("会计核算与参保登记工作继续推进，成效明显\n并取得成效。", (), False),  # shorter than a line of a page
    ],
)
def test_declared_paragraphs_are_joined_only_where_they_were_cut(
    text: str, headings: tuple[int, ...], joined: bool
) -> None:
    assert ("\n" not in make_view(text, headings).prose) == joined


def test_a_word_broken_over_a_line_is_whole_when_closed_up_and_offsets_lead_back() -> None:
    text = "全年对违规机构依法依规作出处理，其中解除协议两家、暂\n停服务协议三家，并向社会公开通报。\n"
    view = make_view(text)
    joins = view.joins()
    assert [text[start:end] for start, end in joins] == ["\n"]
    closed = Closed(view.prose, joins)
    at = closed.text.index("暂停服务协议")
    assert text[closed.back(at) : closed.back(at + 5) + 1] == "暂\n停服务协议"
    assert all(closed.text[i] == view.prose[closed.back(i)] for i in range(len(closed.text)))


def test_a_text_without_broken_lines_has_nothing_to_close() -> None:
    assert make_view("一、概况\n全市参保402.5万人。\n").joins() == []
