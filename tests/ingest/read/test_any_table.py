"""Any table of any spans, written in each format, reads back as the same cells."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from ingest.read import docx, html, workbook
from ingest.read.writer import Content
from tests.ingest.read.samples import docx as docx_file
from tests.ingest.read.samples import spans, tbl, tc, tr

Cell = tuple[int, int, int, int, str]
WORDS = st.text("医保基金收支绩效0123456789.%，", min_size=1, max_size=6)


@st.composite
def tables(draw: st.DrawFn) -> list[Cell]:
    """Cells that tile a grid; the first row and column are not merged, so that every row and column begins a cell."""
    height, width = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    free = {(y, x) for y in range(height) for x in range(width)}
    cells = []
    for y, x in sorted(free):
        if (y, x) not in free:
            continue
        down = right = 1
        if y and x:
            room = next((at for at in range(x, width) if (y, at) not in free), width) - x
            right = draw(st.integers(1, room))
            down = draw(st.integers(1, height - y))
        cells.append((y, x, down, right, draw(WORDS)))
        free -= {(y + dy, x + dx) for dy in range(down) for dx in range(right)}
    return cells


def _as_html(cells: list[Cell]) -> Content:
    rows = [
        "".join(f"<td rowspan={down} colspan={right}>{words}</td>" for at, _, down, right, words in cells if at == y)
        for y in range(cells[-1][0] + 6)
    ]
    return html.read(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>".encode())


def _as_docx(cells: list[Cell]) -> Content:
    height = max(y + down for y, _, down, _, _ in cells)
    rows = []
    for row in range(height):
        written = []
        for y, _, down, right, words in sorted(cells, key=lambda cell: cell[1]):
            if y <= row < y + down:
                merge = "" if down == 1 else '<w:vMerge w:val="restart"/>' if y == row else "<w:vMerge/>"
                span = f'<w:gridSpan w:val="{right}"/>'
                written.append(tc(words if y == row else "<w:p/>", span + merge))
        rows.append(tr(*written))
    return docx.read(docx_file(tbl(*rows)))


def _as_xlsx(cells: list[Cell]) -> Content:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for y, x, down, right, words in cells:
        sheet.cell(y + 1, x + 1, words)
        if down * right > 1:
            sheet.merge_cells(f"{get_column_letter(x + 1)}{y + 1}:{get_column_letter(x + right)}{y + down}")
    data = BytesIO()
    book.save(data)
    return workbook.read(data.getvalue())


@pytest.mark.parametrize("written", [_as_html, _as_docx, _as_xlsx])
@given(cells=tables())
def test_a_table_reads_back_as_it_was_written(written: Any, cells: list[Cell]) -> None:
    assert spans(written(cells)) == set(cells)
