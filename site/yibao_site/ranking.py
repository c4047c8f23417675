"""Values of one metric side by side (排名): who stands where, what is in the middle, how long each bar is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import ceil, log10
from typing import NamedTuple

from yibao_site.warehouse import Row

ENOUGH = 4  # exact values that a distribution can be told of
_BINS = 30  # of a small histogram
_LOG_FROM = 50  # positive values that differ more than so many times stand on a logarithmic scale


class Series(NamedTuple):
    """Values that may stand in one ranking: of one scheme, program, level of money and scope."""

    slug: str
    label: str


class Point(NamedTuple):
    """The value of one region, year and series, as shown, with the figures it is or was computed from."""

    region: Row
    year: int
    series: Series
    value: Decimal
    text: str
    is_exact: bool
    operands: list[Row]
    insured: Row | None  # the figure of insured persons, where the value may be told per head

    @property
    def is_ranked(self) -> bool:
        """A bound or an 约 has no rank; the nation is no competitor of its cities."""
        return self.is_exact and self.region["level"] != "nation"


class Ranked(NamedTuple):
    """A line of a ranking; its bar starts and is wide so many percent of the column."""

    rank: int | None
    point: Point
    left: float
    width: float


class View(NamedTuple):
    """One series in one year, largest first."""

    year: int
    series: Series
    lines: list[Ranked]

    @property
    def zero(self) -> float:
        """Where bars begin, in percent of their column."""
        return max((line.left if line.point.value >= 0 else line.left + line.width for line in self.lines), default=0.0)

    @property
    def exact(self) -> list[Point]:
        """What is ranked and counted: exact values of regions, largest first."""
        return [line.point for line in self.lines if line.rank is not None]

    @property
    def inexact(self) -> int:
        """How many values of regions are bounds or approximations."""
        return sum(not line.point.is_exact and line.point.region["level"] != "nation" for line in self.lines)

    @property
    def summary(self) -> list[Point]:
        """Lowest, lower quartile, median, upper quartile, highest."""
        return [self.quantile(share) for share in (0, 0.25, 0.5, 0.75, 1)]

    def quantile(self, share: float) -> Point:
        """The smallest exact value that at least this share of them does not exceed: one that was stated."""
        exact = self.exact
        return exact[len(exact) - max(1, ceil(share * len(exact)))]


def fullest(points: Iterable[Point]) -> View:
    """The year and series with most values, the latest of these."""
    by_view: dict[tuple[int, Series], list[Point]] = {}
    for point in points:
        by_view.setdefault((point.year, point.series), []).append(point)
    (year, series), found = min(by_view.items(), key=lambda item: (-len(item[1]), -item[0][0], item[0][1].slug))
    return View(year, series, ranked(found))


def ranked(points: Iterable[Point]) -> list[Ranked]:
    """Points as lines of a ranking; equal values share a rank."""
    ordered = sorted(points, key=order)
    heights = [point.value for point in ordered if point.region["level"] != "nation"]
    low, high = min([Decimal(0), *heights]), max([Decimal(0), *heights])
    lines: list[Ranked] = []
    seen, rank, last = 0, 0, None
    for point in ordered:
        if point.is_ranked:
            seen += 1
            rank, last = (rank if point.value == last else seen), point.value
        start, end = (_percent(value, low, high) for value in sorted((Decimal(0), point.value)))
        lines.append(Ranked(rank if point.is_ranked else None, point, start, round(end - start, 2)))
    return lines


def _percent(value: Decimal, low: Decimal, high: Decimal) -> float:
    return round(float(100 * (min(max(value, low), high) - low) / (high - low)), 2) if high > low else 0.0


def order(point: Point) -> tuple[Decimal, bool, str]:
    """Largest first; an exact value before a bound at the same height."""
    return (-point.value, not point.is_exact, str(point.region["region_code"]))


def tiny(values: Sequence[Decimal], width: int = 120, height: int = 20) -> str:
    """A small histogram as an SVG path, smallest left; logarithmic where the values ask for it."""
    if not values:
        return ""
    low, high = min(values), max(values)
    is_log = low > 0 and high > _LOG_FROM * low
    at = [log10(value) if is_log else float(value) for value in values]
    spread = (max(at) - min(at)) or 1.0
    counts = Counter(min(_BINS - 1, int(_BINS * (x - min(at)) / spread)) for x in at)
    step, most = width / _BINS, max(counts.values())
    bars = (
        (bin_ * step, max(2.0, height * n / most) if most > 1 else height * 0.6) for bin_, n in sorted(counts.items())
    )
    return "".join(f"M{x:g} {height}v{-tall:.4g}h{step - 1:g}v{tall:.4g}z" for x, tall in bars)
