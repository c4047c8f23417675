"""Headers of tables without rules: which column a header cell stands over, and columns that have only a header."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ingest.read.document import Box
from ingest.read.pdf.runs import CAPTION, FIGURE, HEADER_GAP, HEADER_SPACED, chunks
from ingest.read.pdf.words import Line, Word

_MAX_BLOCKS = 200  # cells: more is no header
_ABOVE = 0.3  # of a line: a header cell so far above those beside it spans them
_INNER_HEADER = 0.5  # em: lines of one cell of a header
REACH = 0.5  # points that a stretch must have in common with a column


def with_header_columns(
    columns: list[tuple[float, float]], header: Sequence[Line], rows: Sequence[Line]
) -> list[tuple[float, float]]:
    """Columns with their headers, which may stand beside the figures of `rows`; some have only these."""
    blocks = _header_blocks(header)
    if len(blocks) > _MAX_BLOCKS:
        return columns
    labels = {at for at, column in enumerate(columns) if not _has_figures(column, rows)}
    owners: dict[tuple[float, float], float] = {}  # column -> top of the lowest header cell over it
    if len(blocks) == len(columns):  # a header cell for each column, in order
        for at, box in enumerate(sorted(blocks)):
            columns = _widened(columns, at, box, owners)
    for box in blocks:
        reached = columns_under((box[0], box[2]), columns)
        if len(reached) == 1:
            columns = _widened(columns, reached[0], box, owners)
    free = [box for box in blocks if not columns_under((box[0], box[2]), columns)]
    while free:
        pairs = [
            (max(columns[at][0] - box[2], box[0] - columns[at][1]), -box[3], at, box)
            for box in free
            for at in _neighbours((box[0], box[2]), columns)
            # A header may stand beside figures, not to the left of all labels.
            if columns[at] not in owners and (box[2] > columns[at][0] or at not in labels)
        ]
        if not pairs:
            break
        _, _, at, box = min(pairs)
        columns = _widened(columns, at, box, owners)
        free.remove(box)
    for left, top, right, bottom in free:
        beside = [owners[columns[at]] for at in _neighbours((left, right), columns) if columns[at] in owners]
        if not columns_under((left, right), columns) and min(beside, default=top) - bottom <= _ABOVE * (bottom - top):
            columns = sorted([*columns, (left, right)])
            owners[left, right] = top
    return columns


def _has_figures(column: tuple[float, float], rows: Sequence[Line]) -> bool:
    return any(
        column[0] - REACH <= word.x0 and word.x1 <= column[1] + REACH and FIGURE.fullmatch(word.text) is not None
        for line in rows
        for word in line.words
    )


def _widened(
    columns: list[tuple[float, float]], at: int, box: Box, owners: dict[tuple[float, float], float]
) -> list[tuple[float, float]]:
    """Columns, of which one also holds its header (unless that would reach into another)."""
    column = columns[at]
    wide = (min(column[0], box[0]), max(column[1], box[2]))
    owner = owners.pop(column, box[1])
    if columns_under(wide, columns) == [at]:
        columns = [*columns[:at], wide, *columns[at + 1 :]]
        column = wide
    owners[column] = owner
    return columns


def _header_blocks(header: Sequence[Line]) -> list[Box]:
    """Where the cells of a header stand, the lowest first; lines close above one another are one cell."""
    blocks: list[Box] = []
    for line in header:
        if CAPTION.search(line.text):
            continue
        for words in header_chunks(line):
            left, right = words[0].x0, words[-1].x1
            for at, (x0, top, x1, bottom) in enumerate(blocks):
                near = line.top - bottom < _INNER_HEADER * line.size
                if near and min(right, x1) - max(left, x0) > 0.5 * min(right - left, x1 - x0):
                    blocks[at] = (min(left, x0), top, max(right, x1), line.bottom)
                    break
            else:
                blocks.append((left, line.top, right, line.bottom))
    return sorted(blocks, key=lambda block: (-block[3], block[0]))


def _neighbours(box: tuple[float, float], columns: Sequence[tuple[float, float]]) -> list[int]:
    """The columns to the left and right of a stretch between columns, the nearer one first."""
    right = bisect_left(columns, box)
    near = [at for at in (right - 1, right) if 0 <= at < len(columns)]
    return sorted(near, key=lambda at: max(columns[at][0] - box[1], box[0] - columns[at][1]))


def header_chunks(line: Line) -> list[list[Word]]:
    """Words of a header line, in groups: cells of a header stand closer than those of other rows."""
    return chunks(line, HEADER_GAP, HEADER_SPACED)


def columns_under(box: tuple[float, float], columns: Sequence[tuple[float, float]]) -> list[int]:
    """Columns that a stretch overlaps."""
    if box[1] - box[0] <= REACH:
        return []
    begin, end = box[0] + REACH, box[1] - REACH
    return [at for at, (left, right) in enumerate(columns) if right > begin and left < end and right - left > REACH]


def nearest_column(box: tuple[float, float], columns: Sequence[tuple[float, float]]) -> int:
    """Index of the column that a stretch overlaps most, else of the one closest to it."""
    return min(range(len(columns)), key=lambda at: max(columns[at][0] - box[1], box[0] - columns[at][1]))
