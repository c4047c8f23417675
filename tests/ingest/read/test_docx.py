"""DOCX: what Word prints is what is read."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest

from ingest.read import Unreadable
from ingest.read.docx import read
from tests.ingest.read.samples import archive, docx, grids, p, spans, tbl, tc, tr

TAB = "<w:r><w:tab/></w:r>"


def _text(body: str, **parts: str) -> str:
    return read(docx(body, **parts)).text


def _field(mark: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>'


def test_runs_of_a_paragraph_are_one_line_and_a_number_over_runs_is_one_number() -> None:
    assert _text(p("基金收入", "12", "34.5", "万元")) == "基金收入1234.5万元\n"


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        ("<w:r><w:t>200</w:t><w:noBreakHyphen/><w:t>300人</w:t></w:r>", "200-300人"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t></w:r>', "≥95%"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>是</w:t></w:r>', "☑是"),
        ("<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>", "增"),
        ("<w:moveFrom><w:r><w:t>甲</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>乙</w:t></w:r></w:moveTo>", "乙"),
        (
            "<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>接</w:t></w:r></w:smartTag>",
            "链接",
        ),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r>", "显"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>', "显"),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击</w:t></w:r></w:sdtContent></w:sdt>",
            "",
        ),
        (
            "<w:sdt><w:sdtContent><w:sdt><w:sdtContent><w:r><w:t>套</w:t></w:r></w:sdtContent></w:sdt></w:sdtContent></w:sdt>",
            "套",
        ),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath>",
            "3/4",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>yī</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>医</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "医",
        ),
    ],
)
def test_what_a_run_may_hold(runs: str, words: str) -> None:
    assert _text(p("句", runs)).removesuffix("\n") == "句" + words


def test_of_a_field_the_result_is_read_and_not_the_instruction() -> None:
    nested = _field("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + _field("separate") + "7" + _field("end")
    outer = "<w:r><w:instrText>IF</w:instrText></w:r>" + nested.replace("7", "<w:r><w:t>7</w:t></w:r>")
    runs = _field("begin") + outer + _field("separate") + "<w:r><w:t>12万元</w:t></w:r>" + _field("end")
    assert _text(p("收入", runs, "。")) == "收入12万元。\n"


def test_a_field_without_its_end_swallows_nothing_beyond_its_paragraph() -> None:
    assert _text(p(_field("begin"), "一") + p("二")) == "二\n"


def test_of_alternatives_one_is_read_and_a_text_box_follows_its_paragraph_once() -> None:
    box = f"<w:txbxContent>{p('框内98%')}</w:txbxContent>"
    alternatives = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert _text(p("前", f"<w:r>{alternatives}</w:r>", "后")) == "前后\n框内98%\n"


def test_a_line_break_begins_a_paragraph_and_a_tab_is_a_blank() -> None:
    assert (
        _text(p("单位：医保局", TAB, "单位：万元", "<w:r><w:br/></w:r>", "次行")) == "单位：医保局 单位：万元\n次行\n"
    )


def test_a_contents_line_keeps_its_dots() -> None:
    leader = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8000"/></w:tabs>'
    assert _text(p("一、", TAB, "概况", TAB, "3", properties=leader)) == "一、 概况……3\n"


def test_lines_with_tabs_in_a_row_are_a_table() -> None:
    rows = [("项目", "预算", "决算"), ("中央", "", "12"), ("省级", "3", "4")]
    content = read(docx("".join(p(TAB.join(f"<w:r><w:t>{cell}</w:t></w:r>" for cell in row)) for row in rows)))
    assert grids(content) == [[list(row) for row in rows]]
    assert content.grids[0].kind == "inferred"


def test_headings_are_known_by_style_and_by_outline_level_and_contents_are_none() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="自定"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>'
    )
    body = "".join(p(words, properties=f'<w:pStyle w:val="{words}"/>') for words in "abc")
    body += p("d", properties='<w:outlineLvl w:val="1"/>') + p("e", properties='<w:outlineLvl w:val="9"/>')
    pieces = read(docx(body, styles=styles)).pieces
    assert [piece.kind for piece in pieces] == ["heading", "heading", "paragraph", "heading", "paragraph"]


def test_notes_follow_the_body_and_headers_are_furniture_said_once() -> None:
    note = f'<w:footnote w:type="separator">{p("—")}</w:footnote><w:footnote w:id="1">{p("不含生育保险")}</w:footnote>'
    content = read(docx(p("正文"), footnotes=note, header1=p("报告"), header2=p("报告"), footer1=tbl(tr("第", "1页"))))
    assert content.text == "正文\n不含生育保险\n报告\n第\n1页\n"
    assert [piece.kind for piece in content.pieces] == ["paragraph", "paragraph", *["furniture"] * 3]


def _numbering(*levels: str, more: str = "", num: str = "") -> str:
    inner = "".join(f'<w:lvl w:ilvl="{at}">{level}</w:lvl>' for at, level in enumerate(levels))
    return (
        f'<w:abstractNum w:abstractNumId="5">{inner}</w:abstractNum>{more}'
        f'<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="5"/>{num}</w:num>'
    )


def _level(form: str, text: str, more: str = "") -> str:
    return f'<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'


def _item(words: str, level: int = 0, number: int = 1) -> str:
    return p(words, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_read_as_printed() -> None:
    levels = _numbering(
        _level("chineseCounting", "%1、"), _level("chineseCountingThousand", "（%2）"), _level("decimal", "%3.")
    )
    body = (
        _item("概况")
        + _item("项目", 1)
        + _item("2024年", 2)
        + _item("资金", 1)
        + _item("甲", 2)
        + _item("绩效")
        + _item("乙", 1)
    )
    assert _text(body, numbering=levels).split() == [
        "一、概况", "（一）项目", "1.", "2024年", "（二）资金", "1.", "甲", "二、绩效", "（一）乙",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "third"),
    [
        ("decimalEnclosedCircle", "③"), ("decimalEnclosedCircleChinese", "③"), ("japaneseCounting", "三"),
        ("ideographDigital", "三"), ("ideographTraditional", "丙"), ("upperLetter", "C"), ("lowerRoman", "iii"),
        ("chineseLegalSimplified", "叁"), ("decimalZero", "03"), ("decimalFullWidth", "３"), ("unheardOf", "3"),
    ],
)  # fmt: skip
def test_number_formats(form: str, third: str) -> None:
    body = "".join(_item(words) for words in "甲乙丙")
    assert _text(body, numbering=_numbering(_level(form, "%1、"))).splitlines()[-1] == f"{third}、丙"


def test_a_number_may_be_of_many_levels_start_late_start_again_and_be_a_bullet() -> None:
    levels = [
        _level("chineseCounting", "%1、", '<w:start w:val="3"/>'),
        _level("decimal", "%1.%2", "<w:isLgl/>"),
        _level("bullet", ""),
    ]
    numbering = _numbering(*levels, num='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    body = _item("甲") + _item("乙", 1) + _item("丙", 2) + _item("丁", number=2) + _item("戊", number=2)
    assert _text(body, numbering=numbering) == "三、甲\n3.1 乙\n丙\n一、丁\n二、戊\n"


def test_a_style_gives_the_number_and_a_paragraph_may_refuse_it() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="h1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = _numbering(
        _level("chineseCounting", "%1、", '<w:pStyle w:val="h1"/>'),
        _level("chineseCounting", "（%2）", '<w:pStyle w:val="h2"/>'),
    )
    refused = '<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        p("甲", properties='<w:pStyle w:val="h1"/>')
        + p("乙", properties='<w:pStyle w:val="h2"/>')
        + p("丙", properties=refused)
    )
    assert _text(body, styles=styles, numbering=numbering) == "一、甲\n（一）乙\n丙\n"


def test_a_deleted_paragraph_is_not_counted_and_an_empty_one_is() -> None:
    gone = _item("").replace("</w:pPr>", "<w:rPr><w:del/></w:rPr></w:pPr>")
    table = tbl(tr(_cell_number(), "甲"), tr(_cell_number(), "乙"))
    content = read(docx(gone + table, numbering=_numbering(_level("decimal", "%1"))))
    assert grids(content) == [[["1", "甲"], ["2", "乙"]]]


def _cell_number() -> str:
    return tc(_item(""))


def test_merged_cells_keep_their_spans() -> None:
    merge = '<w:vMerge w:val="restart"/>'
    content = read(
        docx(
            tbl(
                tr(tc("指标", '<w:gridSpan w:val="2"/>'), "分值"),
                tr(tc("产出", merge), "数量", "10"),
                tr(tc("<w:p/>", "<w:vMerge/>"), "质量", "20"),
            )
        )
    )
    assert spans(content) == {
        (0, 0, 1, 2, "指标"), (0, 2, 1, 1, "分值"), (1, 0, 2, 1, "产出"), (1, 1, 1, 1, "数量"), (1, 2, 1, 1, "10"),
        (2, 1, 1, 1, "质量"), (2, 2, 1, 1, "20"),
    }  # fmt: skip


def test_a_vertical_merge_that_nothing_starts_starts_itself() -> None:
    content = read(docx(tbl(tr(tc("甲", "<w:vMerge/>"), "1"), tr(tc("<w:p/>", "<w:vMerge/>"), "2"))))
    assert (0, 0, 2, 1, "甲") in spans(content)


def test_rows_may_begin_late_and_end_early() -> None:
    late = tr("3", "4", properties='<w:gridBefore w:val="1"/>')
    assert grids(read(docx(tbl(tr("甲", "乙", "丙"), late, tr("1", properties='<w:gridAfter w:val="2"/>'))))) == [
        [["甲", "乙", "丙"], ["", "3", "4"], ["1", "", ""]]
    ]


def test_content_controls_are_open_around_rows_and_cells_and_a_deleted_row_is_gone() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    deleted = tr("删", "去", properties="<w:del/>")
    table = tbl(control(control(tr(control(tc("甲")), tc(control(p("1")))))), deleted, tr("乙", "2"))
    assert grids(read(docx(control(table)))) == [[["甲", "1"], ["乙", "2"]]]


def test_sliver_columns_between_rules_drawn_by_hand_are_none() -> None:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (2000, 40, 1960))
    wide = '<w:gridSpan w:val="2"/>'
    table = tbl(tr(tc("甲", wide), "乙"), tr("1", tc("2", wide)), grid=grid)
    assert grids(read(docx(table))) == [[["甲", "乙"], ["1", "2"]]]


def test_paragraphs_of_a_cell_stay_apart_by_more_than_one_blank() -> None:
    content = read(docx(tbl(tr(tc(p("10") + p("200")), "乙"))))
    assert content.text == "10  200\t乙\n"  # "10 200" would be a number


def test_a_nested_table_follows_the_outer_one_unless_it_is_one_row_or_column() -> None:
    small, large = tbl(tr("数量", "5")), tbl(tr("甲", "1"), tr("乙", "2"))
    content = read(docx(tbl(tr(tc(p("产出") + small), "x"), tr(tc(p("效益") + large), "y"))))
    assert grids(content) == [[["产出  数量  5", "x"], ["效益", "y"]], [["甲", "1"], ["乙", "2"]]]


def test_a_frame_of_one_cell_is_what_it_holds() -> None:
    content = read(docx(tbl(tr(tc(p("正文一") + tbl(tr("甲", "1"), tr("乙", "2")) + p("正文二"))))))
    assert content.text == "正文一\n甲\t1\n乙\t2\n正文二\n"
    assert len(content.grids) == 1


def test_places_are_blocks_rows_and_columns() -> None:
    content = read(docx(p("文") + tbl(tr("甲", "1"), tr("乙", "2"))))
    last = content.pieces[-1]
    assert (content.text[last.start : last.end], last.block, last.row, last.column) == ("2", 2, 2, 2)


def test_the_strict_form_is_read_alike() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{p("严格")}</w:body></w:document>'
    assert read(archive({"word/document.xml": body})).text == "严格\n"


def test_an_entity_is_never_expanded() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    xml = (
        bomb
        + f'<w:document xmlns:w="urn:w"><w:body>{p("前")}<w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
    )
    assert read(archive({"word/document.xml": xml})).text == "前\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive({"word/other.xml": "<a/>"}), "no Word document"),
        (archive({"word/document.xml": "<a><b></a>"}), "no sound XML"),
        (docx(p("正文"))[:400], "damaged"),
        (docx(""), "no text"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)


def test_a_part_that_unpacks_beyond_the_limit_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.read.package.MAX_PART", 100)
    with pytest.raises(Unreadable, match="more than the limit of 100"):
        read(docx(p("正文" * 100)))


def test_a_part_whose_bytes_are_damaged_is_unreadable() -> None:
    data = bytearray(docx(p("正文" * 1000)))
    with zipfile.ZipFile(BytesIO(bytes(data))) as file:
        at = file.getinfo("word/document.xml").header_offset + 60
    data[at : at + 20] = b"\x00" * 20
    with pytest.raises(Unreadable, match="damaged"):
        read(bytes(data))


def test_lines_with_tabs_that_do_not_agree_stay_lines_with_the_blank_lines_between_them() -> None:
    rows = ["项目\t预算\t决算", "中央\t1\t2", "", "名称\t金额", "合计\t3", "说明：本表各项数据均以决算为准。\t"]
    content = read(docx("".join(p(*(TAB if part == "\t" else part for part in re.split("(\t)", row))) for row in rows)))
    assert content.text == "\n".join(rows) + "\n"
    assert content.grids == ()
