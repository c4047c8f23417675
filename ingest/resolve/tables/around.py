"""What stands around the cells of a plain table: the words over a column, before a row, above the table."""

from __future__ import annotations

from typing import NamedTuple

from ingest.find.numbers import Token
from ingest.find.tables import Cell
from ingest.resolve.facts import Facts
from ingest.resolve.metrics import Candidate
from ingest.resolve.tables.caption import head_units
from ingest.resolve.tables.grid import HEAD_ALIASES
from ingest.resolve.tables.layout import Slot


class Column(NamedTuple):
    """What the words over a column say, found once for all its cells."""

    words: str
    named: str  # those that name the metric: of a part, the header that it is a part of,
    part: str  # and its label (其中：在职)
    unit: str
    scheme: str
    is_total: bool
    is_foreign: bool
    is_level: bool  # neither a change nor a share, a target or an order
    is_named: bool  # a metric is named in them, whatever number it takes


class Line(NamedTuple):
    """What stands before the cells of a row, found once for all of them."""

    labels: list[Cell]
    label: str
    plain: str
    outer: list[str]  # labels around the innermost one and the section, the nearest first
    unit: str  # that the label declares,
    units: list[Cell]  # that cells of their own do,
    outer_unit: str  # that the labels around do
    is_foreign: bool
    is_level: bool
    is_whole: bool
    is_named: bool


class Caption(NamedTuple):
    """The words above a block, and what they say of all its cells."""

    words: str
    units: list[str]
    is_named: bool  # a metric is named in them, or in the headers that a total column adds up


class Place(NamedTuple):
    """What stands around a cell: its slot, its column, its row, the caption of the table."""

    slot: Slot
    column: Column
    line: Line
    caption: Caption
    siblings: list[str]  # headers of the columns that a total column adds up
    holds_brought: bool  # the sum of a column that money brought forward stands in

    @property
    def head(self) -> str:
        """The words over the cell that name its metric."""
        return self.column.named

    @property
    def words(self) -> list[str]:
        """All words around it, the nearest first."""
        return [self.column.named, self.line.label, *self.line.outer, self.caption.words]


class Named(NamedTuple):
    """A number with the metric that it is a value of, and the words that name that."""

    token: Token
    words: str
    candidate: Candidate


def declared(place: Place) -> list[str]:
    """The unit declared for a bare number by its header, its label or a unit column, else those of the caption."""
    line = place.line
    beside = (unaliased(cell.words) for cell in line.units if cell is not place.slot.cell)
    unit = place.column.unit or line.unit or next(beside, "") or line.outer_unit
    return [unit] if unit else place.caption.units


def unit_declared(facts: Facts, words: str) -> str:
    """The first unit that a header or a label declares in brackets, or ''."""
    return next((unit for unit in map(unaliased, head_units(words)) if facts.unit_class(unit)), "")


def unaliased(unit: str) -> str:
    """A unit in a cell or a bracket of its own under the name that the lexicon has for it (月 is 个月)."""
    return HEAD_ALIASES.get(unit, unit)
