"""Tables without rules: columns from the gutters between words, rows from the distances of lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.read.pdf.runs import CAPTION, FIGURE, chunks, has_figure, is_row
from ingest.read.pdf.words import Line, Word, joined, line_of
from ingest.read.writer import Part, TableCell

_LEAST_GUTTER = 2.5  # points
_NARROW = 1.0  # em: a narrower gutter needs a reason
_HEADER_GAP, _HEADER_SPACED = 0.4, 1.0  # em: what parts the cells of a header, and the characters of a spaced word
_STRAY = 25  # one row in so many may reach into a gutter
_INNER = 0.6  # of the distance of rows: lines nearer than that are one row
_TIGHT = 0.6  # em: lines of one cell are no further apart
_STEP = 1.4  # times: how much further apart rows are
_FULL = 1.2  # em: a cell with less room than that has wrapped
_FEW = 6  # one row in so many has more than one cell
_SAME_SIZE = 0.12
_WIDER = 1.3  # times the widest distance of lines: no longer the table
_MARK = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]|[-—·●■]")
_BEGINS = re.compile(r"[（(]?[一二三四五六七八九十\d]+[)）、.．]|其中|\d{3,}|合计|总计|小计|注[:：]")


@dataclass(slots=True)
class Entry:
    """A line of a page, with what it puts into which columns: (first, last) column -> words."""

    page: int
    line: Line
    cells: dict[tuple[int, int], list[Word]] = field(default_factory=dict)

    @property
    def columns(self) -> set[int]:
        return {column for first, last in self.cells for column in range(first, last + 1)}

    @property
    def figures(self) -> set[int]:
        return {first for (first, _), words in self.cells.items() if FIGURE.fullmatch("".join(w.text for w in words))}


@dataclass(frozen=True)
class Aligned:
    """An aligned table: `entries` by row."""

    entries: list[Entry]
    rows: list[list[Entry]]
    columns: list[tuple[float, float]]
    kind: str = "inferred"

    def takes(self, line: Line, above: Line | None) -> bool:
        """Whether a line at the top of the next page (below `above`) may be a row of this table."""
        last = self.entries[-1].line
        if abs(line.size - last.size) > _SAME_SIZE * last.size or CAPTION.search(line.text):
            return False
        if above is not None and line.top - above.bottom > _WIDER * max(self.widest_gap, line.size * 0.5):
            return False
        em = line.size
        for word in line.words:
            box = (word.x0, word.x1)
            near = _nearest(box, self.columns)
            if (
                len(_reached(box, self.columns)) > 1
                or not self.columns[near][0] - em < word.x0 < self.columns[near][1] + em
            ):
                return False
        return True

    @property
    def widest_gap(self) -> float:
        """The widest distance of two lines of the table in points."""
        return max((b.line.top - a.line.bottom for a, b in pairwise(self.entries) if a.page == b.page), default=0.0)

    def cells(self) -> list[TableCell]:
        """Cells as the writer takes them."""
        out = []
        for number, row in enumerate(self.rows):
            parts: dict[tuple[int, int], list[Part]] = defaultdict(list)
            for entry in row:
                for place, words in sorted(entry.cells.items()):
                    parts[place].append(Part(joined(words), entry.page, line_of(words).box))
            out += [TableCell(number, first, part, 1, last - first + 1) for (first, last), part in _apart(parts)]
        return out


def infer(lines: Sequence[tuple[int, Line]]) -> Aligned | None:
    """The table that lines (page, line), in order, make; None where they make none."""
    entries = [Entry(page, line) for page, line in lines]
    data = [entry for entry in entries if has_figure(entry.line) and is_row(entry.line)]
    if len(data) < 2:
        data = [entry for entry in entries if is_row(entry.line)]
    if len(data) < 2:
        return None
    columns = _columns([entry.line for entry in data])
    if len(columns) < 2:
        return None
    head = entries.index(data[0])
    columns = _with_header_columns(columns, [entry.line for entry in entries[:head]])
    for at, entry in enumerate(entries):
        _place(entry, columns, is_head=at < head)
    rows = _rows(entries, columns, head)
    filled = [len({column for entry in row for column in entry.columns}) for row in rows]
    if len(rows) < 2 or sum(count > 1 for count in filled) * _FEW < len(rows):
        return None
    return Aligned(entries, rows, columns)


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Where the words of rows stand: stretches parted by gutters that (almost) no row reaches into."""
    events = sorted(
        event for line in lines for word in line.words for event in ((word.x0, 1), (word.x1, -1)) if word.x1 > word.x0
    )
    allowed = len(lines) // _STRAY
    columns: list[tuple[float, float]] = []
    depth, left = 0, 0.0
    for x, change in events:
        if depth <= allowed < depth + change:
            left = x
        elif depth > allowed >= depth + change:
            columns.append((left, x))
        depth += change
    return _without_chance_gutters(columns, lines)


def _without_chance_gutters(columns: list[tuple[float, float]], lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Narrow gutters part columns only where figures, or words that all begin at one place, stand beside them."""
    em = sorted(line.size for line in lines)[len(lines) // 2]
    out = columns[:1]
    for column in columns[1:]:
        gutter = column[0] - out[-1][1]
        if gutter < _LEAST_GUTTER or (gutter < _NARROW * em and not _is_gutter(out[-1], column, lines)):
            out[-1] = (out[-1][0], column[1])
        else:
            out.append(column)
    return out


def _is_gutter(left: tuple[float, float], right: tuple[float, float], lines: Sequence[Line]) -> bool:
    lefts = [_words_in(left, line) for line in lines]
    rights = [_words_in(right, line) for line in lines]
    texts = ["".join(word.text for word in words) for words in lefts if words]
    if texts and all(_MARK.fullmatch(text) for text in texts):
        return False
    for side in (lefts, rights):
        filled = ["".join(word.text for word in words) for words in side if words]
        if filled and sum(bool(FIGURE.fullmatch(text)) for text in filled) * 10 >= len(filled) * 6:
            return True
    starts = [words[0].x0 for words in rights if words]
    return len(starts) > 2 and max(starts) - min(starts) < 2.0


def _words_in(column: tuple[float, float], line: Line) -> list[Word]:
    return [word for word in line.words if column[0] - 1 <= (word.x0 + word.x1) / 2 <= column[1] + 1]


def _with_header_columns(columns: list[tuple[float, float]], header: Sequence[Line]) -> list[tuple[float, float]]:
    """Columns that are blank in every row have only their header."""
    for line in reversed(header):
        if CAPTION.search(line.text):
            continue
        boxes = [(words[0].x0, words[-1].x1) for words in header_chunks(line)]
        taken = {_nearest(box, columns) for box in boxes if _reached(box, columns)}
        for box in boxes:
            reached = _reached(box, columns)
            if len(reached) == 1:  # words over figures are wider than these, and what they wrap to stands below them
                left, right = columns[reached[0]]
                wide = (min(left, box[0]), max(right, box[1]))
                if _reached(wide, columns) == reached:
                    columns = [*columns[: reached[0]], wide, *columns[reached[0] + 1 :]]
            elif not reached:
                near = _nearest(box, columns)
                if near in taken:
                    columns = sorted([*columns, box])
                    taken = {_nearest(other, columns) for other in boxes if _reached(other, columns)}
                else:
                    taken.add(near)
    return columns


def header_chunks(line: Line) -> list[list[Word]]:
    return chunks(line, _HEADER_GAP, _HEADER_SPACED)


def _reached(box: tuple[float, float], columns: Sequence[tuple[float, float]]) -> list[int]:
    """Columns that a stretch overlaps."""
    return [at for at, (left, right) in enumerate(columns) if min(right, box[1]) - max(left, box[0]) > 0.5]


def _nearest(box: tuple[float, float], columns: Sequence[tuple[float, float]]) -> int:
    return min(range(len(columns)), key=lambda at: max(columns[at][0] - box[1], box[0] - columns[at][1]))


def _place(entry: Entry, columns: Sequence[tuple[float, float]], is_head: bool) -> None:
    """Words to columns. In a header, a group of words that reaches over several columns spans them."""
    groups = header_chunks(entry.line) if is_head else [[word] for word in entry.line.words]
    for words in groups:
        box = (words[0].x0, words[-1].x1)
        reached = _reached(box, columns) or [_nearest(box, columns)]
        if is_head:
            place = (reached[0], reached[-1])
        else:
            best = max(reached, key=lambda at: min(columns[at][1], box[1]) - max(columns[at][0], box[0]))
            place = (best, best)
        entry.cells.setdefault(place, []).extend(words)


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
        if above is not None and _is_same_row(rows[-1], entry, distance, None if inner or at <= head else columns):
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
    above = row[-1]
    if above.page != entry.page or any(earlier.figures & entry.figures for earlier in row):
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


def _apart(parts: dict[tuple[int, int], list[Part]]) -> list[tuple[tuple[int, int], list[Part]]]:
    """Cells from left to right; one that lies under a wider one of the same row goes into it."""
    out: list[tuple[tuple[int, int], list[Part]]] = []
    for place, part in sorted(parts.items(), key=lambda item: (item[0][0], -item[0][1])):
        if out and place[0] <= out[-1][0][1]:
            out[-1][1].extend(part)
        else:
            out.append((place, list(part)))
    return out
