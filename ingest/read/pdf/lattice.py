"""Ruled tables: from segments to the cells that they enclose."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ingest.read.pdf.rules import Rules, Segment

SNAP = 3.0  # points: lines so near are one (doubled borders, rounding of the producer)
_BREAK = 3.0  # points that a dashed or segmented line may leave open
_SHORTEST = 4.0  # points: less is no side of a cell
_MAX_CROSSINGS = 200_000  # of one page, and
_MAX_UNITS = 20_000  # of one table: beyond that it is a chart


@dataclass(frozen=True, slots=True)
class Region:
    """A cell: place and size in rows and columns, from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(frozen=True)
class Lattice:
    """Edges of columns and rows in points, and which of `regions` owns each unit of the grid."""

    xs: list[float]
    ys: list[float]
    owner: list[list[int]]
    regions: list[Region]
    open_top: bool
    open_bottom: bool

    def at(self, x: float, y: float) -> int | None:
        """Index of the region at a point, None outside."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        row = min(bisect_right(self.ys, y), len(self.ys) - 1) - 1
        return self.owner[row][min(bisect_right(self.xs, x), len(self.xs) - 1) - 1]


def find_lattices(rules: Rules) -> list[Lattice]:
    """Lattices of at least two cells, from top to bottom."""
    across, down = _merged(rules.across), _merged(rules.down)
    found = []
    for rows, columns in _connected(across, down):
        lattice = _lattice(rows, columns)
        if lattice is not None and len(lattice.regions) > 1:
            found.append(lattice)
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _merged(segments: Iterable[Segment]) -> list[Segment]:
    """Pieces of one line put together, ordered by `at`."""
    out: list[Segment] = []
    group: list[Segment] = []
    for segment in [*sorted(segments), Segment(float("inf"), 0, 0)]:
        if group and segment.at - group[0].at > SNAP:
            out += _joined(group)
            group = []
        group.append(segment)
    return out


def _joined(group: list[Segment]) -> list[Segment]:
    at = max(group, key=lambda segment: segment.high - segment.low).at
    out: list[Segment] = []
    low, high = float("inf"), float("-inf")
    for segment in sorted(group, key=lambda segment: segment.low):
        if segment.low > high + _BREAK:
            if high - low >= _SHORTEST:
                out.append(Segment(at, low, high))
            low = segment.low
            high = segment.high
        high = max(high, segment.high)
    if high - low >= _SHORTEST:
        out.append(Segment(at, low, high))
    return out


def _connected(across: list[Segment], down: list[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    """Groups of lines that touch each other; only those that have both directions."""
    parent = list(range(len(across) + len(down)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    places = [segment.at for segment in down]
    crossings = 0
    for index, line in enumerate(across):
        first, last = bisect_left(places, line.low - SNAP), bisect_right(places, line.high + SNAP)
        crossings += last - first
        if crossings > _MAX_CROSSINGS:
            return []
        for other in range(first, last):
            if down[other].low - SNAP <= line.at <= down[other].high + SNAP:
                parent[root(len(across) + other)] = root(index)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for index, line in enumerate([*across, *down]):
        groups.setdefault(root(index), ([], []))[index >= len(across)].append(line)
    return [group for group in groups.values() if group[0] and group[1]]


def _lattice(across: list[Segment], down: list[Segment]) -> Lattice | None:
    xs, ys = _places(down), _places(across)
    # A table may lack its outer lines: its edges are then where the other lines end.
    open_top, open_bottom = (
        min(line.low for line in down) < ys[0] - SNAP,
        max(line.high for line in down) > ys[-1] + SNAP,
    )
    _widen(xs, across)
    _widen(ys, down)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > _MAX_UNITS:
        return None
    left_wall = _walls(down, xs, ys)
    top_wall = _walls(across, ys, xs)
    return Lattice(xs, ys, *_regions(left_wall, top_wall, rows, columns), open_top, open_bottom)


def _places(lines: list[Segment]) -> list[float]:
    """Where the lines stand, each place once."""
    out: list[float] = []
    for line in lines:
        if not out or line.at - out[-1] > SNAP:
            out.append(line.at)
    return out


def _widen(places: list[float], crossing: list[Segment]) -> None:
    low, high = min(line.low for line in crossing), max(line.high for line in crossing)
    if low < places[0] - SNAP:
        places.insert(0, low)
    if high > places[-1] + SNAP:
        places.append(high)


def _walls(lines: list[Segment], places: list[float], steps: list[float]) -> list[list[bool]]:
    """walls[p][s]: a line stands at places[p] along the middle of the step from steps[s] to steps[s + 1]."""
    middles = [(low + high) / 2 for low, high in pairwise(steps)]
    walls = [[False] * len(middles) for _ in places]
    for line in lines:
        place = min(bisect_left(places, line.at - SNAP), len(places) - 1)
        for step in range(bisect_left(middles, line.low), bisect_right(middles, line.high)):
            walls[place][step] = True
    return walls


def _regions(
    left_wall: list[list[bool]], top_wall: list[list[bool]], rows: int, columns: int
) -> tuple[list[list[int]], list[Region]]:
    """Units without a wall between them are one cell; cells are always rectangles."""
    owner = [[-1] * columns for _ in range(rows)]
    regions: list[Region] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] >= 0:
                continue
            right = column + 1
            while right < columns and not left_wall[right][row] and owner[row][right] < 0:
                right += 1
            below = row + 1
            while (
                below < rows
                and not any(top_wall[below][column:right])
                and not any(left_wall[inner][below] for inner in range(column + 1, right))
                and all(owner[below][inner] < 0 for inner in range(column, right))
            ):
                below += 1
            for r in range(row, below):
                owner[r][column:right] = [len(regions)] * (right - column)
            regions.append(Region(row, column, below - row, right - column))
    return owner, regions
