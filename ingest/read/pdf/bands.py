"""Rows whose cells have several lines, set in the middle of the row: lines half a line off each other are one row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.read.pdf.runs import FIGURE, TITLE
from ingest.read.pdf.words import Line, Word, line_of, to_lines

_INNER = 0.6  # em: lines of a row are no further apart
_OVERLAP = -0.05  # em: lines nearer than that stand half a line off each other
_OUTER = 1.4  # times: how much further apart rows are than the lines of one
_LEAST_OUTER = 0.15  # em that rows are further apart than lines
_SAME_CELL = 0.3  # em: words so near are of one cell
_SPACED = 0.5  # em that the characters of a spaced word may be apart
_INSIDE = 0.6  # em that words in a line of a cell are apart at most
_CENTRED = 0.25  # em that the middle of a cell may be off that of its row
_PITCH = 1.8  # em: lines of a cell are no further apart
_FULL = 1.2  # em that the lines of a cell, but the last, are shorter than the widest at most
# An amount with its decimals, and a code, in pieces.
_BROKEN = re.compile(r"-?[\d,，/]+(?:\.(?=/)|\./?\d|/\.\d)[/\d]*\d[%％]?|\d{5,6}/\d{1,2}")
_ALIGNED = 1.5  # points
_MOST = 60  # lines: more is no row


@dataclass(slots=True)
class Stack(Word):
    """The lines of a cell as one word: as high as one line, in the middle of its row."""

    lines: tuple[Line, ...] = ()


@dataclass(slots=True, eq=False)
class Band(Line):
    """A row of cells of one or more lines each; `words` are its cells, `is_centred` says that they stand in its middle.

    Nothing but a table sets lines half a line off each other, or one line beside the middle of three.
    """

    lines: tuple[Line, ...] = ()
    is_centred: bool = False


def to_bands(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom, those of one row put together."""
    if not any(below.top - above.bottom < _INNER * below.size for above, below in pairwise(lines)):
        return list(lines)
    out: list[Line] = []
    groups = list(_groups(lines, _INNER))
    for at, group in enumerate(groups):
        around = [*groups[at - 1 : at], *groups[at + 1 : at + 2]] if at else groups[1:2]
        room = min((_room(group, other) for other in around), default=0.0)
        out += _as_band(group, room, out[-1] if out else None) or _overlapping(group)
    return out


def _room(group: Sequence[Line], other: Sequence[Line]) -> float:
    """How far lines are from others, above or below; those of another type size are no rows beside them."""
    upper, lower = (other, group) if other[0].top < group[0].top else (group, other)
    if not _are_alike(upper[-1], lower[0]):
        return float("inf")
    return lower[0].top - max(line.bottom for line in upper)


def _are_alike(above: Line, below: Line) -> bool:
    """Whether lines have nearly one type size; boxes of Latin letters may be somewhat higher."""
    return max(above.size, below.size) < TITLE * min(above.size, below.size)


def single_lines(line: Line) -> Sequence[Line]:
    """The lines of a page that a line stands for: itself, or those of a band."""
    return line.lines if isinstance(line, Band) else (line,)


def cell_lines(words: Sequence[Word]) -> list[Line]:
    """The lines of a cell that words and stacks stand in."""
    if Stack not in map(type, words):
        return [line_of(list(words))]
    return to_lines(
        word
        for whole in words
        for line in (whole.lines if isinstance(whole, Stack) else [line_of([whole])])
        for word in line.words
    )


def _groups(lines: Sequence[Line], reach: float) -> Iterator[list[Line]]:
    """Lines that stand no further apart than `reach` em."""
    group, bottom = [lines[0]], lines[0].bottom
    for line in lines[1:]:
        if line.top - bottom < reach * line.size and not line.is_ruled and _are_alike(group[-1], line):
            group.append(line)
        else:
            yield group
            group = [line]
        bottom = max(bottom, line.bottom) if len(group) > 1 else line.bottom
    yield group


def _overlapping(group: list[Line]) -> list[Line]:
    """Lines of which those that overlap in height are put together, where they are one row."""
    if len(group) < 2:
        return group
    out: list[Line] = []
    for part in _groups(group, _OVERLAP):
        out += _as_band(part, float("inf"), None) or part
    return out


def _as_band(group: list[Line], room: float, above: Line | None) -> list[Line] | None:
    """The lines as one row, where all cells are in the middle of it and not all have as many lines."""
    if not 1 < len(group) <= _MOST or all(len(line.words) == 1 for line in group):
        return None
    em = min(line.size for line in group)
    inner = max(below.top - above.bottom for above, below in pairwise(group))
    if room < max(_OUTER * inner, inner + _LEAST_OUTER * em):
        return None
    stacks = _stacks(group)
    if len(stacks) < 2 or not all(_is_cell(stack, em) for stack in stacks):
        return None
    top, bottom = group[0].top, max(line.bottom for line in group)
    middle = (top + bottom) / 2
    is_centred = all(abs((stack[0].top + stack[-1].bottom) / 2 - middle) < _CENTRED * em for stack in stacks)
    if not is_centred and not _hang(stacks, top, em):
        return None
    # Lines that stand clear of each other may be prose with a gap: cells are further apart.
    if min(below.top - above.bottom for above, below in pairwise(group)) > _OVERLAP * em and any(
        right[0].x0 - max(line.x1 for line in left) < _INSIDE * em for left, right in pairwise(stacks)
    ):
        return None
    if len({len(stack) for stack in stacks}) < 2:
        if not (_is_below(stacks, above) or any(is_broken_figure(_texts(stack)) for stack in stacks)):
            return None
        is_centred = isinstance(above, Band) and above.is_centred
    words: list[Word] = [_stack(stack, middle) for stack in stacks]
    right = max(word.x1 for word in words)
    return [Band(words, words[0].x0, top, right, bottom, group[0].is_ruled, tuple(group), is_centred)]


def _is_below(stacks: Sequence[list[Line]], above: Line | None) -> bool:
    """Whether cells, all of as many lines, begin where those of the row above do, which is one for certain."""
    if not isinstance(above, Band) or not above.is_centred:
        return False
    return all(any(abs(stack[0].x0 - word.x0) < _ALIGNED for word in above.words) for stack in stacks)


def _stacks(group: Sequence[Line]) -> list[list[Line]]:
    """What stands above one another, or nearly touches, from left to right; each with its lines."""
    words = sorted((word for line in group for word in line.words), key=lambda word: word.x0)
    stacks: list[list[Word]] = []
    right = float("-inf")
    for word in words:
        near = _SPACED if stacks and len(word.text) == len(stacks[-1][-1].text) == 1 else _SAME_CELL
        if stacks and word.x0 - right < near * (word.bottom - word.top):
            stacks[-1].append(word)
        else:
            stacks.append([word])
            right = word.x1
        right = max(right, word.x1)
    return [to_lines(stack) for stack in stacks]


def _hang(stacks: Sequence[list[Line]], top: float, em: float) -> bool:
    """Whether cells begin at the top of their row, and only went on below where they were full."""
    for stack in stacks:
        full = max(line.x1 - line.x0 for line in stack) - _FULL * em
        if abs(stack[0].top - top) > _CENTRED * em or any(line.x1 - line.x0 < full for line in stack[:-1]):
            return False
    return True


def _is_cell(lines: Sequence[Line], em: float) -> bool:
    """Whether lines may be one cell: none parted, none far from the next, no two of them figures of their own."""
    if len(lines) == 1:
        return True
    if sum(FIGURE.fullmatch(line.text) is not None for line in lines) > 1 and not is_broken_figure(_texts(lines)):
        return False
    if any(below.bottom - above.bottom > _PITCH * em for above, below in pairwise(lines)):
        return False
    return not any(right.x0 - left.x1 > _INSIDE * em for line in lines for left, right in pairwise(line.words))


def is_broken_figure(pieces: Sequence[str]) -> bool:
    """1883. over 83, 20805 over 05: what had no room for its last digits."""
    return len(pieces) > 1 and _BROKEN.fullmatch("/".join(pieces)) is not None


def _texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


def _stack(lines: Sequence[Line], middle: float) -> Word:
    if len(lines) == 1 and len(lines[0].words) == 1:
        return lines[0].words[0]
    em = lines[0].size
    text = "".join(line.text for line in lines)
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return Stack(text, left, middle - em / 2, right, middle + em / 2, [left] * len(text), lines=tuple(lines))
