"""Sheets of an .xls or .et: shown cells, numbers in their formats (which calamine does not tell)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import xlrd

from ingest.read.document import Unreadable
from ingest.read.limits import refuse_cells
from ingest.read.number_formats import shown
from ingest.read.package import refuse_encrypted
from ingest.read.sheets import BLANKS_A_LEVEL, Place, Sheet, without_hidden

_SAID = 120  # characters of what xlrd says
_LEFT, _AS_WORDS = 1, (0, 4, 5)  # of horizontal alignment: general, fill and justify set words to the left


class _Silence(logging.NullHandler):
    """xlrd writes its remarks on damaged files to a stream."""

    def write(self, words: str) -> None:
        """Take the remark, say nothing."""


def sheets(data: bytes) -> Iterator[Sheet]:
    """The visible sheets of a workbook in order. Raises Unreadable."""
    refuse_encrypted(data)
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Silence(), ragged_rows=True)
        found = [_sheet(book, sheet) for sheet in book.sheets() if sheet.visibility == 0]
    except Unreadable:
        raise
    except Exception as error:  # damage surfaces there as any of a dozen kinds, assertions among them
        if "encrypted" in str(error).lower():
            raise Unreadable("the file is encrypted with a password; save it without one") from None
        said = "".join(filter(str.isprintable, str(error)))[:_SAID] or type(error).__name__
        raise Unreadable(f"the workbook cannot be read ({said}); open and save it as .xlsx") from None
    yield from found


def _sheet(book: Any, sheet: Any) -> Sheet:
    cells: dict[Place, str] = {}
    indents: dict[Place, int | None] = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            words = _shown(book, cell)
            if words:
                cells[row, column] = words
                indents[row, column] = _indent(book.xf_list[cell.xf_index].alignment)
        refuse_cells(len(cells))
    merged = {(top, left): (bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells}
    rows = [row for row, info in sheet.rowinfo_map.items() if info.hidden]
    columns = [column for column, info in sheet.colinfo_map.items() if info.hidden]
    return without_hidden(Sheet(sheet.name, cells, merged, indents), rows, columns)


def _indent(alignment: Any) -> int | None:
    if alignment.hor_align == _LEFT:
        return BLANKS_A_LEVEL * int(alignment.indent_level)
    return 0 if alignment.hor_align in _AS_WORDS else None


def _shown(book: Any, cell: Any) -> str:
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        return shown(cell.value, code, bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    return str(cell.value)
