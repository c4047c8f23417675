"""An Excel workbook: a sheet of definitions, then one sheet a table.

Codes stay text, text stays text (never a formula or a link), missing values are empty cells. Excel holds 15 digits: a
longer number is written as text, so that no digit is lost. The same warehouse gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from export.beside import beside, refuse_unwritable
from export.catalog import Column, Table, opened, rows, tables_of
from export.words import chinese_name, unit_of
from ingest.dbt import Unusable

MAX_ROWS = 1_048_575  # of a sheet, below its header
_MAX_DIGITS = 15
_MAX_TEXT = 32_767  # UTF-16 units in a cell
_MAX_NAME = 31
_SAMPLE = 200  # rows that the widths are taken from
_MIN_WIDTH, _MAX_WIDTH = 8, 48
_UNMADE = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))  # what no sheet may be called
_CREATED = dt.datetime(2000, 1, 1)
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_DEFINITIONS = "定义 definitions"
_HEADER = ("表 table", "列 column", "中文名 Chinese name", "类型 type", "单位 unit", "键 key", "说明 description")
_NOTE = "注 note"
_NOTES = (
    "空单元格为缺失值。An empty cell is a missing value.",
    "代码为文本，勿转为数字（000000）。Codes are text; do not turn them into numbers.",
    "Excel 只保存 15 位有效数字，更长的数字以文本写入。Excel holds 15 digits; a longer number is written as text.",
    "金额以元计，比率以百分点计，另注单位者除外。Amounts are in yuan, rates in percentage points, but for units told.",
    f"超过 {MAX_ROWS:,} 行的表分为编号的工作表。A table of more rows goes on in numbered sheets.",
)


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose text is only ever text: without this, `<r>…</r>` in a cell would go into the file as markup."""

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)


class _Book:
    """The workbook in the making, with its formats."""

    def __init__(self, file: Path) -> None:
        self.book = Workbook(str(file), _OPTIONS)
        self.book.set_properties({"title": "医保 yibao", "created": _CREATED})
        self.header = self.book.add_format({"bold": True, "bg_color": "#E8EDF2", "bottom": 1, "valign": "top"})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.whole = self.book.add_format({"num_format": "0"})
        self.date = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.cut = 0
        self._amounts: dict[int, Format] = {}
        self._names: set[str] = set()

    def amount(self, places: int) -> Format:
        """Format of a number with so many digits after the point."""
        if places not in self._amounts:
            self._amounts[places] = self.book.add_format({"num_format": f"#,##0.{'0' * places}".rstrip(".")})
        return self._amounts[places]

    def sheet(self, name: str, header: Iterable[str], widths: Iterable[float]) -> Worksheet:
        """A fresh sheet with its header frozen; its name is cut and numbered where it must be."""
        sheet = self.book.add_worksheet(self._free(name.translate(_UNMADE).strip("'")), worksheet_class=_Sheet)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.freeze_panes(1, 0)
        for number, title in enumerate(header):
            sheet.write_string(0, number, title, self.header)
        return sheet

    def _free(self, name: str) -> str:
        number, free = 1, name[:_MAX_NAME]
        while free.lower() in self._names:
            number += 1
            free = f"{name[: _MAX_NAME - len(str(number)) - 1]}_{number}"
        self._names.add(free.lower())
        return free

    def write(self, sheet: Worksheet, row: int, column: int, value: object) -> None:
        """One cell; a missing value leaves it empty."""
        match value:
            case None:
                pass
            case bool():
                sheet.write_boolean(row, column, value)
            case int() if abs(value) < 10**_MAX_DIGITS:
                sheet.write_number(row, column, value, self.whole)
            case Decimal() if len((text := _plain(value)).replace(".", "").strip("-0")) <= _MAX_DIGITS:
                sheet.write_number(row, column, float(value), self.amount(len(text.partition(".")[2])))
            case float() if math.isfinite(value):
                sheet.write_number(row, column, value)
            case dt.date() if value.year >= 1900:
                sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), self.date)
            case Decimal():
                sheet.write_string(row, column, _plain(value))
            case _:
                text = str(value).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
                self.cut += sheet.write_string(row, column, text) == -2


def _plain(value: Decimal) -> str:
    """All digits, without exponent and without zeros at the end of the fraction; no context rounds it."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def export_excel(database: Path, file: Path) -> list[str]:
    """Write the workbook; returns what is to be said of it. Unusable where that cannot be done."""
    refuse_unwritable(file)
    with opened(database) as connection, beside(file) as fresh:
        tables = tables_of(connection)
        made = _Book(fresh)
        _define(made, tables)
        for table in tables:
            _fill(made, table, rows(connection, table))
        try:
            made.book.close()
        except XlsxFileError as error:
            raise Unusable(f"{file}: cannot be written ({error})") from error
    sheets = len(made.book.worksheets())
    said = [f"{file}: {sheets} sheets, {file.stat().st_size:,} bytes"]
    return said + ([f"{made.cut} texts are cut to the {_MAX_TEXT:,} characters of a cell"] if made.cut else [])


def _define(made: _Book, tables: list[Table]) -> None:
    """The first sheet: every table and column in words."""
    sheet = made.sheet(_DEFINITIONS, _HEADER, (28, 38, 28, 16, 24, 24, 100))
    number = 0
    for table in tables:
        lines = [(table.name, "", chinese_name(table.name, table.comment), "", "", "", table.comment)]
        to = {reference.column: f"{reference.table}.{reference.field}" for reference in table.references}
        for column in table.columns:
            key = ("主键 key" if column.name in table.key else "", f"→ {to[column.name]}" if column.name in to else "")
            words = (chinese_name(column.name, column.comment), column.type, unit_of(column.name))
            lines.append((table.name, column.name, *words, " ".join(filter(None, key)), column.comment))
        for entry in lines:
            number += 1
            for place, text in enumerate(entry):
                sheet.write_string(number, place, text, made.wrapped)
    sheet.autofilter(0, 0, number, len(_HEADER) - 1)
    for line, note in enumerate(_NOTES, start=number + 2):
        sheet.write_string(line, 0, _NOTE, made.header)
        sheet.write_string(line, len(_HEADER) - 1, note, made.wrapped)


def _fill(made: _Book, table: Table, found: Iterator[tuple[Any, ...]]) -> None:
    """The sheet of a table, or as many as its rows need, the later ones numbered."""
    first = list(islice(found, _SAMPLE))
    widths = [_width(column, [row[place] for row in first]) for place, column in enumerate(table.columns)]
    left = chain(first, found)
    while True:
        part = islice(left, MAX_ROWS)
        sheet = made.sheet(table.name, table.names, widths)
        number = 0
        for number, row in enumerate(part, start=1):
            for place, value in enumerate(row):
                made.write(sheet, number, place, value)
        sheet.autofilter(0, 0, number, len(table.columns) - 1)
        following = next(left, None) if number == MAX_ROWS else None
        if following is None:
            return
        left = chain([following], left)


def _width(column: Column, values: list[object]) -> float:
    """Characters that the name and the first values take; a Chinese one takes two."""
    texts = [column.name, *(_printed(value) for value in values)]
    widest = max(sum(2 if char > "ᄀ" else 1 for char in text) for text in texts)
    return min(max(widest + 2, _MIN_WIDTH), _MAX_WIDTH)


def _printed(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:,.0f}{_plain(value).partition('.')[2]}."
    return "" if value is None else str(value)
