"""Columns of tables without rules: stretches between the gutters that rows leave open."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from ingest.read.pdf.headers import REACH, columns_under, header_chunks, nearest_column
from ingest.read.pdf.runs import FIGURE, LEAST_GUTTER, united
from ingest.read.pdf.words import Line, Word

_NARROW = 1.0  # em: a narrower gutter needs a reason
_AGREE = 0.5  # of the rows: words that begin, or end, at one place
_LEAST_LABEL = 0.5  # em: less is a mark
_STRAY = 25  # one row in so many may reach into a gutter
_NUMBER = re.compile(r"\d{1,2}")
_MARK = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]|[-—·●■]")


def data_columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
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
        if gutter < LEAST_GUTTER or (gutter < _NARROW * em and not _is_gutter(out[-1], column, lines)):
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
        if (
            len(filled) >= min(2, len(lines))
            and sum(bool(FIGURE.fullmatch(text)) for text in filled) * 10 >= len(filled) * 6
        ):
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


def without_halves(
    columns: list[tuple[float, float]], rows: Sequence[Line], header: Sequence[Line]
) -> list[tuple[float, float]]:
    """Two columns under one header of which never both are filled are one: words at its left, figures at its right.

    So are numbers of columns in the middle, and below them figures at the right.
    """
    out = columns[:1]
    for column in columns[1:]:
        both = any(_words_in(out[-1], line) and _words_in(column, line) for line in rows)
        over = [
            [columns_under((words[0].x0, words[-1].x1), [out[-1], column]) for words in header_chunks(line)]
            for line in header
        ]
        spans = any([0, 1] in line for line in over)
        parts = any([0] in line and [1] in line for line in over)
        beside = not both and not any([1] in line for line in over) and _numbers_only(out[-1], column, rows)
        if (spans and not both and not parts) or beside:
            out[-1] = (out[-1][0], column[1])
        else:
            out.append(column)
    return out


def _numbers_only(left: tuple[float, float], right: tuple[float, float], rows: Sequence[Line]) -> bool:
    """Whether the first row has the number of a column in `left`, and `right` only figures in rows below."""
    numbers = [at for at, line in enumerate(rows) if _words_in(left, line)]
    figures = [words for line in rows if (words := _words_in(right, line))]
    return (
        numbers == [0]
        and all(_NUMBER.fullmatch(word.text) for word in _words_in(left, rows[0]))
        and bool(figures)
        and all(FIGURE.fullmatch(words[-1].text) for words in figures)
    )


def with_labels(columns: list[tuple[float, float]], rows: Sequence[Line]) -> list[tuple[float, float]]:
    """Columns, with those of labels that no row with a figure has: words outside, beside a cell that is filled."""
    found: list[tuple[float, float]] = []
    needed: list[float] = []  # where one of their words stands
    lefts = [left for left, _ in columns]
    for line in rows:
        outside = [word for word in line.words if _is_outside(word, columns, lefts)]
        if not outside:
            continue
        filled = {at for word in line.words for at in columns_under((word.x0, word.x1), columns)}
        for word in outside:
            if word.x1 - word.x0 >= _LEAST_LABEL * (word.bottom - word.top):
                found.append((word.x0, word.x1))
                if nearest_column(found[-1], columns) in filled:
                    needed.append((word.x0 + word.x1) / 2)
    if not needed:
        return columns
    return sorted([*columns, *(box for box in united(found) if any(box[0] < x < box[1] for x in needed))])


def _is_outside(word: Word, columns: Sequence[tuple[float, float]], lefts: Sequence[float]) -> bool:
    """Whether a word stands over no column; `lefts` is where these begin."""
    at = bisect_right(lefts, word.x1 - REACH) - 1
    return at < 0 or columns[at][1] <= word.x0 + REACH
