"""Tables without rules: columns from the gutters between words, rows from the distances of lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.read.pdf.bands import cell_lines, is_broken_figure
from ingest.read.pdf.columns import data_columns, with_labels, without_halves
from ingest.read.pdf.headers import columns_under, header_chunks, nearest_column, with_header_columns
from ingest.read.pdf.merged import Placed, spread_headers, spread_labels
from ingest.read.pdf.runs import FIGURE, has_figure, is_row
from ingest.read.pdf.words import Line, Word
from ingest.read.writer import Part, TableCell

_INNER = 0.6  # of the distance of rows: lines nearer than that are one row
_TIGHT = 0.6  # em: lines of one cell are no further apart
_STEP = 1.4  # times: how much further apart rows are
_FULL = 1.2  # em: a cell with less room than that has wrapped
_CUT = 2.0  # em to the next column: a label with less room goes on below
_FEW = 6  # one row in so many has more than one cell
_BEGINS = re.compile(r"[（(]?[一二三四五六七八九十\d]+[)）、.．]|其中|\d{3,}|合计|总计|小计|注[:：]")


@dataclass(slots=True)
class Entry:
    """A line of a page, with what it puts into which columns: (first, last) column -> words."""

    page: int
    line: Line
    cells: dict[tuple[int, int], list[Word]] = field(default_factory=dict)
    columns: set[int] = field(default_factory=set)
    figures: set[int] = field(default_factory=set)  # columns that hold a figure


@dataclass(frozen=True, slots=True)
class Aligned:
    """An aligned table: `entries` by row, the first `head` rows are the header."""

    entries: list[Entry]
    rows: list[list[Entry]]
    columns: list[tuple[float, float]]
    head: int
    kind: str = "inferred"

    @property
    def clashes(self) -> int:
        """Cells with two figures side by side: columns that were not told apart."""
        return sum(
            len(words) > 1 and sum(bool(FIGURE.fullmatch(word.text)) for word in words) > 1
            for entry in self.entries
            for words in entry.cells.values()
        )

    def cells(self) -> list[TableCell]:
        """Cells as the writer takes them."""
        placed: list[Placed] = []
        for number, row in enumerate(self.rows):
            parts: dict[tuple[int, int], list[Part]] = defaultdict(list)
            for entry in row:
                for place, words in sorted(entry.cells.items()):
                    parts[place] += [Part(line.text, entry.page, line.box, line.score) for line in cell_lines(words)]
            placed += [Placed(number, first, 1, last - first + 1, part) for (first, last), part in _apart(parts)]
        spread_headers(placed, self.columns, self.head)
        spread_labels(placed, len(self.columns), self.head, len(self.rows))
        return [TableCell(cell.row, cell.column, cell.parts, cell.rowspan, cell.colspan) for cell in placed]


def infer(lines: Sequence[tuple[int, Line]]) -> Aligned | None:
    """The table that lines (page, line), in order, make; None where they make none."""
    entries = [Entry(page, line) for page, line in lines]
    data = [entry for entry in entries if has_figure(entry.line) and is_row(entry.line)]
    if len(data) < 2 and not _is_of_figures(data):
        data = [entry for entry in entries if is_row(entry.line)]
        if len(data) < 2:
            return None
    columns = data_columns([entry.line for entry in data])
    if len(columns) < 2:
        return None
    head = entries.index(data[0])
    columns = with_labels(columns, [entry.line for entry in entries[head:]])
    header = [entry.line for entry in entries[:head]]
    columns = without_halves(columns, [entry.line for entry in data], header)
    columns = with_header_columns(columns, header, [entry.line for entry in data])
    for at, entry in enumerate(entries):
        _place(entry, columns, is_head=at < head)
    rows = _rows(entries, columns, head)
    filled = [len({column for entry in row for column in entry.columns}) for row in rows]
    if len(rows) < 2 or sum(count > 1 for count in filled) * _FEW < len(rows):
        return None
    above = next((number for number, row in enumerate(rows) if data[0] in row), 0)
    return Aligned(entries, rows, columns, above)


def _is_of_figures(data: Sequence[Entry]) -> bool:
    """Whether one row tells the columns: of three figures or more and nothing else."""
    words = data[0].line.words if data else []
    return len(words) > 2 and all(FIGURE.fullmatch(word.text) for word in words)


def _place(entry: Entry, columns: Sequence[tuple[float, float]], is_head: bool) -> None:
    """Words to columns. In a header, a group of words that reaches over several columns spans them."""
    groups = header_chunks(entry.line) if is_head else [[word] for word in entry.line.words]
    for words in groups:
        box = (words[0].x0, words[-1].x1)
        reached = columns_under(box, columns) or [nearest_column(box, columns)]
        place = (reached[0], reached[-1])
        if place[0] != place[1] and not is_head:
            # Over several columns: words begin, figures end in their own.
            best = reached[-1] if FIGURE.fullmatch(words[0].text) else reached[0]
            place = (best, best)
        if place in entry.cells:
            entry.cells[place] += words
        else:
            entry.cells[place] = words
        entry.columns.update(range(place[0], place[1] + 1))
    for (first, _), words in entry.cells.items():
        if FIGURE.fullmatch(words[0].text if len(words) == 1 else "".join(word.text for word in words)):
            entry.figures.add(first)


def _rows(entries: list[Entry], columns: Sequence[tuple[float, float]], head: int) -> list[list[Entry]]:
    """Lines that are one row: nearer than rows are, or the rest of a label that had no room."""
    distance = _row_distance(entries)
    inner = any(
        below.line.top - above.line.bottom < _INNER * distance
        for above, below in pairwise(entries[head:])
        if above.page == below.page
    )
    rows: list[list[Entry]] = []
    for at, entry in enumerate(entries):
        above = rows[-1][-1] if rows else None
        if above is not None and (
            _is_same_row(rows[-1], entry, distance, None if inner or at <= head else columns)
            if above.page == entry.page
            else _is_cut_off(rows[-1], entry, columns)
        ):
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return rows


def _row_distance(entries: Sequence[Entry]) -> float:
    """Least distance of two lines that are rows for certain: a figure above a figure."""
    gaps = [
        below.line.top - above.line.bottom
        for above, below in pairwise(entries)
        if above.page == below.page and above.figures & below.figures
    ]
    if gaps:
        return min(gaps)
    every = sorted(b.line.top - a.line.bottom for a, b in pairwise(entries) if a.page == b.page)
    every = [gap for gap in every if gap > 0]
    steps = [(high / low, high) for low, high in pairwise(every) if low < _TIGHT * entries[0].line.size]
    return max(steps)[1] if steps and max(steps)[0] > _STEP else 0.0


def _is_same_row(
    row: Sequence[Entry], entry: Entry, distance: float, columns: Sequence[tuple[float, float]] | None
) -> bool:
    """Told by the distance; where all lines stand equally far apart (`columns` given), by what had no room."""
    if entry.line.is_ruled or any(earlier.figures & entry.figures for earlier in row):
        return False
    if any(_crosses(earlier, entry) or _crosses(entry, earlier) for earlier in row):
        return False
    gap = entry.line.top - max(earlier.line.bottom for earlier in row)
    if gap < min(0.0, distance) or gap < _INNER * distance:
        return True
    return columns is not None and not entry.figures and _is_rest(row, entry, columns)


def _crosses(wide: Entry, other: Entry) -> bool:
    """Whether a cell over several columns of one line stands over or under narrower ones of the other."""
    return any(
        first != last and (first, last) not in other.cells and other.columns.intersection(range(first, last + 1))
        for first, last in wide.cells
    )


def _is_rest(row: Sequence[Entry], entry: Entry, columns: Sequence[tuple[float, float]]) -> bool:
    """Each cell of the line goes on with a cell of the row that was full."""
    for (column, _), words in entry.cells.items():
        upper = [earlier.cells[column, column] for earlier in row if (column, column) in earlier.cells]
        if not upper or _BEGINS.match(words[0].text):
            return False
        last = upper[-1][-1]
        if columns[column][1] - last.x1 > _FULL * (last.bottom - last.top) or last.text.endswith(("。", "；")):
            return False
    return bool(row[0].figures)


def _is_cut_off(row: Sequence[Entry], entry: Entry, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether what begins a page is the rest of the row above: each cell goes on with one that had no room at all."""
    for (column, _), words in entry.cells.items():
        upper = [word for earlier in row for word in earlier.cells.get((column, column), ())]
        if not upper:
            return False
        above, below = cell_lines(upper), cell_lines(words)
        if is_broken_figure([line.text for line in (*above, *below)]):
            continue
        last = above[-1]
        right = columns[column + 1][0] if column + 1 < len(columns) else columns[column][1]
        if (
            right - last.x1 > _CUT * last.size
            or last.text.endswith(("。", "；"))
            or _BEGINS.match(below[0].text)
            or FIGURE.fullmatch(below[0].text)
        ):
            return False
    return len(entry.columns) < len({column for earlier in row for column in earlier.columns})


def _apart(parts: dict[tuple[int, int], list[Part]]) -> list[tuple[tuple[int, int], list[Part]]]:
    """Cells from left to right; one that lies under a wider one of the same row goes into it."""
    out: list[tuple[tuple[int, int], list[Part]]] = []
    for place, part in sorted(parts.items(), key=lambda item: (item[0][0], -item[0][1])):
        if out and place[0] <= out[-1][0][1]:
            out[-1][1].extend(part)
        else:
            out.append((place, list(part)))
    return out
