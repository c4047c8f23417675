"""Tables in plain text: tab-separated lines, one cell a line behind a tab, markdown pipes, aligned words.

A cell keeps the span of its words in the canonical text. Cells are read, not judged: an empty cell is an
empty cell, and a row keeps as many cells as it was printed with.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ingest.find.aligned import aligned_rows, aligned_run
from ingest.find.lines import is_page_number
from ingest.read import Grid

_PIPE_RULE = re.compile(r"^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$")
_MAX_COLUMNS = 200  # no form is as wide: such lines are damage, not tables
_LONE_NUMBER = re.compile(r"[-—]?\s*\d{1,3}\s*[-—]?$")


class Cell(NamedTuple):
    """One cell: span in the canonical text, its text, and its words.

    `words` are the text without any blank: labels and headers are compared in this form.
    """

    start: int
    end: int
    text: str
    words: str


Row = list[Cell]


@dataclass(frozen=True)
class Table:
    """A run of rows; `start` and `end` bound it in the canonical text."""

    start: int
    end: int
    rows: list[Row]

    @cached_property
    def width(self) -> int:
        """Cells of a usual row: a stray separator at the end of one row widens no other."""
        counts = Counter(len(row) for row in self.rows)
        return max(counts, key=lambda length: (counts[length], length))

    @cached_property
    def longest(self) -> int:
        """Characters of the longest cell."""
        return max((cell.end - cell.start for row in self.rows for cell in row), default=0)


def lines_between(text: str, spans: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the lines with words that reach into none of the tables, given by their spans in order of place."""
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        near = bisect_left(spans, (stop,)) - 1
        if near >= 0 and at < spans[near][1]:
            last = text.find("\n", max(stop, spans[near][1] - 1), end)  # the line that the table ends in
            stop = end if last < 0 else last
        elif at < stop and not text[at:stop].isspace():
            yield at, stop
        at = stop + 1


def lines_outside(text: str, tables: list[Table]) -> list[tuple[int, int]]:
    """Spans of the lines, but empty ones, that reach into no table; the tables in order of place."""
    found, nth = [], 0
    for start, end in _lines(text):
        while nth < len(tables) and tables[nth].end <= start:
            nth += 1
        if start < end and (nth == len(tables) or tables[nth].start >= end):
            found.append((start, end))
    return found


def find_tables(folded: str, grids: Sequence[Grid] = ()) -> list[Table]:
    """Tables of a folded text in order of place: those that the file declares, and those that its lines make."""
    if not grids:
        return _tables_in(folded, _lines(folded))
    lines = _lines(folded)
    starts = [start for start, _ in lines]
    bounds = [0, *(bisect_left(starts, at) for grid in grids for at in (grid.start, grid.end + 1)), len(lines)]
    tables: list[Table] = []
    for position, (first, last) in enumerate(zip(bounds[::2], bounds[1::2], strict=True)):
        tables += _tables_in(folded, lines[first:last])
        if position < len(grids):
            tables.append(_of_grid(folded, grids[position]))
    return tables


def _of_grid(folded: str, grid: Grid) -> Table:
    return _of_spans(folded, grid.start, grid.end, [[(cell.start, cell.end) for cell in row] for row in grid.rows])


def _of_spans(folded: str, start: int, end: int, spans: list[list[tuple[int, int]]]) -> Table:
    rows = [[_cell(folded[slice(*span)], span[0]) for span in row] for row in spans]
    return Table(start, end, [row for row in rows if any(cell.text for cell in row)])


def _tables_in(folded: str, lines: list[tuple[int, int]]) -> list[Table]:
    tables: list[Table] = []
    index = 0
    while index < len(lines):
        start, end = lines[index]
        line = folded[start:end]
        separator = "\t" if "\t" in line else "|" if "|" in line and _is_pipe(line) else ""
        if not separator:
            last = aligned_run(folded, lines, index) if "  " in line else -1
            if last >= 0:
                tables.append(
                    _of_spans(folded, lines[index][0], lines[last][1], aligned_rows(folded, lines[index : last + 1]))
                )
            index = max(index, last) + 1
            continue
        last = _run_end(folded, lines, index, separator)
        table = _read(folded, lines[index : last + 1], separator)
        if table is not None:
            tables.append(table)
        index = last + 1
    return tables


def _lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        spans.append((start, end))
        start = end + 1
    return spans


def _is_pipe(line: str) -> bool:
    stripped = line.strip()
    return (stripped.count("|") >= 2 and (stripped[0] == "|" or stripped[-1] == "|")) or stripped.count("|") >= 3


def _run_end(text: str, lines: list[tuple[int, int]], first: int, separator: str) -> int:
    """Index of the last line of the table that begins at `first`: blank lines and page numbers do not end it."""
    last = index = first
    blanks = 0
    while index + 1 < len(lines):
        index += 1
        line = text[slice(*lines[index])]
        if (separator == "\t" and "\t" in line) or (separator == "|" and _is_pipe(line)):
            last, blanks = index, 0
        elif not (said := line.strip()) or _LONE_NUMBER.match(said) or is_page_number(said):
            blanks += 1
            if blanks > 3:
                break
        else:
            break
    return last


def _read(text: str, lines: list[tuple[int, int]], separator: str) -> Table | None:
    bodies = [(s, e) for s, e in lines if text[s:e].strip() or separator in text[s:e]]
    if separator == "|":
        bodies = [(s, e) for s, e in bodies if not _PIPE_RULE.match(text[s:e])]
        rows = [_split(text, *_unpiped(text, s, e), "|") for s, e in bodies if "|" in text[s:e]]
    elif _is_cell_a_line(text, bodies):
        rows = _stacked(text, lines)
    else:
        rows = [_split(text, s, e, "\t") for s, e in bodies if "\t" in text[s:e]]
    rows = [row for row in rows if len(row) <= _MAX_COLUMNS and any(cell.text for cell in row)]
    return Table(lines[0][0], lines[-1][1], rows) if rows else None


def _unpiped(text: str, start: int, end: int) -> tuple[int, int]:
    """Span between the outer pipes."""
    while start < end and text[start] in " \t":
        start += 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    return start + (text[start] == "|"), end - (end - 1 > start and text[end - 1] == "|")


def _is_cell_a_line(text: str, bodies: list[tuple[int, int]]) -> bool:
    """Most lines are one tab and one cell."""
    single = sum(text[s] == "\t" and "\t" not in text[s:e].strip() for s, e in bodies if e > s)
    return len(bodies) >= 3 and single * 10 >= len(bodies) * 8


def _stacked(text: str, lines: list[tuple[int, int]]) -> list[Row]:
    """Rows of a table with one cell a line: a line without a tab ends a row."""
    rows: list[Row] = [[]]
    for start, end in lines:
        if "\t" not in text[start:end]:
            rows.append([])
        else:
            rows[-1].append(_cell(text[start + 1 : end], start + 1))
    return [row for row in rows if row]


def _split(text: str, start: int, end: int, separator: str) -> Row:
    row = []
    for raw in text[start:end].split(separator):
        row.append(_cell(raw, start))
        start += len(raw) + 1
    return row


def _cell(raw: str, start: int) -> Cell:
    """The cell of what stands from `start` on between two separators."""
    words = raw.lstrip()
    start += len(raw) - len(words)
    words = words.rstrip()
    return Cell(start, start + len(words), words, words.replace(" ", "").replace("\t", ""))
