"""Tables set with blanks: lines of cells that stand below one another."""

from __future__ import annotations

import re
from itertools import pairwise

_CELL = re.compile(r"\S+(?: \S+)*")
_CAPTION = re.compile(r"(?:单位|编号|部门)[:：]|^表\d")
_FEWEST_ROWS = 3


def aligned_end(lines: list[str], first: int) -> int:
    """Line after the last of the rows set with blanks that begin at `first`; `first` where none begin."""
    last = first
    while last < len(lines) and _is_row(lines[last]):
        last += 1
    return last if last - first >= _FEWEST_ROWS else first


def _is_row(line: str) -> bool:
    cells = _CELL.findall(line.replace("\u3000", "  "))
    return len(cells) >= 3 and not _CAPTION.search(line) and all(len(cell) <= 24 for cell in cells)


def _places(line: str) -> list[tuple[int, int, str]]:
    """Left edge, right edge (in half widths) and words of each cell."""
    places = []
    for match in _CELL.finditer(line.replace("\u3000", "  ")):
        left = _half_widths(line[: match.start()])
        places.append((left, left + _half_widths(match[0]), match[0]))
    return places


def _half_widths(words: str) -> int:
    return sum(1 + (char > "\u2e80") for char in words)


def cells_of(lines: list[str]) -> list[list[str]]:
    """Rows of cells; a blank cell is where a column has no words."""
    rows = [_places(line) for line in lines]
    covered: set[int] = set()
    for row in rows:
        for left, right, _ in row:
            covered.update(range(left, right))
    edges = sorted(covered)
    starts = [edges[0], *(after for before, after in pairwise(edges) if after > before + 1)]
    table = []
    for row in rows:
        cells = [""] * len(starts)
        for left, _, words in row:
            column = max(index for index, start in enumerate(starts) if start <= left)
            cells[column] = f"{cells[column]} {words}".strip()
        table.append(cells)
    return table
