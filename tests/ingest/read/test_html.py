"""HTML: what a browser prints is what is read."""

from __future__ import annotations

import codecs

import pytest

from ingest.read import Unreadable
from ingest.read.html import read
from tests.ingest.read.samples import grids, spans


def _text(body: str) -> str:
    return read(f"<html><body>{body}</body></html>".encode()).text


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<meta charset=utf-8><p>医保</p>".encode(), "utf-8"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>医保㐀</p>'.encode("gb18030"),
            "gb18030",
        ),
        ("<meta charset='GBK'><p>医保</p>".encode("gbk"), "gb18030"),
        ("<meta charset=big5><p>醫保</p>".encode("big5"), "big5"),
        ('<?xml version="1.0" encoding="GB2312"?><html><p>医保</p></html>'.encode("gbk"), "gb18030"),
        ("<p>怀化市医疗保障局的报告</p>".encode("gbk"), "gb18030"),
        ("<meta charset=gb2312><p>医保</p>".encode(), "utf-8"),
        (codecs.BOM_UTF8 + "<meta charset=gbk><p>医保</p>".encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + "<p>医保</p>".encode("utf-16-le"), "utf-16-le"),
        (b"<meta charset=utf-8><p>" + "医保".encode() * 999 + b"\xe5</p>", "utf-8"),
    ],
)
def test_the_encoding_is_what_the_mark_the_page_or_the_bytes_say(data: bytes, encoding: str) -> None:
    content = read(data)
    assert content.encoding == encoding
    assert content.text[:2] in ("医保", "醫保", "怀化")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>收入<span>12</span><span>3.4</span>万元</p>", "收入123.4万元\n"),
        ("<p>　　&nbsp;首行 缩进&nbsp;</p>", "首行 缩进\n"),
        ("<p>医疗\n   保障</p><p>a\n b  c</p>", "医疗保障\na b c\n"),
        ("前<p>中<br>断</p>后", "前\n中\n断\n后\n"),
        ("<div>一<div>二</div>三</div>", "一\n二\n三\n"),
        ("<script>1</script><style>a{}</style><!-- 2 --><noscript>3</noscript><p>文</p>", "文\n"),
        ("<p style='display: none'>隐</p><p hidden>藏</p><p style='MSO-HIDE:all'>起</p><p>文</p>", "文\n"),
        ("<nav>首页</nav><div class='x footer'>主办</div><p>文</p><footer>电话12393</footer>", "文\n"),
        ("<article><header>题</header><p>文</p><footer>2024年5月</footer></article>", "题\n文\n2024年5月\n"),
        ("<header>站名</header><header><h1>题</h1></header>", "题\n"),
        ("<ul><li><a href=1>甲局报告</a><li><a href=2>乙</a><li><a href=3>丙</a></ul><p>文</p>", "文\n"),
        ("<div><a href=1>首页</a> | <a href=2>公开</a> | <a href=3>互动</a></div><p>文</p>", "文\n"),
        ("<div><a name=1>甲</a><a name=2>乙</a><a name=3>丙</a></div>", "甲乙丙\n"),
        ("<ul><li>甲<a>链</a><li>乙</ul>", "甲链\n乙\n"),
        ("<ol start=2><li>甲<li><p>乙</p><p>续</p><li value=9>丙</ol>", "2. 甲\n3. 乙\n续\n9. 丙\n"),
        ("<ol type=a><li>甲</ol><ol style='list-style:none'><li>1、乙</ol>", "a. 甲\n1、乙\n"),
        ("<p class=MsoNormal><![if !supportLists]>一、<![endif]>概况<o:p></o:p></p>", "一、概况\n"),
        ("<p>增<del>删</del><ins>改</ins></p>", "增改\n"),
        ("<p>10<sup>4</sup>人</p>", "104人\n"),
    ],
)
def test_blocks_lists_and_what_is_left_out(body: str, text: str) -> None:
    assert _text(body) == text


def test_headings_are_headings() -> None:
    assert [piece.kind for piece in read(b"<h1>A</h1><p>B</p><h3>C</h3>").pieces] == ["heading", "paragraph", "heading"]


def test_preformatted_columns_are_a_table_and_cells_one_a_line_stay_so() -> None:
    content = read("<pre>\n表\n项目\t金额\n中央\t12\n省级\t3\n</pre>".encode())
    assert grids(content) == [[["项目", "金额"], ["中央", "12"], ["省级", "3"]]]
    assert _text("<pre>\t项目\n\t金额\n\n\t中央\n\t12\n</pre>") == "\t项目\n\t金额\n\n\t中央\n\t12\n"


def test_a_table_has_its_caption_before_it_and_its_spans() -> None:
    content = read(
        "<table><caption>表一</caption><thead><tr><th colspan=2>指标<th>分值<tbody>"
        "<tr><td rowspan=2>产出<td>数量<br>指标<td>10<tr><td>质量<td>&nbsp;</table>".encode()
    )
    assert content.text.startswith("表一\n指标\t\t分值\n")
    assert spans(content) == {
        (0, 0, 1, 2, "指标"), (0, 2, 1, 1, "分值"), (1, 0, 2, 1, "产出"), (1, 1, 1, 1, "数量  指标"),
        (1, 2, 1, 1, "10"), (2, 1, 1, 1, "质量"), (2, 2, 1, 1, ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ("<tr><td rowspan=9>甲<td>1<tr><td>2", [["甲", "1"], ["", "2"]]),
        ("<tr><td rowspan=0>甲<td>1<tr><td>2", [["甲", "1"], ["", "2"]]),
        ("<tr><td colspan=500>甲<tr><td>1<td>2", [["甲", ""], ["1", "2"]]),
        ("<tr><td colspan=x>甲<td>乙<tr><td>1<td>2", [["甲", "乙"], ["1", "2"]]),
        ("<tr><td>甲<td rowspan=2>乙<tr><td colspan=3>1<td>丙", [["甲", "乙", ""], ["1", "", "丙"]]),
        ("<thead><tr><td rowspan=5>甲<td>乙<tbody><tr><td>1<td>2", [["甲", "乙"], ["1", "2"]]),
        ("<tr><td>甲<td>乙<tr></tr><tr><td>1", [["甲", "乙"], ["1", ""]]),
    ],
)
def test_wrong_spans_are_put_right_as_browsers_do(rows: str, cells: list[list[str]]) -> None:
    assert grids(read(f"<table>{rows}</table>".encode())) == [cells]


def test_of_tables_that_lay_a_page_out_only_the_innermost_are_tables() -> None:
    inner = "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>"
    page = f"<table><tr><td>菜单<td><h2>报告</h2><p>文</p>{inner}<p>注</p></table>"
    content = read(page.encode())
    assert content.text == "菜单\n报告\n文\n甲\t1\n乙\t2\n注\n"
    assert grids(content) == [[["甲", "1"], ["乙", "2"]]]
    assert _text("<table><tr><td><p>一<p>二<p>三<p>四<td>五</table>") == "一\n二\n三\n四\n五\n"


def test_a_web_archive_gives_its_page() -> None:
    archive = (
        'From: <saved>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary="X"\n\n--X\n'
        'Content-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: quoted-printable\n\n'
        "<p>=D2=BD=B1=A3</p>\n--X\nContent-Type: image/png\n\nx\n--X--\n"
    )
    content = read(archive.encode())
    assert (content.text, content.encoding) == ("医保\n", "gb18030")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><body><script>render()</script></body></html>", "holds no text"),
        (b"MIME-Version: 1.0\nContent-Type: image/png\n\nx", "holds no page"),
        (b"<meta charset=klingon>" + bytes(range(0x80, 0xFF)) * 9, "declares an unknown encoding"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>项目\t预算\t决算</p><p>中央\t1\t2</p><p></p><p>名称\t金额</p>",
         "项目\t预算\t决算\n中央\t1\t2\n\n名称\t金额\n"),
        ("项目\t预算\t决算<br>\n\t小计\t3<br>\n合计\t\t4", "项目\t预算\t决算\n\t小计\t3\n合计\t\t4\n"),
        ("<div>\n\t<p>\n\t\t参保人数\n\t\t12万人\n\t</p>\n</div>", "参保人数 12万人\n"),
    ],
)  # fmt: skip
def test_tabs_inside_a_source_line_part_cells_and_those_of_an_indent_do_not(body: str, text: str) -> None:
    assert _text(body) == text
