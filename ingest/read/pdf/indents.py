"""What the labels of a page's table are set in, by where their words begin."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.read.indents import is_label
from ingest.read.writer import Part, TableCell

_SAME = 0.25  # em: what begins so near begins at one place
_STEP = 3.25  # em: 其中：, below which its parts are aligned
_FEWEST = 2  # cells that begin at a place, for it to be one


def with_indents(cells: Iterable[TableCell]) -> list[TableCell]:
    """The cells, with their indents where the labels of a column stand at several depths."""
    cells = list(cells)
    columns: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, cell in enumerate(cells):
        if _is_measured(cell):
            columns[cell.column][cell.colspan].append(at)
    for by_width in columns.values():
        places = max(by_width.values(), key=len)  # what is wider stands over several columns
        for label, indent in _indents([cells[at].parts for at in places]).items():
            cells[places[label]] = replace(cells[places[label]], indent=indent)
    return cells


def _is_measured(cell: TableCell) -> bool:
    """A label with a box that is exact: of a recognized one it is not."""
    return (
        bool(cell.parts)
        and all(part.box is not None and part.score is None for part in cell.parts)
        and is_label("".join(part.text for part in cell.parts))
    )


def _indents(labels: Sequence[Sequence[Part]]) -> dict[int, int]:
    """Blanks that labels are set in from the left of the page, by position, in a column that is set to the left."""
    first = [parts[0].box or (0.0, 0.0, 0.0, 0.0) for parts in labels]
    em = sorted(box[3] - box[1] for box in first)[len(first) // 2]
    starts = _places([box[0] for box in first], em)
    # Words in the middle of a column begin at more places than they have middles.
    if em <= 0 or len(set(starts)) > len(set(_places([(box[0] + box[2]) / 2 for box in first], em))):
        return {}
    levels = _levels(Counter(starts), em)
    return {at: round(2 * start / em) for at, start in enumerate(starts) if start in levels and len(levels) > 1}


def _levels(starts: Counter[float], em: float) -> set[float]:
    """Places where labels of one depth begin: several, and a step from a shallower one; headers stand further in."""
    levels: list[float] = []
    for start in sorted(place for place, count in starts.items() if count >= _FEWEST):
        if not levels or start - levels[-1] < _STEP * em:
            levels.append(start)
    return set(levels)


def _places(edges: Sequence[float], em: float) -> list[float]:
    """Edges, those that are nearly the same as the least of them."""
    same: dict[float, float] = {}
    place = float("-inf")
    for edge in sorted(edges):
        place = place if edge - place <= _SAME * em else edge
        same[edge] = place
    return [same[edge] for edge in edges]
