"""Paragraphs: which line goes on with the one above it, told by geometry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.read.pdf.words import CLOSING, Line, opening

_LEADERS = re.compile(r"(?:(?:[.．·•_-]\s?){4,}|…\s?…)[.．…·•_\s-]*\S{0,6}$")
_MARKER = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．](?!\d)|[①-⑳●•■◆※—-]|第[一二三四五六七八九十]+[条章节部]|注[:：]"
)
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+[章节部])"
)
_HANGING = "第、和及至（("  # what a line that ends with it cannot leave alone
_STOPS = re.compile(r"[。；;：:，,、！？!?]$")
_BRACKETED = re.compile(r"[（(].*[)）]")
_ENDS = re.compile(r"[。；;！？!?：:]$")
_SLACK = 0.6  # em
_SAME_EDGE = 8.0  # points
_ENOUGH = 4  # lines
_LONG = 0.7  # of the page's width
_FULL_TITLE = 1.3  # em: a centred line with less room than that has wrapped
_SHORT = 3.0  # em
_INDENT = 2.5  # em: more than a paragraph is indented
_LOOSE = 1.25  # times the usual distance of lines: a new paragraph
_WIDEST_PITCH = 3.0  # em, where the usual distance is not known


@dataclass(frozen=True, slots=True)
class Column:
    """Where the lines of a page begin and end, in points; `is_seen` where lines do end there."""

    left: float
    right: float
    middle: float  # of the page
    is_seen: bool = True


def columns_of(pages: Sequence[Sequence[Line]], widths: Sequence[float]) -> list[Column]:
    """The text column of each page: edges that its lines share, where they are about those of all pages as wide."""
    shared: dict[float, Column] = {}
    for width in set(widths):
        alike = [page for page, wide in zip(pages, widths, strict=True) if wide == width]
        shared[width] = _shared(width, [line for page in alike for line in page])
    return [_own(width, lines) or shared[width] for lines, width in zip(pages, widths, strict=True)]


def _own(width: float, lines: Sequence[Line]) -> Column | None:
    """The column of one page, where enough lines of it end at its very edges."""
    lefts, rights = sorted(line.x0 for line in lines), sorted(map(_end, lines), reverse=True)
    if len(lines) < _ENOUGH or max(lefts[_ENOUGH - 1] - lefts[0], rights[0] - rights[_ENOUGH - 1]) > _SAME_EDGE:
        return None
    return Column(lefts[0], rights[0], width / 2)


def _shared(width: float, lines: Sequence[Line]) -> Column:
    if not lines:
        return Column(0.0, width, width / 2)
    left, right = -_outermost([-line.x0 for line in lines]), _outermost([_end(line) for line in lines])
    if right > _LONG * width:
        return Column(left, right, width / 2)
    # No line is long: the right margin is taken to be as wide as the left one.
    return Column(left, max(right, width - left), width / 2, is_seen=False)


def _end(line: Line) -> float:
    """Where a line ends without the punctuation, which may hang in the margin."""
    last = line.words[-1]
    return last.edges[-1] if last.text[-1] in CLOSING and last.text[-1] > "\u2e7f" else line.x1


def _outermost(places: list[float]) -> float:
    """The outermost place that at least two lines reach, else the outermost of all."""
    places = sorted(places, reverse=True)
    return next((high for high, low in pairwise(places) if high - low <= _SAME_EDGE), places[0])


def usual_pitch(pages: Sequence[Sequence[Line]], columns: Sequence[Column]) -> dict[int, float]:
    """Distance of the lines of a paragraph, by type size in half points: the median over lines that plainly go on."""
    seen: dict[int, list[float]] = {}
    for lines, column in zip(pages, columns, strict=True):
        for above, below in pairwise(lines):
            pitch = below.bottom - above.bottom
            if 0 < pitch < _WIDEST_PITCH * above.size and _is_full(above, below, column) and _is_flush(below, column):
                seen.setdefault(round(above.size * 2), []).append(pitch)
    return {size: median(pitches) for size, pitches in seen.items()}


def goes_on(
    paragraph: Sequence[tuple[Line, Column]], below: Line, column: Column, pitch: float | None, same_page: bool
) -> bool:
    """Whether `below` is the next line of the paragraph; `pitch` is the usual distance of lines of its size."""
    above, upper = paragraph[-1]
    em = above.size
    if abs(em - below.size) > 0.12 * em or above.is_parted or below.is_parted:
        return False
    if same_page and not 0 < below.bottom - above.bottom < (pitch * _LOOSE if pitch else _WIDEST_PITCH * em):
        return False
    text = above.text
    if _LEADERS.search(text) or not _is_full(above, below, upper) or (_ENDS.search(text) and not upper.is_seen):
        return False
    if below.x0 - column.left > _INDENT * em and _is_centred(above, upper) and _is_centred(below, column):
        if _BRACKETED.fullmatch(below.text):
            return False
        return upper.right - upper.left - (above.x1 - above.x0) < _FULL_TITLE * em
    indent = below.x0 - column.left
    first, home = paragraph[0]
    if not (first.x0 - home.left > em and indent < _SLACK * em):  # below an indented first line even a mark goes on
        if _ENDS.search(text) and _MARKER.match(below.text):
            return False
        if _HEADING.match(below.text) and text[-1] not in _HANGING:
            return False
    if len(paragraph) > 1:
        return abs(indent - (above.x0 - upper.left)) < _SLACK * em
    shift = indent - (above.x0 - upper.left)
    if shift < -_SLACK * em:
        return indent < _SLACK * em or above.x0 - upper.left > 1.5 * em
    if shift < _SLACK * em:
        alone = below.x1 < column.right - _SHORT * em and not _STOPS.search(below.text)  # a heading, a signature
        return above.x0 - upper.left < em and not (alone and _ENDS.search(text))
    return shift < 4 * em and _MARKER.match(text) is not None


def _is_full(above: Line, below: Line, column: Column) -> bool:
    """Whether what begins the line below had no room at the end of the line above."""
    if below.words[0].text[0] in CLOSING:
        return True
    return column.right - above.x1 < opening(below) + _SLACK * below.size


def _is_centred(line: Line, column: Column) -> bool:
    middle = (line.x0 + line.x1) / 2
    return min(abs(middle - column.middle), abs(middle - (column.left + column.right) / 2)) < _SLACK * line.size


def _is_flush(line: Line, column: Column) -> bool:
    return line.x0 - column.left < _SLACK * line.size
