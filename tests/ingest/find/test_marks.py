"""Heading and list marks at the start of a line."""

from __future__ import annotations

import pytest

from ingest.find.marks import mark_of
from ingest.find.view import fold


@pytest.mark.parametrize(
    ("line", "style", "words"),
    [
        ("一、总体情况", "cn", "总体情况"),
        ("十二、总体情况", "cn", "总体情况"),
        ("一. 总体情况", "cn", "总体情况"),
        ("（一）总体情况", "cnp", "总体情况"),
        ("( 三 )总体情况", "cnp", "总体情况"),
        ("1.总体情况", "ar", "总体情况"),
        ("1．总体情况", "ar", "总体情况"),
        ("12、总体情况", "ar", "总体情况"),
        ("（1）总体情况", "arp", "总体情况"),
        ("1）总体情况", "arr", "总体情况"),
        ("①总体情况", "circle", "总体情况"),
        ("第二部分 总体情况", "part", "总体情况"),
        ("附件1：总体情况", "attachment", "总体情况"),
        ("附件：总体情况", "attachment", "总体情况"),
        ("- 一、总体情况", "cn", "总体情况"),
        ("\t 1. 总体情况", "ar", "总体情况"),
        ("A 决策", "code0", "决策"),
        ("B1项目立项", "code1", "项目立项"),
        ("C101 立项依据", "code3", "立项依据"),
        ("3.1 项目决策", "dotted2", "项目决策"),
        ("3.1.2、绩效目标", "dotted3", "绩效目标"),
    ],
)
def test_a_mark_has_its_style_and_the_words_begin_after_it(line: str, style: str, words: str) -> None:
    mark = mark_of(fold(line))
    assert mark is not None
    assert (mark.style, line[mark.end :]) == (style, words)


@pytest.mark.parametrize(
    "line",
    [
        "总体情况",
        "1.5万元",
        "12.3%",
        "一是加强领导",
        "2023年工作",
        "三明市",
        "（详见附表）",
        "第一季度",
        "",
        "附件清单如下",
    ],
)
def test_a_line_that_only_begins_like_a_mark_has_none(line: str) -> None:
    assert mark_of(fold(line)) is None


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("三、总体情况", 3),
        ("十、总体情况", 10),
        ("十二、总体情况", 12),
        ("（二十）总体情况", 20),
        ("二十一、总体情况", 21),
        ("第二部分 总体情况", 2),
        ("12、总体情况", 12),
        ("（1）总体情况", 1),
        ("③总体情况", 3),
        ("一二、总体情况", 0),
        ("A 决策", 0),
    ],
)
def test_a_mark_knows_its_number(line: str, value: int) -> None:
    mark = mark_of(fold(line))
    assert mark is not None and mark.value == value
