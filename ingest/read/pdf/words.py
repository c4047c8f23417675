"""Words and lines of a page: what is near enough to be one, and where a blank belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ingest.read.document import Box

# A gap parts two words from this many em on: between letters and digits, beside a Chinese character, between two.
_GAP_LATIN, _GAP_MIXED, _GAP_CHINESE = 0.15, 0.8, 0.9
_COLUMN_GAP = 3.0  # em: two captions on one line, parted by more than a blank
_SAME_LINE = 0.4  # of the smaller height, between middles
CLOSING = "，。、；：？！）》」』”’％〉】,.;:)]%"
_UNBROKEN = re.compile(rf"[（《〈“‘「『【〔]*(?:[!-~]+|.)[{re.escape(CLOSING)}]*", re.S)


@dataclass(slots=True)
class Word:
    """Characters that follow each other without a gap; points from the page's top left.

    `edges` is the left of each character, `spaced` whether the file has a blank before the word,
    `score` that of a recognized word, None of one read.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    edges: list[float]
    score: float | None = None
    spaced: bool = False

    @property
    def middle(self) -> float:
        """Halfway between top and bottom, in points."""
        return (self.top + self.bottom) / 2

    def split(self, at: int) -> tuple[Word, Word]:
        """The word before its character `at`, and from it on."""
        cut = self.edges[at]
        return (
            Word(self.text[:at], self.x0, self.top, cut, self.bottom, self.edges[:at], self.score, self.spaced),
            Word(self.text[at:], cut, self.top, self.x1, self.bottom, self.edges[at:], self.score),
        )


@dataclass(slots=True, eq=False)
class Line:
    """Words side by side, from left to right; `is_ruled` says that a rule parts them from the line above."""

    words: list[Word]
    x0: float
    top: float
    x1: float
    bottom: float
    is_ruled: bool = False

    @property
    def box(self) -> Box:
        """(left, top, right, bottom) in points."""
        return (self.x0, self.top, self.x1, self.bottom)

    @property
    def score(self) -> float | None:
        """The score of the least sure word, None where none was recognized."""
        return min((word.score for word in self.words if word.score is not None), default=None)

    @property
    def size(self) -> float:
        """Type size in points: that of the longest word."""
        if len(self.words) == 1:
            return self.words[0].bottom - self.words[0].top
        longest = max(self.words, key=lambda word: word.x1 - word.x0)
        return longest.bottom - longest.top

    @property
    def text(self) -> str:
        """The words, with blanks where gaps part them."""
        return joined(self.words)

    @property
    def is_parted(self) -> bool:
        """Whether a gap as wide as between columns runs through the line."""
        em = self.size
        return any(right.x0 - left.x1 > _COLUMN_GAP * em for left, right in pairwise(self.words))


def opening(line: Line) -> float:
    """Width of what a line begins with and no line break parts, in points: a figure, a character in its brackets."""
    first = line.words[0]
    end = _UNBROKEN.match(first.text).end()  # type: ignore[union-attr]  # it matches any character
    return (first.edges[end] if end < len(first.text) else first.x1) - first.x0


def line_of(words: list[Word]) -> Line:
    """A line of words that are in order."""
    if len(words) == 1:
        word = words[0]
        return Line(words, word.x0, word.top, word.x1, word.bottom)
    return Line(
        words,
        words[0].x0,
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
    )


def to_lines(words: Iterable[Word]) -> list[Line]:
    """Lines from top to bottom. A small raised character belongs to the line that it overlaps."""
    words = list(words)
    if len(words) == 1:
        return [line_of(words)]
    rows: list[list[Word]] = []
    middle = height = 0.0
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        here, tall = word.middle, word.bottom - word.top
        if rows and here - middle < _SAME_LINE * min(height, tall):
            rows[-1].append(word)
            if tall > height:
                middle, height = here, tall
        else:
            rows.append([word])
            middle, height = here, tall
    return [line_of(_once(sorted(row, key=lambda word: word.x0)) if len(row) > 1 else row) for row in rows]


def _once(row: list[Word]) -> list[Word]:
    """Words printed twice at nearly the same place (bold by double print) are one."""
    kept: list[Word] = []
    for word in row:
        near = (word.bottom - word.top) * 0.3
        if not any(other.text == word.text and abs(other.x0 - word.x0) < near for other in kept[-4:]):
            kept.append(word)
    return kept


def joined(words: list[Word]) -> str:
    """Text of a line: blanks where the gap says so, two where it is as wide as between columns."""
    if len(words) == 1:
        return words[0].text
    out = [words[0].text]
    for left, right in pairwise(words):
        em = min(left.bottom - left.top, right.bottom - right.top)
        gap = right.x0 - left.x1
        if gap > _COLUMN_GAP * em:
            out.append("    ")
        elif gap > em * _least_gap(left.text[-1], right.text[0]) or (
            right.spaced and min(left.text[-1], right.text[0]) < "\u2e80" and -em < gap
        ):
            out.append(" ")
        out.append(right.text)
    return "".join(out)


def _least_gap(left: str, right: str) -> float:
    wide = (left > "\u2e7f") + (right > "\u2e7f")
    return (_GAP_LATIN, _GAP_MIXED, _GAP_CHINESE)[wide]
