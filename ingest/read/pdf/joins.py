"""Tables that go on over page breaks: parts with the same columns are one table."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.read.pdf.lattice import SNAP
from ingest.read.pdf.sheet import Cell, PageTable
from ingest.read.pdf.words import Line, opening
from ingest.read.writer import Part, TableCell

_ENUMERATED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[)）、.．]|其中")
_FIGURE = re.compile(r"[-−≥≤><=＞＜]?[\d,，]+(?:\.\d+)?[%％]?")
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:[,，]\d{3})+|\d+)\.\d{1,2}[%％]?")
_TOTAL = re.compile(r"[合总小]\s*计")
_SLACK = 0.05  # em
_PADDING = 11.0  # points of a cell that no words take


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
    both = [(upper, cell) for upper, cell in pairs if upper.lines and cell.lines]
    return not any(
        _FIGURE.fullmatch(upper.lines[-1][1].text)
        and _FIGURE.fullmatch(cell.lines[0].text)
        and not _is_broken_figure(upper, cell)
        for upper, cell in both
    )


def _plainly_goes_on(pairs: list[tuple[_Placed, Cell]]) -> bool:
    """Words below a line that was full, and rests of figures that had no room; with a label nothing but words."""
    filled = [(upper, cell) for upper, cell in pairs if cell.lines]
    if not filled or any(cell.rowspan > 1 and not _is_remark(cell) for _, cell in filled):
        return False
    if any(cell.column == 0 for _, cell in filled) and any(_begins_row(cell.lines[0].text) for _, cell in filled):
        return False
    return all(_goes_on(upper, cell) for upper, cell in filled)


def _goes_on(upper: _Placed, cell: Cell) -> bool:
    first = cell.lines[0].text
    if not upper.lines or not _was_full(upper, cell):
        return False
    if _FIGURE.fullmatch(first):
        return _is_broken_figure(upper, cell)
    return not _ENUMERATED.match(first) and not upper.lines[-1][1].text.endswith(("。", "；", ";"))


def _is_remark(cell: Cell) -> bool:
    """（万元）: no label begins with a bracket."""
    return cell.lines[0].text[0] in "（(" and not _ENUMERATED.match(cell.lines[0].text)


def _begins_row(words: str) -> bool:
    return bool(_FIGURE.fullmatch(words) or _TOTAL.search(words))


def _was_full(upper: _Placed, cell: Cell) -> bool:
    """Whether what the cell begins with had no room at the end of the one above."""
    return _has_no_room(upper, opening(cell.lines[0]))


def _is_broken_figure(upper: _Placed, cell: Cell) -> bool:
    """5062.1 over 2: an amount with decimals, cut where its cell was full."""
    digits = [line.text for _, line in upper.lines] + [line.text for line in cell.lines]
    return _has_no_room(upper, upper.lines[-1][1].size) and _AMOUNT.fullmatch("".join(digits)) is not None


def _has_no_room(cell: _Placed, need: float) -> bool:
    """Whether the last line of a cell leaves less than `need` points."""
    last = cell.lines[-1][1]
    return cell.right - cell.left - (last.x1 - last.x0) - _PADDING <= need + _SLACK * last.size


def _near(x: float, places: list[float]) -> bool:
    return any(abs(x - place) <= SNAP for place in places)


def _nearest(x: float, places: list[float]) -> int:
    return min(range(len(places)), key=lambda at: abs(places[at] - x))
