"""One report as it is written: words in blocks, and every figure in the order in which it is printed.

The writer prints a figure, and only then is it known that it was printed: the n-th figure is the n-th of every run with
the same seed, so that a slip is one number (which figure) and one literal (what is printed in its place).
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from benchmarks.corpus.figures import Figure, Quantity, Spec, literal, rounded, specs

MARK = "\ue000"  # stands before a figure that was printed with a slip, until its place is known
_HOLE = re.compile(r"\{(\w+)(?::([^{}]+))?\}")


class Heading(NamedTuple):
    """A heading; level 0 is a title."""

    level: int
    words: str


class Text(NamedTuple):
    """A paragraph, or the line above a table."""

    words: str


class Grid(NamedTuple):
    """Rows of equally many cells, the first `header` of them heads."""

    rows: Sequence[Sequence[str]]
    header: int


Block = Heading | Text | Grid


class Slip(NamedTuple):
    """The figure to be printed wrongly (its number), with these digits instead."""

    at: int
    digits: int


@dataclass(frozen=True)
class Style:
    """How one report writes: decided once by its seed."""

    coarse: bool  # 亿元 and 万人
    commas: bool
    layout: str
    lines_a_page: int  # of a text with page numbers; 0 where it has none
    encoding: str  # of a text


@cache
def compiled(template: str) -> tuple[tuple[str, str, str], ...]:
    """A template as words, then the name of what stands after them and the unit asked for; the last has no name."""
    parts = _HOLE.split(template)
    return tuple((parts[at], *((parts[at + 1], parts[at + 2] or "") if at + 1 < len(parts) else ("", "")))
                 for at in range(0, len(parts), 3))  # fmt: skip


class Page:
    """Blocks and figures of a report; sums are the figures (total, members with weights) that make one another."""

    def __init__(
        self, region: str, values: Mapping[str, int], words: Mapping[str, str], style: Style, draw: random.Random,
        slip: Slip | None = None,
    ) -> None:  # fmt: skip
        self.region, self.values, self.words, self.style, self.draw = region, values, words, style, draw
        self.slip_at = -1 if slip is None else slip.at
        self._slip = slip
        self.blocks: list[Block] = []
        self.figures: list[Figure] = []
        self.sums: list[tuple[str, int, list[tuple[int, int]]]] = []
        self.ratios: list[tuple[str, int, int, int]] = []  # rule, rate, part, whole
        self.orders: list[tuple[str, int, int]] = []  # rule, the smaller, the larger
        self.bases = ["ready"]  # what money spent is measured against, by section
        self.closed: set[int] = set()  # blocks whose words say that the parts named are all
        self.size = 0
        self.scheme = self.program = "none"

    # -- figures ------------------------------------------------------------------------------------------------
    def put(
        self,
        spec: Spec,
        value: int,
        exponent: int,
        decimals: int,
        label: str = "",
        region: str = "",
        exact: bool = False,
    ) -> str:
        """Print a figure in a unit of ten to the `exponent` with so many decimals; returns its words."""
        quantity = spec.quantity
        digits = rounded(value, quantity.base + exponent - decimals)
        mark = ""
        if len(self.figures) == self.slip_at and self._slip:
            digits, mark = self._slip.digits, MARK
        self.figures.append(
            Figure(spec, region or self.region, digits, exponent - decimals, exact or (quantity.exact and not exponent),
                   len(self.blocks), exponent, self.sections - 1)
        )  # fmt: skip
        rise, fall = quantity.words
        printed = literal(-digits if digits < 0 else digits, decimals, self.style.commas)
        return f"{fall if digits < 0 else rise}{mark}{printed}{label}"

    def say(self, name: str, unit: str = "") -> str:
        """A figure of figures.csv by its name, in the asked unit or as the report writes such figures."""
        spec = self._spec(name)
        value = self.values[name]
        label, exponent, decimals = self._unit(spec.quantity, value, unit)
        if spec.quantity.unit == "score" and value % 10 == 0:
            decimals = 0
        return self.put(spec, value, exponent, decimals, label)

    @property
    def last(self) -> int:
        """Number of the figure that was printed last."""
        return len(self.figures) - 1

    def _spec(self, name: str) -> Spec:
        spec = specs()[name]
        if spec.program == "$program":
            scheme = self.scheme if spec.scheme == "$scheme" else spec.scheme
            return spec._replace(scheme=scheme, program=self.program)
        return spec

    def _unit(self, quantity: Quantity, value: int, unit: str) -> tuple[str, int, int]:
        labels = quantity.labels
        if unit:
            return next(row for row in labels if row[0] == unit)
        if len(labels) == 1:
            return labels[0]
        big = 10 ** (quantity.base + labels[0][1])
        if self.style.coarse and abs(value) >= big // 10:
            return labels[0]
        return labels[1]

    # -- words --------------------------------------------------------------------------------------------------
    def fill(self, template: str) -> str:
        """Words with what stands in their holes: figures by name, words of the report."""
        pieces = []
        for before, name, unit in compiled(template):
            pieces.append(before)
            if name == "closed":
                self.closed.add(len(self.blocks))
            elif name:
                word = self.words.get(name)
                pieces.append(self.say(name, unit) if word is None else word)
        return "".join(pieces)

    def section(self) -> None:
        """Another report begins inside the file."""
        self.bases.append("ready")

    @property
    def sections(self) -> int:
        return len(self.bases)

    def heading(self, level: int, text: str) -> None:
        self._add(Heading(level, text), len(text))

    def paragraph(self, template: str) -> None:
        self.text(self.fill(template))

    def text(self, text: str) -> None:
        """A paragraph without holes."""
        self._add(Text(text), len(text))

    def table(self, rows: Sequence[Sequence[str]], caption: str = "", header: int = 1) -> None:
        if caption:
            self.text(caption)
        self._add(Grid(rows, header), sum(len(cell) + 1 for row in rows for cell in row) // 2)

    def _add(self, block: Block, size: int) -> None:
        self.blocks.append(block)
        self.size += size * 3  # bytes, nearly
