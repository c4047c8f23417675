"""Blocks as a workbook: paragraphs in column A, tables with merged cells, figures as numbers with their format."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment

from tests.render.blocks import Block
from tests.render.table import Table

# What a workbook shows the same from a number with a format: no code with a leading zero, no bare sign.
_FIGURE = re.compile(r"-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d{1,4}))?(%?)$")


def write(blocks: list[Block]) -> bytes:
    """The file's bytes: one sheet, blank rows between blocks as in the text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sheet1"
    row = 1
    for block in blocks:
        if isinstance(block, Table):
            for down, across, cell in block.cells():
                _fill(sheet.cell(row + down, across + 1), cell.text)
                if cell.indent:
                    alignment = Alignment(horizontal="left", indent=cell.indent // 2)
                    sheet.cell(row + down, across + 1).alignment = alignment
                if cell.rowspan > 1 or cell.colspan > 1:
                    sheet.merge_cells(
                        start_row=row + down,
                        start_column=across + 1,
                        end_row=row + down + cell.rowspan - 1,
                        end_column=across + cell.colspan,
                    )
            row += len(block.rows) + 1
        else:
            _fill(sheet.cell(row, 1), block.text)
            row += 1
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(place: SheetCell, words: str) -> None:
    figure = _FIGURE.match(words)
    if figure is None:
        place.value = words or None
        place.data_type = "s" if words else "n"  # =100% is a target, no formula
        return
    value = Decimal(words.rstrip("%").replace(",", ""))
    zeros = "0." + "0" * len(figure[1]) if figure[1] else "0"
    grouped = "#,##" if "," in words else ""
    place.value = float(value / 100) if figure[2] else (int(value) if zeros == "0" else float(value))
    place.number_format = grouped + zeros + figure[2]
