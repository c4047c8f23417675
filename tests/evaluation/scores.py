"""Tallies of matches by kind of fact and by label (genre, layout, format, metric), and the lines that show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tests.evaluation.matching import KINDS, Kind, Outcome
from tests.evaluation.rows import Row

DIMENSIONS = ("genre", "layout", "format", "metric")


@dataclass
class Tally:
    """Counts of one kind of fact."""

    hit: int = 0
    missed: int = 0
    invented: int = 0

    @property
    def recall(self) -> float:
        return self.hit / max(self.hit + self.missed, 1)

    @property
    def precision(self) -> float:
        return self.hit / max(self.hit + self.invented, 1)

    @property
    def f1(self) -> float:
        return 2 * self.hit / max(2 * self.hit + self.missed + self.invented, 1)

    def add(self, side: str) -> None:
        setattr(self, side, getattr(self, side) + 1)

    def __str__(self) -> str:
        counts = f"(matched {self.hit}, missed {self.missed}, invented {self.invented})"
        return f"recall {self.recall:.3f}  precision {self.precision:.3f}  {counts}"

    def __bool__(self) -> bool:
        return bool(self.hit or self.missed or self.invented)


class Scores:
    """Tallies in all: `total[kind]`, and `by[dimension][label][kind]`."""

    def __init__(self) -> None:
        self.total: dict[str, Tally] = {kind.name: Tally() for kind in KINDS}
        self.by: dict[str, dict[str, dict[str, Tally]]] = {
            dimension: defaultdict(lambda: defaultdict(Tally)) for dimension in DIMENSIONS
        }

    def add(self, kind: Kind, outcome: Outcome, labels: Row) -> None:
        """Count the outcome of one file; `labels` are its genre, layout and format."""
        for side, rows in (("hit", outcome.hits), ("missed", outcome.missed), ("invented", outcome.invented)):
            for row in rows:
                self.total[kind.name].add(side)
                for dimension, label in {**labels, "metric": row.get("metric_code", "")}.items():
                    if label:
                        self.by[dimension][label][kind.name].add(side)

    def lines(self, dimensions: Iterable[str]) -> list[str]:
        """A table for each dimension, then the totals; observations, indicators and cells come last."""
        lines = []
        for dimension in dimensions:
            lines.append(f"\nby {dimension}")
            for label, tallies in sorted(self.by[dimension].items()):
                lines += [
                    f"{label:32} {kind.name:13} F1 {tallies[kind.name].f1:.3f}  {tallies[kind.name]}"
                    for kind in KINDS
                    if tallies[kind.name]
                ]
        lines.append("\nF1 " + "  ".join(f"{kind.name} {self.total[kind.name].f1:.3f}" for kind in KINDS))
        return lines + [f"{kind.name:14} {self.total[kind.name]}" for kind in KINDS]
