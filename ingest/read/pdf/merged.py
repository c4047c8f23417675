"""Merged cells of tables without rules: what stands in the middle of several rows or columns belongs to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.read.document import Box
from ingest.read.writer import Part

_INNER = 0.5  # em: lines of one label are no further apart
_NEAR = 0.35  # of a row: how exactly a label stands in the middle
_OFF = 0.25  # of a row: a label that stands so far from its middle is none of that row alone
_DENSE = 0.7  # of the rows that a column is filled in, to tell where rows stand
_CENTRED = 1.5  # em
_FLUSH = 1.5  # points
_AS_NEAR = 0.5  # em: of spans that a heading stands in the middle of as exactly, the widest


@dataclass(slots=True)
class Placed:
    """A cell at its first row and column."""

    row: int
    column: int
    rowspan: int
    colspan: int
    parts: list[Part]

    @property
    def box(self) -> Box:
        """The box that holds all of its parts, in points; one of them must have a box."""
        boxes = [part.box for part in self.parts if part.box is not None]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )


def spread_headers(cells: list[Placed], columns: Sequence[tuple[float, float]], head: int) -> None:
    """Give header cells that stand in the middle over several columns their span."""
    filled = {(cell.row, at) for cell in cells for at in range(cell.column, cell.column + cell.colspan)}
    flush = _flush_rows(cells, columns, head)
    edges = [columns[0][0], *((left[1] + right[0]) / 2 for left, right in pairwise(columns)), columns[-1][1]]
    for cell in sorted(cells, key=lambda cell: -cell.row):  # what spans stands above what it spans
        if cell.row + 1 >= head or cell.colspan > 1 or (cell.row + 1, cell.column) not in filled:
            continue
        first = last = cell.column
        while first > 0 and (cell.row, first - 1) not in filled and (cell.row + 1, first - 1) in filled:
            first -= 1
        while last + 1 < len(columns) and (cell.row, last + 1) not in filled and (cell.row + 1, last + 1) in filled:
            last += 1
        if cell.row in flush:
            cell.colspan = last - cell.column + 1
            filled.update((cell.row, at) for at in range(cell.column, last + 1))
            continue
        box = cell.box
        middle, em = (box[0] + box[2]) / 2, box[3] - box[1]
        own = (edges[cell.column] + edges[cell.column + 1]) / 2
        if cell.row + 1 in flush and abs(own - middle) < _AS_NEAR * em:
            continue  # in the middle of its own column, where what spans would stand at the left
        spans = [
            (abs((edges[left] + edges[right + 1]) / 2 - middle), left - right, left, right)
            for left in range(first, cell.column + 1)
            for right in range(cell.column, last + 1)
        ]
        nearest = min(span[0] for span in spans)
        close = [span for span in spans if span[0] < min(_CENTRED * em, nearest + _AS_NEAR * em)]
        if close:
            _, _, left, right = min(close, key=lambda span: (span[1], span[0]) if span[1] < 0 else (0, span[0]))
            cell.column, cell.colspan = left, right - left + 1
            filled.update((cell.row, at) for at in range(left, right + 1))


def _flush_rows(cells: Sequence[Placed], columns: Sequence[tuple[float, float]], head: int) -> set[int]:
    """Rows of the header whose cells all stand at the left of their columns, and not only because these are narrow."""
    rows: dict[int, list[Placed]] = {}
    for cell in cells:
        rows.setdefault(min(cell.row, head), []).append(cell)
    body = rows.pop(head, [])
    if not all(_is_flush(cell, columns) for cell in body):
        body = []
    return {
        row
        for row, own in rows.items()
        if all(_is_flush(cell, columns) for cell in own)
        and any(columns[cell.column][1] - cell.box[2] > 2 * _FLUSH for cell in (*own, *body))
    }


def _is_flush(cell: Placed, columns: Sequence[tuple[float, float]]) -> bool:
    return abs(cell.box[0] - columns[cell.column][0]) < _FLUSH


def spread_labels(cells: list[Placed], width: int, head: int, rows: int) -> None:
    """Give labels of the leading columns that stand in the middle of several rows these rows, page by page."""
    body = [cell for cell in cells if cell.row >= head]
    dense = [
        column
        for column in range(width)
        if len({cell.row for cell in body if cell.column == column}) >= _DENSE * (rows - head)
    ]
    if not dense or dense[0] == 0:
        return
    places: dict[int, tuple[int, float, float]] = {}
    for cell in body:
        if cell.column in dense:
            page, box = cell.parts[0].page or 0, cell.box
            _, top, bottom = places.get(cell.row, (page, box[1], box[3]))
            places[cell.row] = (page, min(top, box[1]), max(bottom, box[3]))
    for page in sorted({place[0] for place in places.values()}):
        here = sorted(row for row, place in places.items() if place[0] == page)
        if len(here) > 1 and here[-1] - here[0] == len(here) - 1:
            edges = _edges([places[row][1:] for row in here])
            for column in range(dense[0]):
                _spread_column(cells, column, here[0], edges, page)


def _edges(rows: Sequence[tuple[float, float]]) -> list[float]:
    """Where rows part: in the middle between them, and as far outside."""
    inner = [(above[1] + below[0]) / 2 for above, below in pairwise(rows)]
    pad = min(below[0] - above[1] for above, below in pairwise(rows)) / 2
    return [rows[0][0] - pad, *inner, rows[-1][1] + pad]


def _spread_column(cells: list[Placed], column: int, first: int, edges: Sequence[float], page: int) -> None:
    rows = range(first, first + len(edges) - 1)
    own = [cell for cell in cells if cell.column == column and cell.row in rows and cell.colspan == 1]
    parts = sorted((part for cell in own for part in cell.parts if part.box and part.page == page), key=_top)
    blocks: list[list[Part]] = []
    for part in parts:
        if blocks and _top(part) - _bottom(blocks[-1][-1]) < _INNER * (_bottom(part) - _top(part)):
            blocks[-1].append(part)
        else:
            blocks.append([part])
    groups, start, proof = [], 0, False
    for block in blocks:
        middle = (_top(block[0]) + _bottom(block[-1])) / 2
        end_place = 2 * middle - edges[start]
        end = min(range(start + 1, len(edges)), key=lambda at: abs(edges[at] - end_place), default=0)
        if end <= start or abs(edges[end] - end_place) > _NEAR * (edges[start + 1] - edges[start]):
            return
        row = next(at for at in range(start, end) if middle <= edges[at + 1] or at == end - 1)
        height = edges[row + 1] - edges[row]
        proof = proof or abs(middle - (edges[row] + edges[row + 1]) / 2) > _OFF * height or (start == 0 < row)
        groups.append((start, end, block))
        start = end
    # A label of a deeper level stands for no row of the next label of the level above it.
    begun = {cell.row - first for cell in cells if cell.column < column and cell.row in rows}
    crosses = any(start < row < end for start, end, _ in groups for row in begun)
    if not proof or crosses or start != len(edges) - 1:
        return
    for cell in own:
        cells.remove(cell)
    cells += [Placed(first + start, column, end - start, 1, block) for start, end, block in groups]


def _top(part: Part) -> float:
    return part.box[1] if part.box else 0.0


def _bottom(part: Part) -> float:
    return part.box[3] if part.box else 0.0
