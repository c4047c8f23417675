"""One page laid out: lines of prose and tables, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.read.pdf.frame import Frame
from ingest.read.pdf.glyphs import PageText
from ingest.read.pdf.lattice import Lattice, find_lattices
from ingest.read.pdf.rules import Rules, Segment
from ingest.read.pdf.words import Line, Word, to_lines

_EDGE = 0.2  # of the page's height
_WALL, _BEHIND = 0.1, 0.35  # em
_ACROSS = 0.3  # of its height that a word lies above the cell that holds its middle


@dataclass(slots=True)
class Cell:
    """A cell of a page's table with its lines; rows and columns count from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int
    lines: list[Line] = field(default_factory=list)


@dataclass
class PageTable:
    """A table, or the part of one that stands on a page. `xs` and `ys` are edges of columns and rows in points."""

    kind: str
    xs: list[float]
    ys: list[float]
    cells: list[Cell]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def top(self) -> float:
        """Upper edge of the first row, in points."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Lower edge of the last row, in points."""
        return self.ys[-1]


@dataclass
class Sheet:
    """A page: its blocks in reading order; `tilted` are words of watermarks."""

    number: int
    width: float
    height: float
    blocks: list[Line | PageTable]
    tilted: list[Line]
    is_scan: bool

    @property
    def lines(self) -> list[Line]:
        """The lines outside tables."""
        return [block for block in self.blocks if isinstance(block, Line)]


def lay_out(number: int, frame: Frame, text: PageText, rules: Rules) -> Sheet:
    """The page with this number; `is_scan` says that it shows pictures and no legible text."""
    words = text.words
    blocks: list[Line | PageTable] = []
    if words and len(rules.down) >= 1 and len(rules.across) >= 2:
        tables, words = _ruled(words, find_lattices(rules), frame.height)
        blocks += tables
    lines = to_lines(words)
    if rules.across:
        _mark_ruled(lines, rules.across)
    blocks += lines
    blocks.sort(key=lambda block: block.top)
    is_scan = text.unknown > len(text.words) if text.unknown else not text.words and rules.images > 0
    return Sheet(number, frame.width, frame.height, blocks, to_lines(text.tilted), is_scan)


def _mark_ruled(lines: Sequence[Line], across: Sequence[Segment]) -> None:
    """Mark lines that a rule as long as they are parts from the line above."""
    rules = sorted(across)
    at = 0
    for above, below in pairwise(lines):
        middle, next_middle = (above.top + above.bottom) / 2, (below.top + below.bottom) / 2
        while at < len(rules) and rules[at].at < middle:
            at += 1
        while at < len(rules) and rules[at].at < next_middle:
            below.is_ruled = below.is_ruled or (rules[at].low < below.x0 and below.x1 < rules[at].high)
            at += 1


def _ruled(words: list[Word], lattices: list[Lattice], height: float) -> tuple[list[PageTable], list[Word]]:
    """The ruled tables with their words, and the words outside."""
    lattices = _outermost(lattices)
    inside: list[dict[int, list[Word]]] = [{} for _ in lattices]
    outside: list[Word] = []
    for whole in words:
        for word in _parted(whole, lattices):
            x, y = (word.x0 + word.x1) / 2, word.middle
            for lattice, cells in zip(lattices, inside, strict=True):
                region = lattice.at(x, y)
                if region is not None:
                    cells.setdefault(region, []).append(word)
                    break
            else:
                outside.append(word)
    tables = []
    for lattice, cells in zip(lattices, inside, strict=True):
        _lift_clipped(lattice, cells)
    for lattice, cells in zip(lattices, inside, strict=True):
        at_edge = lattice.ys[0] < _EDGE * height or lattice.ys[-1] > (1 - _EDGE) * height  # the rest of a table
        if len(cells) < (1 if at_edge and len(lattice.xs) > 2 else 2):  # a frame, a chart, an underlined heading
            outside += [word for cell in cells.values() for word in cell]
        else:
            tables.append(_table(lattice, cells))
    return tables, outside


def _lift_clipped(lattice: Lattice, cells: dict[int, list[Word]]) -> None:
    """Give words that lie across the upper rule of a cell to the cell above, where others stand inside.

    A header that is repeated may be cut off below its last row: what is clipped away is still in the file.
    """
    for index, words in list(cells.items()):
        region = lattice.regions[index]
        if len(words) < 2 or region.row == 0:
            continue
        top, bottom = lattice.ys[region.row], lattice.ys[region.row + region.rowspan]
        across = [word for word in words if top - word.top > _ACROSS * (word.bottom - word.top)]
        if not across or len(across) == len(words) or any(word.bottom > bottom for word in words):
            continue
        cells[index] = [word for word in words if word not in across]
        for word in across:
            above = lattice.at((word.x0 + word.x1) / 2, word.top)
            if above is not None:
                cells.setdefault(above, []).append(word)


def _outermost(lattices: list[Lattice]) -> list[Lattice]:
    """Of a table inside another (a page border, a nested table) the one with more cells."""
    kept: list[Lattice] = []
    for lattice in sorted(lattices, key=lambda lattice: -len(lattice.regions)):
        x, y = (lattice.xs[0] + lattice.xs[-1]) / 2, (lattice.ys[0] + lattice.ys[-1]) / 2
        around = any(
            lattice.at((other.xs[0] + other.xs[-1]) / 2, (other.ys[0] + other.ys[-1]) / 2) is not None for other in kept
        )
        if not around and not any(other.at(x, y) is not None for other in kept):
            kept.append(lattice)
    return sorted(kept, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _parted(word: Word, lattices: list[Lattice]) -> list[Word]:
    """Words of neighbouring cells that touch are parted at the wall; a word that overflows its cell stays whole."""
    if len(word.text) < 2:
        return [word]
    for lattice in lattices:
        left, right = lattice.at(word.x0 + 1, word.middle), lattice.at(word.x1 - 1, word.middle)
        if left is None or right is None or left == right:
            continue
        for at in range(1, len(word.text)):
            here = lattice.at((word.edges[at] + (word.edges[at + 1 : at + 2] or [word.x1])[0]) / 2, word.middle)
            if here != left and (_breaks(word.text, at) or _has_gap(word, at, lattice.xs)):
                first, rest = word.split(at)
                return [first, *_parted(rest, lattices)]
    return [word]


def _breaks(text: str, at: int) -> bool:
    """Whether two texts may meet before `at`: a figure meets words, or a second decimal point follows."""
    before, here = text[at - 1], text[at]
    if (before > "\u2e7f") != (here > "\u2e7f"):
        return True
    return text[:at].count(".") == 1 and text[at:].count(".") == 1 and before.isdigit()


def _has_gap(word: Word, at: int, walls: list[float]) -> bool:
    """Whether a wall has room between two Chinese characters: in words that overflow their cell it has none."""
    if word.text[at - 1] < "\u2e80":
        return False
    em = word.bottom - word.top
    # A bracket that ends a line may be half as wide as the others: what follows it begins right behind the wall.
    closed = word.text[at - 1] in "）】》" and any(0 <= word.edges[at] - wall < _BEHIND * em for wall in walls)
    return closed or word.edges[at] - word.edges[at - 1] > (1 + _WALL) * em


def _table(lattice: Lattice, words: dict[int, list[Word]]) -> PageTable:
    cells = [
        Cell(
            region.row,
            region.column,
            region.rowspan,
            region.colspan,
            to_lines(words[index]) if index in words else [],
        )
        for index, region in enumerate(lattice.regions)
    ]
    return PageTable("ruled", lattice.xs, lattice.ys, cells, lattice.open_top, lattice.open_bottom)
