"""Regions compared by metric (比较): an index of all metrics, a page each, and all values by year beside it."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import NamedTuple

from yibao_site.compare_data import write_data, write_regions
from yibao_site.paths import metric_page
from yibao_site.ranking import ENOUGH, Point, Series, View, fullest, order, tiny
from yibao_site.render import Renderer
from yibao_site.warehouse import Row, Warehouse

ROWS = 50  # of a ranking on the page, and with each "show more"
_DIMENSIONS = (
    ("scheme", "scheme_code"), ("program", "program_code"), ("funding_level", "funding_level"), ("scope", "scope"),
)  # fmt: skip
_UNSAID = ("none", "whole")  # codes that a series' name leaves out


class Listed(NamedTuple):
    """A metric's line in the index."""

    row: Row
    regions: int
    years: list[int]
    values: int
    first: View
    tiny: str  # the exact values of its first view, as the path of a small histogram


def write_comparison(warehouse: Warehouse, renderer: Renderer) -> None:
    """Write the index of metrics, a page for each that has values, and their data."""
    regions = {row["region_code"]: row for row in warehouse.rows("compare_regions")}
    write_regions(renderer, regions.values())
    listed = []
    for metric in warehouse.rows("compare_metrics"):
        points = _points(warehouse, renderer, metric, regions)
        if points:
            listed.append(_write_metric(renderer, metric, points))
    groups = [(group, list(rows)) for group, rows in groupby(listed, key=lambda line: line.row["metric_group"])]
    renderer.page("compare.html", "compare.html", groups=groups, total=len(listed))


def _points(warehouse: Warehouse, renderer: Renderer, metric: Row, regions: dict[str, Row]) -> list[Point]:
    """The values of a metric with their figures, largest first."""
    rows = warehouse.rows(
        "compare_computed" if metric["is_computed"] else "compare_stated", metric=metric["metric_code"]
    )
    ids = {i for row in rows for i in (*row["operands"], row["insured"]) if i is not None}
    figures = {figure["observation_id"]: figure for figure in warehouse.rows("compare_figures", ids=sorted(ids))}
    series = _series(renderer, {_codes(row) for row in rows})
    points = []
    for row in rows:
        operands = [figures[i] for i in row["operands"]]
        exact = all(figure["qualifier"] == "exact" for figure in operands)
        text = (
            _computed(renderer, metric, row, exact) if metric["is_computed"] else renderer.figures.stated(operands[0])
        )
        region, insured = regions[row["region_code"]], figures.get(row["insured"])
        points.append(
            Point(region, row["fiscal_year"], series[_codes(row)], row["value"], text, exact, operands, insured)
        )
    return sorted(points, key=lambda point: (point.year, point.series.slug, *order(point)))


def _computed(renderer: Renderer, metric: Row, row: Row, exact: bool) -> str:
    """A computed value as people read it: its further digits are none that anybody stated."""
    about = "" if exact else renderer.word("qualifier", "about").zh
    return about + renderer.figures.amount(round(row["value"], 2), metric["unit_code"])


def _codes(row: Row) -> tuple[str, ...]:
    return tuple(row[column] for _, column in _DIMENSIONS)


def _series(renderer: Renderer, all_codes: set[tuple[str, ...]]) -> dict[tuple[str, ...], Series]:
    """Each combination of dimensions with its name; a program's name says its scheme where that is clear."""
    full = {codes: _names(renderer, codes) for codes in all_codes}
    short = {codes: names[1:] if codes[0] != "none" != codes[1] else names for codes, names in full.items()}
    uses = Counter(map(tuple, short.values()))
    return {
        codes: Series(
            "+".join(code for code in codes if code not in _UNSAID) or "none",
            " · ".join(short[codes] if uses[tuple(short[codes])] == 1 else full[codes]) or "不分险种",
        )
        for codes in all_codes
    }


def _names(renderer: Renderer, codes: tuple[str, ...]) -> list[str]:
    said = zip(_DIMENSIONS, codes, strict=True)
    return [renderer.word(kind, code).zh for (kind, _), code in said if code not in _UNSAID]


def _write_metric(renderer: Renderer, metric: Row, points: list[Point]) -> Listed:
    """The page of a metric and its data; what the index tells of it."""
    code = metric["metric_code"]
    first = fullest(points)
    comparison = write_data(renderer, metric, points)
    comparison |= {"first": {"year": first.year, "of": first.series.slug}, "rows": ROWS, "enough": ENOUGH}
    choices = {
        "years": [(entry["year"], entry["year"]) for entry in comparison["years"]],
        "series": [(entry["of"], entry["label"]) for entry in comparison["series"]],
    }
    renderer.page(
        metric_page(code), "metric.html",
        metric=metric, first=first, comparison=comparison, choices=choices, shown=first.lines[:ROWS], enough=ENOUGH,
    )  # fmt: skip
    regions = {point.region["region_code"] for point in points}
    years = sorted({point.year for point in points})
    return Listed(metric, len(regions), years, len(points), first, tiny([p.value for p in first.exact]))
