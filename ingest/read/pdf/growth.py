"""Aligned tables that go on over page breaks: their columns are found anew with what the next page adds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.read.pdf.aligned import Aligned, infer
from ingest.read.pdf.bands import Stack, single_lines
from ingest.read.pdf.headers import columns_under, nearest_column
from ingest.read.pdf.runs import CAPTION, FIGURE, is_row
from ingest.read.pdf.words import Line
from ingest.read.writer import Part, TableCell

_SAME_SIZE = 0.06
_WIDER = 1.3  # times the widest distance of lines: no longer the table
_TRIES = 4  # times that a line less is tried as the end of the table above
_RECENT = 40  # lines that the next page is compared with, besides the header
Lines = list[tuple[int, Line]]


class GrownTable:
    """An aligned table with the lines of it that were found on pages so far."""

    kind = "inferred"

    def __init__(self, table: Aligned) -> None:
        self._lines: Lines = [(entry.page, entry.line) for entry in table.entries]
        self._head = sum(len(row) for row in table.rows[: table.head])
        self._now = table

    def take(self, page: int, lines: Sequence[Line]) -> int:
        """How many lines from the top of the next page are rows of the table; they are added."""
        gaps = (b.top - a.bottom for (p, a), (q, b) in pairwise(self._lines[-_RECENT:]) if p == q)
        widest = max(gaps, default=0.0)
        below: Lines = []
        for line in lines:
            if not self._takes(line, below[-1][1] if below else None, widest):
                break
            below.append((page, line))
        known = [*self._lines[: self._head], *self._lines[max(self._head, len(self._lines) - _RECENT) :]]
        for _ in range(min(len(below), _TRIES)):
            whole = infer([*known, *below])
            if whole is not None and self._adds_no_clash(whole, below):
                self._lines += below
                self._now = whole
                return len(below)
            below.pop()
        return 0

    def _adds_no_clash(self, whole: Aligned, below: Lines) -> bool:
        """Whether figures stand apart as well as they do above and in the lines below by themselves."""
        more = whole.clashes - self._now.clashes
        if more <= 0:
            return True
        alone = infer(below)
        return alone is not None and more <= alone.clashes

    def cells(self) -> list[TableCell]:
        """Cells as the writer takes them."""
        table = infer(self._lines)
        if table is None:  # rows that stand for themselves
            return [
                TableCell(row, 0, [Part(line.text, page, line.box, line.score)])
                for row, (page, band) in enumerate(self._lines)
                for line in single_lines(band)
            ]
        return table.cells()

    def _takes(self, line: Line, above: Line | None, widest: float) -> bool:
        """Whether a line at the top of the next page (below `above`) may be a row."""
        last, em, columns = self._lines[-1][1], line.size, self._now.columns
        if abs(em - last.size) > _SAME_SIZE * last.size or CAPTION.search(line.text):
            return False
        if above is not None and line.top - above.bottom > _WIDER * max(widest, em * 0.5):
            return False
        figures = False
        strays = 0
        for word in line.words:
            box = (word.x0, word.x1)
            reached = columns_under(box, columns)
            left, right = columns[
                reached[0]
                if len(reached) == 1 or (isinstance(word, Stack) and reached)
                else nearest_column(box, columns)
            ]
            begins = left - em < word.x0 < right + em and (len(reached) < 2 or isinstance(word, Stack))
            is_figure = FIGURE.fullmatch(word.text) is not None
            ends = is_figure and abs(word.x1 - right) < em
            figures = figures or ends
            if is_figure and not (begins or ends):
                return False
            strays += not (begins or ends)
        return strays == 0 or (figures and is_row(line))  # in a row of sums labels are merged
