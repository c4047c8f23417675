"""Tables without rules: columns from the gutters between words, rows from the distances of lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.read.pdf.merged import Placed, spread_headers, spread_labels
from ingest.read.pdf.runs import CAPTION, FIGURE, chunks, has_figure, is_row
from ingest.read.pdf.words import Line, Word, joined, line_of
from ingest.read.writer import Part, TableCell

_LEAST_GUTTER = 2.5  # points
_NARROW = 1.0  # em: a narrower gutter needs a reason
_HEADER_GAP, _HEADER_SPACED = 0.4, 1.0  # em: what parts the cells of a header, and the characters of a spaced word
_INNER_HEADER = 0.5  # em: lines of one cell of a header
_AGREE = 0.5  # of the rows: words that begin, or end, at one place
_STRAY = 25  # one row in so many may reach into a gutter
_INNER = 0.6  # of the distance of rows: lines nearer than that are one row
_TIGHT = 0.6  # em: lines of one cell are no further apart
_STEP = 1.4  # times: how much further apart rows are
_FULL = 1.2  # em: a cell with less room than that has wrapped
_FEW = 6  # one row in so many has more than one cell
_SAME_SIZE = 0.06
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
    """An aligned table: `entries` by row, the first `head` rows are the header."""

    entries: list[Entry]
    rows: list[list[Entry]]
    columns: list[tuple[float, float]]
    head: int
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
    def clashes(self) -> int:
        """Cells with two figures side by side: columns that were not told apart."""
        return sum(
            sum(bool(FIGURE.fullmatch(word.text)) for word in words) > 1
            for entry in self.entries
            for words in entry.cells.values()
        )

    @property
    def widest_gap(self) -> float:
        """The widest distance of two lines of the table in points."""
        return max((b.line.top - a.line.bottom for a, b in pairwise(self.entries) if a.page == b.page), default=0.0)

    def cells(self) -> list[TableCell]:
        """Cells as the writer takes them."""
        placed: list[Placed] = []
        for number, row in enumerate(self.rows):
            parts: dict[tuple[int, int], list[Part]] = defaultdict(list)
            for entry in row:
                for place, words in sorted(entry.cells.items()):
                    parts[place].append(Part(joined(words), entry.page, line_of(words).box))
            placed += [Placed(number, first, 1, last - first + 1, part) for (first, last), part in _apart(parts)]
        spread_headers(placed, self.columns, self.head)
        spread_labels(placed, len(self.columns), self.head, len(self.rows))
        return [TableCell(cell.row, cell.column, cell.parts, cell.rowspan, cell.colspan) for cell in placed]


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
    header = [entry.line for entry in entries[:head]]
    columns = _without_halves(columns, [entry.line for entry in data], header)
    columns = _with_header_columns(columns, header)
    for at, entry in enumerate(entries):
        _place(entry, columns, is_head=at < head)
    rows = _rows(entries, columns, head)
    filled = [len({column for entry in row for column in entry.columns}) for row in rows]
    if len(rows) < 2 or sum(count > 1 for count in filled) * _FEW < len(rows):
        return None
    above = next((number for number, row in enumerate(rows) if data[0] in row), 0)
    return Aligned(entries, rows, columns, above)


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
        if len(filled) > 1 and sum(bool(FIGURE.fullmatch(text)) for text in filled) * 10 >= len(filled) * 6:
            return True
    starts = [words[0].x0 for words in rights if words]
    ends = [words[-1].x1 for words in lefts if words]
    return _share(starts) >= _AGREE or _share(ends) >= _AGREE


def _share(places: Sequence[float]) -> float:
    """The share of places, of at least two, that are (nearly) the most common one."""
    counts = Counter(round(place) for place in places)
    if len(places) < 2:
        return 0.0
    return max(counts[place] + max(counts[place - 1], counts[place + 1]) for place in counts) / len(places)


def _words_in(column: tuple[float, float], line: Line) -> list[Word]:
    return [word for word in line.words if column[0] - 1 <= (word.x0 + word.x1) / 2 <= column[1] + 1]


def _without_halves(
    columns: list[tuple[float, float]], rows: Sequence[Line], header: Sequence[Line]
) -> list[tuple[float, float]]:
    """Two columns under one header of which never both are filled are one: words at its left, figures at its right."""
    out = columns[:1]
    for column in columns[1:]:
        both = any(_words_in(out[-1], line) and _words_in(column, line) for line in rows)
        over = [
            [_reached((words[0].x0, words[-1].x1), [out[-1], column]) for words in header_chunks(line)]
            for line in header
        ]
        spans = any([0, 1] in line for line in over)
        parts = any([0] in line and [1] in line for line in over)
        if spans and not both and not parts:
            out[-1] = (out[-1][0], column[1])
        else:
            out.append(column)
    return out


def _with_header_columns(columns: list[tuple[float, float]], header: Sequence[Line]) -> list[tuple[float, float]]:
    """Columns that are blank in every row have only their header."""
    blocks = _header_blocks(header)
    owners = [columns[reached[0]] for box in blocks if len(reached := _reached(box, columns)) == 1]
    for box in blocks:
        reached = _reached(box, columns)
        at = reached[0] if len(reached) == 1 else None
        if not reached:
            at = next((near for near in _neighbours(box, columns) if columns[near] not in owners), None)
            if at is None:
                columns = sorted([*columns, box])
                owners.append(box)
        if at is not None:  # the words of a header reach further than the figures
            wide = (min(columns[at][0], box[0]), max(columns[at][1], box[1]))
            if _reached(wide, columns) == [at]:
                owners = [wide if owner == columns[at] else owner for owner in owners]
                columns = [*columns[:at], wide, *columns[at + 1 :]]
            owners.append(columns[at])
    return columns


def _header_blocks(header: Sequence[Line]) -> list[tuple[float, float]]:
    """Where the cells of a header stand, from left to right; lines close above one another are one cell."""
    blocks: list[tuple[float, float, float]] = []
    for line in header:
        if CAPTION.search(line.text):
            continue
        for words in header_chunks(line):
            left, right = words[0].x0, words[-1].x1
            for at, (x0, x1, bottom) in enumerate(blocks):
                near = line.top - bottom < _INNER_HEADER * line.size
                if near and min(right, x1) - max(left, x0) > 0.5 * min(right - left, x1 - x0):
                    blocks[at] = (min(left, x0), max(right, x1), line.bottom)
                    break
            else:
                blocks.append((left, right, line.bottom))
    return sorted((x0, x1) for x0, x1, _ in blocks)


def _neighbours(box: tuple[float, float], columns: Sequence[tuple[float, float]]) -> list[int]:
    """The columns to the left and right of a stretch between columns, the nearer one first."""
    right = bisect_left(columns, box)
    near = [at for at in (right - 1, right) if 0 <= at < len(columns)]
    return sorted(near, key=lambda at: max(columns[at][0] - box[1], box[0] - columns[at][1]))


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
            # Over several columns: words begin, figures end in their own.
            best = reached[-1] if FIGURE.fullmatch(words[0].text) else reached[0]
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
