"""Workbooks: what a sheet shows is what is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlwt

from ingest.read import Unreadable
from ingest.read.number_formats import general, shown
from ingest.read.workbook import read
from tests.ingest.read.samples import archive, grids, spans


def _xlsx(*rows: tuple[Any, ...], change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    for row in rows:
        sheet.append(row)
    change(sheet)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (12.3, "0.00", "12.30"), (1234567.5, "#,##0.00", "1,234,567.50"), (0.9512, "0.00%", "95.12%"),
        (0.95, "0%", "95%"), (2.675, "0.00", "2.68"), (0.30000000000000004, "General", "0.3"),
        (0.1 + 0.7, "", "0.8"), (1e15, "", "1000000000000000"), (123456789.123, "G/通用格式", "123456789.123"),
        (12, "@", "12"), (3, "000", "003"), (0.5, "#.##", "0.5"), (12.5, '0.00"万元"', "12.50万元"),
        (12.5, "¥#,##0.0#", "¥12.5"), (123456, '0!.0,"万"', "12.3万"), (1234567, "#,##0,", "1,235"),
        (-12.3, "0.00_);(0.00)", "-12.30"), (-3, "0.00;[Red]0.00", "-3.00"), (-0.001, "0.00", "0.00"),
        (-5, "#,##0", "-5"), (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0.00"), (0, "0;-0;;@", "0"),
        (0, "#,###", "0"), (1.5, "# ?/?", "1.5"), (12345, "0.00E+00", "12345"), (5, "[>=10]0.0;0", "5"),
        (1e300, "0.00", f"1{'0' * 300}"), (45657, "yyyy/m/d;@", "2024-12-31"),
        (45657, '[$-804]yyyy"年"m"月"d"日";@', "2024年12月31日"), (45657, "yyyy", "2024年"),
        (45657, 'yyyy"年"m"月"', "2024年12月"), (45657.5, "yyyy-m-d h:mm", "2024-12-31 12:00"), (0.75, "h:mm", "18:00"),
        (1.25, "[h]:mm", "30:00"), (-1, "yyyy-m-d", "-1"),
    ],
)  # fmt: skip
def test_numbers_are_shown_in_their_format(value: float, code: str, words: str) -> None:
    assert shown(value, code) == words


def test_what_is_no_number_shows_nothing() -> None:
    assert general(float("nan")) == general(float("inf")) == ""


def test_titles_and_captions_are_paragraphs_before_the_table_and_notes_after_it() -> None:
    content = read(
        _xlsx(
            ("收入支出决算总表",), ("编制部门：医保局", None, None, "单位：万元"), ("项目", "行次", "预算数", "决算数"),
            ("一、拨款", 1, 12.5, None), ("二、其他", 2, 0, 3), ("本年结余",), ("注：本表反映部门总收支情况。",),
        )
    )  # fmt: skip
    assert content.text.startswith("收入支出决算总表\n编制部门：医保局\n单位：万元\n项目\t")
    assert content.text.endswith("\n注：本表反映部门总收支情况。\n")
    assert grids(content) == [
        [
            ["项目", "行次", "预算数", "决算数"],
            ["一、拨款", "1", "12.5", ""],
            ["二、其他", "2", "0", "3"],
            ["本年结余", "", "", ""],
        ]
    ]


def test_blank_rows_part_tables_and_a_merged_cell_over_them_does_not() -> None:
    rows = [("甲", "乙"), (1, 2), (None, None), ("丙", "丁"), (3, 4)]
    assert len(read(_xlsx(*rows)).grids) == 2
    rows[0] = ("甲", "乙")
    assert len(read(_xlsx(*rows, change=lambda sheet: sheet.merge_cells("A1:A4"))).grids) == 1


def test_merged_cells_are_spans_and_what_they_cover_shows_nothing() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("A2:A3")

    content = read(_xlsx(("指标", None, "分值"), ("产出", "数量", 10), (None, "质量", 20), change=merge))
    assert spans(content) == {
        (0, 0, 1, 2, "指标"), (0, 2, 1, 1, "分值"), (1, 0, 2, 1, "产出"), (1, 1, 1, 1, "数量"), (1, 2, 1, 1, "10"),
        (2, 1, 1, 1, "质量"), (2, 2, 1, 1, "20"),
    }  # fmt: skip


def test_what_is_hidden_is_not_read_and_what_is_left_closes_up() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.parent.create_sheet("草稿").append(("隐", 1))
        sheet.parent["草稿"].sheet_state = "hidden"

    assert read(_xlsx(("甲", "乙", "丙"), (1, 2, 3), (4, 5, 6), change=hide)).text == "甲\t丙\n4\t6\n"


def test_the_name_of_a_sheet_is_a_heading_unless_the_program_gave_it() -> None:
    def name(sheet: Any) -> None:
        sheet.parent.create_sheet("公开02表").append(("甲", "1"))

    content = read(_xlsx(("乙", "2"), change=name))
    assert content.text == "乙\t2\n\n\n\n公开02表\n\n\n\n甲\t1\n"
    assert [piece.kind for piece in content.pieces] == ["cell", "cell", "heading", "cell", "cell"]


def test_kinds_of_cells() -> None:
    def dress(sheet: Any) -> None:
        sheet["A2"].number_format = "0.0%"
        sheet["B2"].number_format = "yyyy-mm-dd"

    content = read(_xlsx(("一", "二", "三", "四"), (0.5, date(2024, 12, 31), True, "两\n行"), change=dress))
    assert content.text == "一\t二\t三\t四\n50.0%\t2024-12-31\tTRUE\t两  行\n"


def test_formulas_give_their_saved_values_and_errors_are_text() -> None:
    sheet = (
        '<worksheet xmlns="urn:x"><sheetData><row><c t="inlineStr"><is><r><t>合</t></r><r><t>计</t></r></is></c>'
        '<c><f>A1*2</f><v>12.5</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="str"><f>"x"</f><v>字</v></c>'
        "<c><v/></c></row>"
        '<row r="2"><c r="B2"><v>7</v></c></row></sheetData></worksheet>'
    )
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    data = archive(
        {
            "xl/workbook.xml": '<workbook xmlns="urn:x" xmlns:r="urn:r">'
            '<sheets><sheet name="Sheet1" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}">'
            '<Relationship Id="a" Type="t/worksheet" Target="/xl/s.xml"/></Relationships>',
            "xl/s.xml": sheet,
        }
    )
    assert grids(read(data)) == [[["合计", "12.5", "#DIV/0!", "字"], ["", "7", "", ""]]]


def _xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("收入表")
    sheet.write_merge(0, 0, 0, 1, "项目")
    for column, (value, code) in enumerate([(1234.5, "#,##0.00"), (0.951, "0.00%"), (0.1 + 0.2, "General")]):
        sheet.write(1, column, value, xlwt.easyxf(num_format_str=code))
    sheet.write(0, 2, "比例")
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def test_the_old_binary_form_is_read_alike() -> None:
    content = read(_xls())
    assert (content.encoding, content.text) == ("xls", "收入表\n\n\n\n项目\t\t比例\n1,234.50\t95.10%\t0.3\n")


def test_the_xml_of_2003_is_read_alike() -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    data = f"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="{space}" xmlns:ss="{space}"><Styles>
    <Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>
    <Worksheet ss:Name="表一"><Table><Row><Cell ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell>
    <Cell ss:Index="3"><Data ss:Type="Number">12.50</Data></Cell></Row>
    <Row><Cell ss:Index="2" ss:StyleID="p"><Data ss:Type="Number">0.5</Data></Cell></Row>
    </Table></Worksheet></Workbook>"""
    assert grids(read(data.encode())) == [[["甲", "", "12.5"], ["", "50.00%", ""]]]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_xlsx(), "no cell with words"),
        (archive({"xl/other.xml": "<a/>"}), "no workbook"),
        (_xls()[:3000], "cannot be read"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"<Workbook><a></Workbook>", "no sound XML"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)
