"""Marked lines of a file, in order: which section stands above or below a line."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import NamedTuple

from ingest.find.lines import Line
from ingest.find.marks import mark_of


class Marked(NamedTuple):
    """A line with a mark: its number from 0, the mark's style, the number of its section (三、 is 3) or 0."""

    line: int
    style: str
    number: int


class Sections:
    """Marked lines, looked for once and only when they are asked for."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines

    @cached_property
    def _marked(self) -> list[Marked]:
        marks = ((index, mark_of(line.words)) for index, line in enumerate(self._lines) if line.words)
        return [Marked(index, mark.style, mark.value if mark.style == "cn" else 0) for index, mark in marks if mark]

    @cached_property
    def _numbered(self) -> list[Marked]:
        return [marked for marked in self._marked if marked.number]

    def first_style(self, start: int, end: int) -> str:
        """Style of the first marked line from `start` on and before `end`; empty where there is none."""
        at = bisect_left(self._marked, (start,))
        return self._marked[at].style if at < len(self._marked) and self._marked[at].line < end else ""

    def number_above(self, start: int, index: int) -> int:
        """Number of the last section that begins from `start` on and before `index`; 0 where none does."""
        at = bisect_left(self._numbered, (index,)) - 1
        return self._numbered[at].number if at >= 0 and self._numbered[at].line >= start else 0

    def number_below(self, index: int) -> int:
        """Number of the first section that begins below `index`; 0 where none does."""
        at = bisect_left(self._numbered, (index + 1,))
        return self._numbered[at].number if at < len(self._numbered) else 0
