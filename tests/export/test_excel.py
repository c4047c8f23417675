"""The workbook: every row of every table, text that stays text, digits that are not lost."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from export import excel
from tests.export.conftest import EXACT, HOSTILE, export, flat, table_names, table_rows


@pytest.fixture
def book(hostile: Path, tmp_path: Path) -> Workbook:
    assert export("excel", tmp_path / "w.xlsx", "--database", hostile).exit_code == 0
    return load_workbook(tmp_path / "w.xlsx")


def body(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return list(book[sheet].iter_rows(min_row=2, values_only=True))


def test_hostile_text_stays_the_same_text(book: Workbook) -> None:
    cells = [row[3] for row in book["dim_document"].iter_rows(min_row=2)]
    for cell, text in zip(cells, HOSTILE, strict=True):
        assert cell.data_type in "sn" if text == "" else cell.data_type in ("s", "inlineStr")
        assert cell.hyperlink is None
        # Excel's own escape for controls; two code points are no characters in XML.
        expected = text.replace("\ufffe\uffff", "\ufffd\ufffd")
        assert unescape(cell.value or "").replace("\r\n", "\n") == expected.replace("\r\n", "\n")


def test_no_cell_is_a_formula_or_a_link(hostile: Path, tmp_path: Path) -> None:
    export("excel", tmp_path / "w.xlsx", "--database", hostile)
    with zipfile.ZipFile(tmp_path / "w.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert len(sheets) == 4
        for name in sheets:
            tags = {etree.QName(element).localname for element in etree.fromstring(archive.read(name)).iter()}
            assert not tags & {"f", "hyperlink", "hyperlinks", "r"}


def test_numbers_dates_and_booleans_are_typed_and_no_digit_is_lost(book: Workbook) -> None:
    assert sorted(body(book, "wide_fund"), key=str) == sorted(
        [
            ("统筹甲", 12.34, dt.datetime(2024, 2, 29), True, 0.1, str(10**30 + 1)),
            ("统筹乙", None, None, None, None, None),
            ("统筹丙", str(EXACT), "0001-01-01", False, "inf", -1),
        ],
        key=str,
    )


def test_every_sheet_has_a_frozen_header_and_a_filter(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
    for sheet in book.worksheets[1:]:
        assert sheet.auto_filter.ref == sheet.dimensions
    assert book.worksheets[0].auto_filter.ref == "A1:G18"  # 3 tables with 14 columns, below the header


def test_the_first_sheet_defines_every_table_and_column(book: Workbook, hostile: Path) -> None:
    cells = body(book, book.sheetnames[0])
    end = cells.index((None,) * 7)
    rows = cells[:end]
    assert any("15 digits; a longer number is written as text" in row[6] for row in cells[end + 1 :])
    assert [row[0] for row in rows if row[1] is None or row[1] == ""] == ["wide_fund", "dim_document", "dim_report"]
    by_column = {(row[0], row[1]): row for row in rows}
    assert by_column["wide_fund", "基金收入（万元）"][2:5] == (
        "基金收入（万元）",
        "DECIMAL(28,6)",
        "万元 ten thousand yuan",
    )
    assert by_column["dim_document", "issuer"][6] == "=Body (编制单位)"
    assert by_column["dim_report", "document_id"][5] == "→ dim_document.document_id"
    assert "主键" in by_column["dim_report", "report_id"][5]


def test_the_same_warehouse_gives_the_same_bytes(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    export("excel", first, "--database", hostile)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    os.utime(hostile, (0, 0))
    export("excel", second, "--database", hostile)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("size", [1, 10, len(HOSTILE), len(HOSTILE) - 1])
def test_more_rows_than_a_sheet_holds_go_to_numbered_sheets(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(excel, "MAX_ROWS", size)
    export("excel", tmp_path / "w.xlsx", "--database", hostile)
    book = load_workbook(tmp_path / "w.xlsx")
    parts = [name for name in book.sheetnames if name.startswith("dim_document")]
    assert len(parts) == -(-len(HOSTILE) // size)
    ids = [row[0] for part in parts for row in body(book, part)]
    assert ids == [f"d{number:03}" for number in range(len(HOSTILE))]


def test_a_sheet_name_is_short_allowed_and_taken_once(
    hostile: Path, tmp_path: Path, change: Callable[[str], None]
) -> None:
    long = "fct_a_name_that_is_longer_than_a_sheet_may_have"
    for name in (f"{long}_a", f"{long}_b", "[a]/b'"):
        change(f'create table marts."{name}" (x integer)')
    assert export("excel", tmp_path / "w.xlsx", "--database", hostile).exit_code == 0
    names = load_workbook(tmp_path / "w.xlsx").sheetnames
    assert {long[:31], f"{long[:29]}_2", "_a__b"} <= set(names)


def test_text_longer_than_a_cell_is_cut_and_said_so(
    hostile: Path, tmp_path: Path, change: Callable[[str], None]
) -> None:
    change("update marts.dim_report set title = repeat('医', 40000) where report_id = 'r000'")
    result = export("excel", tmp_path / "w.xlsx", "--database", hostile)
    assert "1 texts are cut to the 32,767 characters of a cell" in flat(result.stdout)
    assert body(load_workbook(tmp_path / "w.xlsx"), "dim_report")[0][2] == "医" * 32767


def test_a_file_that_is_open_or_a_folder_is_refused_and_left(hostile: Path, tmp_path: Path) -> None:
    file = tmp_path / "w.xlsx"
    file.write_text("old", encoding="utf-8")
    lock = tmp_path / ".~lock.w.xlsx#"
    lock.touch()
    result = export("excel", file, "--database", hostile)
    assert (result.exit_code, file.read_text(encoding="utf-8")) == (2, "old")
    assert "w.xlsx: is open in another program; close it there" in flat(result.stderr)
    assert export("excel", tmp_path, "--database", hostile).exit_code == 2
    result = export("excel", file / "w.xlsx", "--database", hostile)
    assert result.exit_code == 2
    assert "cannot be written" in flat(result.stderr)


def test_without_a_warehouse_it_says_how_to_make_one(tmp_path: Path) -> None:
    result = export("excel", tmp_path / "w.xlsx", "--database", tmp_path / "none.duckdb")
    assert result.exit_code == 2
    assert "none.duckdb: no warehouse; make it with `yibao build`" in flat(result.stderr)
    assert not (tmp_path / "w.xlsx").exists()


@pytest.mark.warehouse
def test_every_row_of_the_seeds_is_in_its_sheet(from_seeds: Path, tmp_path: Path) -> None:
    assert export("excel", tmp_path / "w.xlsx", "--database", from_seeds).exit_code == 0
    book = load_workbook(tmp_path / "w.xlsx", read_only=True)
    names = table_names(from_seeds)
    assert sorted(book.sheetnames[1:]) == sorted(name.partition(".")[2] for name in names)
    for name in names:
        written = sorted((tuple(map(printed, row)) for row in body(book, name.partition(".")[2])), key=repr)
        assert written == sorted((tuple(map(printed, row)) for row in table_rows(from_seeds, name)), key=repr)


def printed(value: object) -> str | bool | None:
    """A value to 15 digits, as both sides have it; empty text is an empty cell."""
    if isinstance(value, bool) or value is None or value == "":
        return value or (False if value is False else None)
    if isinstance(value, (int, float, Decimal)):
        return f"{Decimal(f'{value:.15g}').normalize():f}"
    return str(value)
