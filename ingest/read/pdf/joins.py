"""Tables that go on over page breaks: parts with the same columns are one table."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.read.pdf.lattice import SNAP
from ingest.read.pdf.sheet import Cell, PageTable
from ingest.read.pdf.words import Line
from ingest.read.writer import Part, TableCell

_ENUMERATED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[)）、.．]|其中")
_FIGURE = re.compile(r"[-−≥≤><=＞＜]?[\d,，]+(?:\.\d+)?[%％]?")
_FULL = 1.05  # em: a line of a cell with less room than that, besides
_PADDING = 11.0  # points, has wrapped


@dataclass(slots=True)
class _Placed:
    """A cell of the whole table; `columns` are indexes of the edges it stands between."""

    row: int
    rowspan: int
    left: float
    right: float
    lines: list[tuple[int, Line]]


class JoinedTable:
    """One table with the parts of it that were found on pages so far."""

    def __init__(self, page: int, table: PageTable) -> None:
        self.kind = table.kind
        self._xs = table.xs
        self._rows = 0
        self._cells: list[_Placed] = []
        self._last = table
        self._page = page
        self._add(page, table, 0)

    def take(self, page: int, table: PageTable) -> bool:
        """Add the part on the next page; False (and nothing added) where it is another table."""
        if page != self._page + 1 or table.kind != self.kind:
            return False
        few, many = sorted((self._xs, table.xs), key=len)
        if len(few) < 3 or abs(few[0] - many[0]) > SNAP or abs(few[-1] - many[-1]) > SNAP:
            return False
        if not all(_near(x, many) for x in few):
            return False
        self._xs = many
        self._add(page, table, self._split_row(page, table))
        self._page, self._last = page, table
        return True

    def cells(self) -> list[TableCell]:
        """Cells as the writer takes them."""
        place = {x: _nearest(x, self._xs) for x in {x for cell in self._cells for x in (cell.left, cell.right)}}
        out = []
        for cell in self._cells:
            left, right = place[cell.left], place[cell.right]
            parts = [Part(line.text, page, line.box, line.score) for page, line in cell.lines]
            out.append(TableCell(cell.row, left, parts, cell.rowspan, max(right - left, 1)))
        return out

    def _add(self, page: int, table: PageTable, skip: int) -> None:
        for cell in table.cells:
            if cell.row >= skip:
                self._cells.append(
                    _Placed(
                        self._rows + cell.row - skip,
                        cell.rowspan,
                        table.xs[cell.column],
                        table.xs[cell.column + cell.colspan],
                        [(page, line) for line in cell.lines],
                    )
                )
        self._rows += len(table.ys) - 1 - skip

    def _split_row(self, page: int, table: PageTable) -> int:
        """1 where the first row of `table` was only the end of the row above the break, whose cells take it; else 0."""
        first = [cell for cell in table.cells if cell.row == 0]
        above = [cell for cell in self._cells if cell.row + cell.rowspan == self._rows]
        pairs = []
        for cell in first:
            left = table.xs[cell.column]
            upper = next((other for other in above if abs(other.left - left) <= SNAP), None)
            if upper is None and cell.lines:
                return 0
            if upper is not None:
                pairs.append((upper, cell))
        undrawn = self._last.open_bottom and table.open_top
        if not (_is_one_row(pairs) if undrawn else _plainly_goes_on(pairs)):
            return 0
        for upper, cell in pairs:
            upper.lines += [(page, line) for line in cell.lines]
            upper.rowspan += cell.rowspan - 1
        return 1


def _is_one_row(pairs: list[tuple[_Placed, Cell]]) -> bool:
    """No rule parts the rows: they are one, unless a figure stands in both halves of a cell."""
    both = [(upper.lines[-1][1].text, cell.lines[0].text) for upper, cell in pairs if upper.lines and cell.lines]
    return not any(_FIGURE.fullmatch(above) and _FIGURE.fullmatch(below) for above, below in both)


def _plainly_goes_on(pairs: list[tuple[_Placed, Cell]]) -> bool:
    """Words only, no label, each below a line that was full."""
    filled = [(upper, cell) for upper, cell in pairs if cell.lines]
    if not filled or any(cell.rowspan > 1 or (cell.column == 0 and cell.lines) for _, cell in pairs):
        return False
    for upper, cell in filled:
        if not upper.lines or _ENUMERATED.match(cell.lines[0].text) or _FIGURE.fullmatch(cell.lines[0].text):
            return False
        last = upper.lines[-1][1]
        room = upper.right - upper.left - (last.x1 - last.x0) - _PADDING
        if room > _FULL * last.size or last.text.endswith(("。", "；", ";")):
            return False
    return True


def _near(x: float, places: list[float]) -> bool:
    return any(abs(x - place) <= SNAP for place in places)


def _nearest(x: float, places: list[float]) -> int:
    return min(range(len(places)), key=lambda at: abs(places[at] - x))
