"""Small line charts of a region's years: places in percent of the plot, so that words beside them keep their size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby, pairwise
from typing import NamedTuple

from yibao_site.warehouse import Row

_SIDE, _TOP, _BOTTOM = 5.0, 20.0, 72.0  # percent of the plot that the points keep clear of
_START = Decimal("0.8")  # of the highest value, where the scale of people and money starts at the latest
SIX = Decimal(6)  # months that a fund is expected to be able to pay


class Point(NamedTuple):
    """A value in a year: percent from the left and from the top; its fact, or None where it is computed."""

    year: int
    value: Decimal
    observation_id: str | None
    x: float
    y: float
    above: bool  # on which side of it its words stand, so that no line crosses them


class Stroke(NamedTuple):
    """From one point to the next; dashed where years between them say nothing."""

    start: Point
    end: Point
    dashed: bool


class Line(NamedTuple):
    """One measure over the years."""

    measure: str
    points: list[Point]
    strokes: list[Stroke]


class Chart(NamedTuple):
    """A plot of one scheme: its lines share one scale; `six` is where six months lie, from the top in percent."""

    kind: str
    scheme_code: str
    unit_code: str
    lines: list[Line]
    years: list[tuple[int, float]]
    six: float | None


Stated = tuple[int, Decimal, str | None]  # year, value, its fact or None where it is computed
Series = tuple[str, list[Stated]]


def trends(enrollment: Iterable[Row], funds: Iterable[Row]) -> list[Chart]:
    """Charts of the schemes with two years or more: the insured, money in and out, months payable."""
    people, money = _by_scheme(enrollment), _by_scheme(funds)
    charts = [_chart("insured", s, "person", [_series("insured_persons", rows)]) for s, rows in people]
    charts += [
        _chart("money", s, "yuan", [_series("income", rows, "_yuan"), _series("expense", rows, "_yuan")])
        for s, rows in money
    ]
    charts += [_chart("months", s, "month", [_months(rows)]) for s, rows in money]
    return [chart for chart in charts if chart is not None]


def _by_scheme(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    whole = sorted((r for r in rows if r["scope"] == "whole"), key=lambda r: (r["scheme_code"], r["fiscal_year"]))
    return [(scheme, list(group)) for scheme, group in groupby(whole, key=lambda r: str(r["scheme_code"]))]


def _series(measure: str, rows: Sequence[Row], suffix: str = "") -> Series:
    named = f"{measure}_observation_id"
    values = [(r["fiscal_year"], r[measure + suffix], r[named]) for r in rows]
    return measure, [(year, value, fact) for year, value, fact in values if value is not None]


def _months(rows: Sequence[Row]) -> Series:
    """Months as stated; where only their operands are stated, as computed."""
    found: list[Stated] = []
    for row in rows:
        if row["months_payable_stated"] is not None:
            found.append((row["fiscal_year"], row["months_payable_stated"], row["months_payable_observation_id"]))
        elif row["months_payable_computed"] is not None:
            found.append((row["fiscal_year"], row["months_payable_computed"], None))
    return "months", found


def _chart(kind: str, scheme: str, unit: str, series: list[Series]) -> Chart | None:
    series = [(measure, values) for measure, values in series if len(values) > 1]
    if not series:
        return None
    values = [value for _, points in series for _, value, _ in points]
    high = max(*values, SIX) if kind == "months" else max(values)
    # People and money change by hundredths: their scale starts above nothing, but never blows a hundredth up to all.
    low = min(*values, Decimal(0) if kind == "months" else high * _START)
    years = sorted({year for _, points in series for year, _, _ in points})

    def x(year: int) -> float:
        return round(_SIDE + (100 - 2 * _SIDE) * (year - years[0]) / (years[-1] - years[0]), 2)

    def y(value: Decimal) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * (float((value - low) / (high - low)) if high > low else 0.5), 2)

    def above(stated: list[Stated], at: int) -> bool:
        """Away from the other line at this end; of a line alone, away from where it goes."""
        if len(series) == 1:
            return stated[at][1] >= stated[1 if at == 0 else at - 1][1]
        end = 0 if at == 0 else -1
        first, second = (values[end][1] for _, values in series)
        return (first >= second) == (stated is series[0][1])

    lines = []
    for measure, stated in series:
        points = [Point(*one, x(one[0]), y(one[1]), above(stated, at)) for at, one in enumerate(stated)]
        strokes = [Stroke(a, b, b.year - a.year > 1) for a, b in pairwise(points)]
        lines.append(Line(measure, points, strokes))
    six = y(SIX) if kind == "months" else None
    return Chart(kind, scheme, unit, lines, [(year, x(year)) for year in years], six)
