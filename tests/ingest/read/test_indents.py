"""Indents: whatever sets a label in, the canonical text has blanks before it; what sets all in alike says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.styles import Alignment

from ingest.read import docx, html, indents, workbook
from ingest.read.writer import Content, Part, TableCell, TextWriter
from tests.ingest.read.made_pdf import Sheet
from tests.ingest.read.samples import docx as docx_of
from tests.ingest.read.samples import p, tbl, tc, tr

TREE = "项目\t金额\n职工医保\t9\n　　统筹\t5\n　　　　门诊\t2\n　　账户\t4\n居民医保\t7\n"
FLAT = TREE.replace("　", "")
DEPTHS = ((0, "项目", "金额"), (0, "职工医保", "9"), (1, "统筹", "5"), (2, "门诊", "2"), (1, "账户", "4"))
ROWS = (*DEPTHS, (0, "居民医保", "7"))


def _columns(table: str) -> list[tuple[str, str]]:
    """Rows of the canonical text as (blanks before the label, label)."""
    labels = [line.split("\t")[0] for line in table.splitlines()]
    return [(label[: len(label) - len(label.strip())], label.strip()) for label in labels]


def _cells(widths: Sequence[int | None]) -> list[TableCell]:
    rows = [TableCell(y, 0, [Part("甲乙丙丁"[y])], indent=width) for y, width in enumerate(widths)]
    return [*rows, *(TableCell(y, 1, [Part("1")]) for y in range(len(rows)))]


def _written(cells: Sequence[TableCell]) -> list[str]:
    writer = TextWriter()
    writer.table(cells, "native")
    return [label for label, _ in _columns(writer.content("none").text)]


@pytest.mark.parametrize(("words", "width"), [("甲", 0), ("　甲", 2), ("  甲", 2), ("\u2003\u00a0甲", 3), ("\t甲", 0)])
def test_typed_blanks_have_their_width(words: str, width: int) -> None:
    assert indents.typed(words) == width


@pytest.mark.parametrize(
    ("widths", "written"),
    [
        ([0, 4, 3, 0], ["", "　　", "　 ", ""]),
        ([4, 8, 8, 4], ["", "　　", "　　", ""]),  # from the outermost
        ([4, 4, 4, 4], ["", "", "", ""]),
        ([0, 1, 0, 1], ["", "", "", ""]),  # a slip
        ([4, 0, 4, 0], ["", "", "　　", ""]),  # a part stands below what it is a part of
        ([0, None, 4, 4], ["", "", "　　", "　　"]),  # centred
    ],
)
def test_labels_are_set_in_from_those_above_them(widths: list[int | None], written: list[str]) -> None:
    assert _written(_cells(widths)) == written


def test_blanks_before_a_label_are_no_part_of_its_cell() -> None:
    writer = TextWriter()
    writer.table(_cells([0, 4]), "native")
    content = writer.content("none")
    assert [content.text[piece.start : piece.end] for piece in content.pieces] == ["甲", "1", "乙", "1"]
    assert [content.text[row[0].start : row[0].end] for row in content.grids[0].rows] == ["甲", "乙"]


@pytest.mark.parametrize("words", ["12.50", "%", "目标一：按时拨付。目标二：全员参保。"])
def test_figures_signs_and_prose_are_not_set_in(words: str) -> None:
    cells = [*_cells([0]), TableCell(1, 0, [Part(words)], indent=4), TableCell(1, 1, [Part("2")])]
    assert _written(cells) == ["", ""]


def test_a_header_says_nothing_of_the_rows_below_it() -> None:
    header = [TableCell(0, 0, [Part("项目")]), TableCell(0, 1, [Part("金额")])]
    body = [TableCell(cell.row + 1, cell.column, cell.parts, indent=cell.indent) for cell in _cells([4, 4, 8])]
    assert _written([*header, *body]) == ["", "", "", "　　"]


def _docx(shape: str, **parts: str) -> str:
    rows = [
        tr(tc(p(words, properties=shape.format(depth=depth) if depth else "")), figure) for depth, words, figure in ROWS
    ]
    return docx.read(docx_of(tbl(*rows), **parts)).text


@pytest.mark.parametrize(
    "indent",
    [
        'w:firstLineChars="{depth}00"',
        'w:leftChars="{depth}00"',
        'w:left="{depth}99"',
        'w:start="{depth}99"',
        'w:firstLineChars="{depth}00" w:firstLine="7"',
    ],
)
def test_word_sets_in_by_paragraph(indent: str) -> None:
    found = _columns(_docx(f"<w:ind {indent}/>"))
    assert [(len(blanks) > 0, label) for blanks, label in found] == [(depth > 0, label) for depth, label, _ in ROWS]


def test_word_sets_in_by_style_and_not_what_is_centred() -> None:
    style = '<w:style w:type="paragraph" w:styleId="s"><w:pPr><w:ind w:firstLineChars="200"/></w:pPr></w:style>'
    assert _columns(_docx('<w:pStyle w:val="s"/>', styles=style))[2] == ("　　", "统筹")
    assert _docx('<w:pStyle w:val="s"/><w:jc w:val="center"/>', styles=style) == FLAT
    assert _docx('<w:pStyle w:val="s"/><w:ind w:firstLineChars="0"/>', styles=style) == FLAT


def test_blanks_typed_in_word_are_kept_in_cells_alone() -> None:
    rows = [tr("　　" * depth + words, figure) for depth, words, figure in ROWS]
    assert docx.read(docx_of(p("　　报告") + tbl(*rows))).text == "报告\n" + TREE


def _html(cell: str) -> str:
    rows = [cell.format(words=words, depth=depth, blanks="&nbsp;" * 4 * depth) for depth, words, _ in ROWS]
    lines = "".join(f"<tr>{row}<td>{figure}</td></tr>" for row, (_, _, figure) in zip(rows, ROWS, strict=True))
    return html.read(f"<html><body><p>&nbsp;&nbsp;表一</p><table>{lines}</table></body></html>".encode()).text


@pytest.mark.parametrize(
    "cell",
    [
        "<td>\n  {blanks}{words}</td>",
        '<td><p style="text-indent: calc(1em * 0)"><span>{blanks}</span>{words}</p></td>',
        '<td style="padding-left:{depth}em"><p style="text-indent:{depth}em">{words}</p></td>',
        '<td style="text-indent:9em"><p style="color:red;text-indent:{depth}.9em">{words}</p></td>',
        '<td style="PADDING-LEFT: {depth}9px">{words}</td>',
    ],
)
def test_pages_set_in_by_blanks_and_by_styles(cell: str) -> None:
    found = _columns(_html(cell).removeprefix("表一\n"))
    assert [(len(blanks) > 0, label) for blanks, label in found] == [(depth > 0, label) for depth, label, _ in ROWS]


@pytest.mark.parametrize(
    "cell",
    [
        '<td align="center" style="padding-left:{depth}em">{words}</td>',
        '<th style="padding-left:{depth}em">{words}</th>',
        '<td style="padding-left:{depth}em"><p style="text-align:center">{words}</p></td>',
        '<td style="padding-left:{depth}px">{words}</td>',
        '<td style="text-indent:2em">{words}</td>',
        '<td style="text-indent:99999999999em">{words}</td>',
    ],
)
def test_pages_say_nothing_where_cells_are_centred_or_alike(cell: str) -> None:
    assert _html(cell) == "表一\n" + FLAT


def _xlsx(depths: dict[str, Any], typed: str = "") -> str:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row, (depth, words, figure) in enumerate(ROWS, 1):
        sheet.cell(row, 1, typed * depth + words).alignment = Alignment(indent=depth, **depths)
        sheet.cell(row, 2, int(figure) if figure.isdecimal() else figure)
    data = BytesIO()
    book.save(data)
    return workbook.read(data.getvalue()).text


def test_workbooks_set_in_by_format_and_by_blanks() -> None:
    assert _columns(_xlsx({"horizontal": "left"}))[1:4] == [("", "职工医保"), ("　 ", "统筹"), ("　　　", "门诊")]
    assert _xlsx({}, typed="　　") == TREE
    assert _xlsx({"horizontal": "center"}) == _xlsx({"horizontal": "right"}) == _xlsx({}) == FLAT


def test_old_workbooks_set_in_alike() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for row, (depth, words, figure) in enumerate(ROWS):
        sheet.write(row, 0, words, xlwt.easyxf(f"align: horiz left, indent {depth}"))
        sheet.write(row, 1, int(figure) if figure.isdecimal() else figure)
    data = BytesIO()
    book.save(data)
    assert _columns(workbook.read(data.getvalue()).text)[1:4] == [("", "职工医保"), ("　 ", "统筹"), ("　　　", "门诊")]


def test_the_xml_of_2003_sets_in_alike() -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    styles = "".join(
        f'<Style ss:ID="s{depth}"><Alignment ss:Horizontal="Left" ss:Indent="{depth}"/></Style>' for depth in range(3)
    )
    rows = "".join(
        f'<Row><Cell ss:StyleID="s{depth}"><Data ss:Type="String">{words}</Data></Cell>'
        f'<Cell><Data ss:Type="String">{figure}</Data></Cell></Row>'
        for depth, words, figure in ROWS
    )
    data = f"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="{space}" xmlns:ss="{space}"><Styles>{styles}</Styles>
    <Worksheet ss:Name="Sheet1"><Table>{rows}</Table></Worksheet></Workbook>"""
    assert _columns(workbook.read(data.encode()).text)[1:4] == [("", "职工医保"), ("　 ", "统筹"), ("　　　", "门诊")]


def _pdf(places: Sequence[tuple[float, str]], ruled: bool, align: str = "left") -> Content:
    sheet = Sheet()
    rows = [["", "9.00"] for _ in places]
    sheet.table(rows, [60.0, 260.0, 360.0], 100, ruled=ruled)
    for number, (x, words) in enumerate(places):
        sheet.text(x, 114 + 20 * number, words, align=align)
    return sheet.content()


LABELS = [
    (63, "职工医保"),
    (83, "统筹基金支出"),
    (83, "个人账户"),
    (63, "居民医保"),
    (83, "住院"),
    (83, "其他支出项目"),
]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_page_sets_in_by_where_words_begin(ruled: bool) -> None:
    found = _columns(_pdf(LABELS, ruled).text)
    assert found == [("　　" if x > 63 else "", words) for x, words in LABELS]


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize(
    "places",
    [
        [(63, "职工医保"), (83, "统筹基金支出"), (63, "居民医保"), (63, "合计")],  # one label alone
        [(63, "职工医保"), (63, "居民医保"), (153, "合计"), (153, "总计")],  # no step of a tree
        [
            (63 + 5 * (6 - len(words)), words) for words in ("职工医保", "统筹", "个人账户", "统筹", "居民大病保险")
        ],  # centred
    ],
)
def test_a_page_sets_nothing_in_where_words_begin_by_chance(places: list[tuple[float, str]], ruled: bool) -> None:
    assert {blanks for blanks, _ in _columns(_pdf(places, ruled).text)} == {""}
