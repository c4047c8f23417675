"""Where tables without rules may stand: runs of lines whose gaps lie below one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.read.pdf.words import Line, Word

FIGURE = re.compile(r"[-−－+]?[(（]?[¥￥]?-?\d[\d,，]*(?:\.\d+)?[%％]?[)）]?|NaN%?|[-—－/]{1,3}")
CAPTION = re.compile(r"单位[:：]|部门[:：]|公开\s*\d+\s*表|金额单位|^附[件表]|^表\s*\d")
_NAMED = re.compile(r"[^:：]{2,8}[:：]\S")  # 一级指标：产出指标    分值50分    得分49分
_LEADERS = re.compile(r"[.．·•_]{4,}|(?:[.·]\s){4,}|…\s?…")
_CHUNK_GAP = 0.7  # em: what parts the cells of a row that is one for certain
_SPACED = 4.0  # em: single characters no further apart are a spaced word (合 计)
LEAST_GUTTER = 2.5  # points
_KILLED = 0.34  # share of the gutters that one more row may close
_FAR = 3.5  # em between lines of a table
_HARDLY = 1.1  # times the widest distance of rows
_ALIGNED = 1.5  # points
_SAME_SIZE = 0.06
_NOTE = re.compile(r"^(?:备?注|说明)[:：\d]|。$")
_BELOW = re.compile(r"(?:备?注|说明)[:：]")  # a note, which ends a table
TITLE = 1.15  # times the type size of rows: what so large words head another table
_WIDER = 1.6  # times the widest distance so far
_HEADER_FAR = 1.5  # em between lines of a header
HEADER_GAP, HEADER_SPACED = 0.4, 1.0  # em: what parts the cells of a header, and the characters of a spaced word


def chunks(line: Line, least: float = _CHUNK_GAP, spaced: float = _SPACED) -> list[list[Word]]:
    """The words of a line, in groups at least `least` em apart; single characters up to `spaced` em are one word."""
    out = [[line.words[0]]]
    for left, right in pairwise(line.words):
        em = min(left.bottom - left.top, right.bottom - right.top)
        gap = right.x0 - left.x1
        single = len(left.text) == 1 == len(right.text) and min(left.text, right.text) > "\u2e7f"
        if gap >= (spaced if single else least) * em:
            out.append([right])
        else:
            out[-1].append(right)
    return out


def has_figure(line: Line) -> bool:
    """Whether a word of the line is a figure and nothing else."""
    return any(FIGURE.fullmatch(word.text) for word in line.words)


@lru_cache(maxsize=4096)  # asked again with every page that may go on
def is_row(line: Line) -> bool:
    """Whether a line is the row of a table for certain: three cells, or words and a figure."""
    if len(line.words) < 2 or _LEADERS.search(line.text) or CAPTION.search(line.text):
        return False
    parts = chunks(line)
    if len(parts) < 2:
        return False
    words = ["".join(word.text for word in part) for part in parts]
    return any(map(FIGURE.fullmatch, words)) or (len(parts) > 2 and not _NAMED.match(words[0]))


def find_runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Stretches (first, behind the last) of lines that may be tables; `lines` from top to bottom of a page."""
    runs: list[tuple[int, int]] = []
    at = floor = 0
    while at < len(lines):
        if not is_row(lines[at]):
            at += 1
            continue
        end = _grow_down(lines, at)
        if sum(is_row(line) for line in lines[at:end]) < 2 and end < len(lines):  # may head the next run
            at += 1
            continue
        runs.append((_grow_up(lines, at, end, floor), end))
        at = floor = end
    return runs


def _gaps(line: Line) -> list[tuple[float, float]]:
    """Gaps between words, and the open space at both ends."""
    words = line.words
    inner = [(left.x1, right.x0) for left, right in pairwise(words) if right.x0 - left.x1 > LEAST_GUTTER]
    return [(float("-inf"), line.x0), *inner, (line.x1, float("inf"))]


def _grow_down(lines: Sequence[Line], first: int) -> int:
    """Behind the last line that leaves the gutters of those above it open."""
    gutters = [(low, high, 1) for low, high in _gaps(lines[first])[1:-1]]
    end, widest = first + 1, 0.0
    for at in range(first + 1, len(lines)):
        line = lines[at]
        gap = line.top - lines[at - 1].bottom
        far = max(_HEADER_FAR * line.size, _WIDER * widest) if end - first > 2 else _FAR * line.size
        if gap > far or _LEADERS.search(line.text) or CAPTION.search(line.text) or _BELOW.match(line.text):
            break
        row = is_row(line)
        if not row and line.size > TITLE * lines[first].size:
            break
        gaps = _gaps(line)
        kept, closed = [], 0
        for low, high, support in gutters:
            best = max(((max(low, a), min(high, b)) for a, b in gaps), key=lambda gap: gap[1] - gap[0])
            if best[1] - best[0] < LEAST_GUTTER:
                closed += support
                continue
            parts = low >= line.x0 and high <= line.x1
            kept.append((*best, support + parts))
        total = sum(support for _, _, support in gutters)
        if not kept or (closed > _KILLED * total and total > 2 * len(gutters)):
            if row and total <= 2 * len(gutters):  # the header does not tell the columns
                gutters, widest, end = [(low, high, 1) for low, high in gaps[1:-1]], max(widest, gap), at + 1
                continue
            if gap <= _HARDLY * widest and (row or _heads(line, _standing(lines[first:end]))):  # cells are merged here
                end = at + 1
                continue
            break
        if closed and not row and any(support > 1 for _, _, support in gutters):
            if gap <= _HARDLY * widest and _heads(line, _standing(lines[first:end])):
                end = at + 1
                continue
            break
        gutters, widest = kept, max(widest, gap)
        end = at + 1
    while end - 1 > first and not is_row(lines[end - 1]) and not _is_label(lines[first : end - 1], lines[end - 1]):
        end -= 1
    return end


def _is_label(rows: Sequence[Line], line: Line) -> bool:
    """Whether a line behind the last certain row is of the table still: it begins below others, as near as they are."""
    above = rows[-1]
    gap = line.top - above.bottom
    widest = max((below.top - upper.bottom for upper, below in pairwise(rows)), default=0.0)
    if abs(line.size - above.size) > _SAME_SIZE * above.size or gap > max(widest, 0.3 * line.size) * _HARDLY:
        return False
    if _NOTE.search(line.text):
        return False
    starts = [word.x0 for row in rows for word in row.words]
    return all(any(abs(words[0].x0 - start) < _ALIGNED for start in starts) for words in chunks(line))


def _grow_up(lines: Sequence[Line], first: int, end: int, floor: int) -> int:
    """The first line of the header: cells side by side, or words that reach down beside the line below."""
    return first - _header(lines[floor:first], lines[first:end], lines[first])


def rows_below(header: Sequence[Line], lines: Sequence[Line]) -> tuple[int, int]:
    """Of lines that end a page, how many head how many of those that begin the next one."""
    if not lines or not header or not is_row(lines[0]):
        return 0, 0
    end = _grow_down(lines, 0)
    if not _heads(header[-1], _standing(lines[:end])):
        return 0, 0
    return 1 + _header(header[:-1], lines[:end], header[-1]), end


def _header(above: Sequence[Line], rows: Sequence[Line], below: Line) -> int:
    """How many of the lines above `below` are the header of rows."""
    columns = _standing(rows)
    widest = max((lower.top - upper.bottom for upper, lower in pairwise(rows)), default=0.0)
    count = 0
    for line in reversed(above):
        gap = below.top - line.bottom
        if CAPTION.search(line.text) or _LEADERS.search(line.text) or line.text.endswith("。"):
            break
        near = (_HEADER_FAR if len(chunks(line)) > 1 else 0.0) * below.size
        if gap > near and not (gap < _HARDLY * widest and _heads(line, columns)):
            break
        count, below = count + 1, line
    return count


def _standing(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Stretches that words of rows stand in, parted by gutters."""
    return united((word.x0, word.x1) for line in lines for word in line.words)


def united(boxes: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches from left to right, those that overlap or nearly touch as one."""
    out: list[tuple[float, float]] = []
    for left, right in sorted(boxes):
        if out and left - out[-1][1] < LEAST_GUTTER:
            out[-1] = (out[-1][0], max(right, out[-1][1]))
        else:
            out.append((left, right))
    return out


def _heads(line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a line as far above rows as these from each other is of cells that are aligned with their columns."""
    cells = [(words[0].x0, words[-1].x1) for words in chunks(line, HEADER_GAP, HEADER_SPACED)]
    if len(cells) < 2:
        return False
    aligned = sum(any(_is_aligned(cell, column) for column in columns) for cell in cells)
    return (aligned > 1 and 2 * aligned >= len(cells)) or 2 < len(cells) == len(columns)


def _is_aligned(cell: tuple[float, float], column: tuple[float, float]) -> bool:
    """Whether a cell stands at the left, at the right or in the middle of a column."""
    left, right = cell[0] - column[0], cell[1] - column[1]
    return min(abs(left), abs(right), abs(left + right) / 2) < _ALIGNED
