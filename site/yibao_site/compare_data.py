"""Data beside the pages of a comparison: scripts that hand over rows, as a page opened from a folder cannot fetch."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from yibao_site.figures import digits, precise
from yibao_site.paths import PART, comparison_data, region_page, report_page, text_page
from yibao_site.ranking import Point
from yibao_site.render import Renderer
from yibao_site.warehouse import Row

_MOST = 20_000  # rows in one file

# Levels in the order of a filter; the nation is told beside a ranking, it is no choice.
_LEVELS = ("province", "prefecture", "county")


def write_regions(renderer: Renderer, regions: Iterable[Row]) -> None:
    """Names of all regions, once for all metrics: [name, level, province, where it lies] by code."""
    names = {r["region_code"]: [r["name"], r["level"], r["province_code"], r["place"]] for r in regions}
    renderer.write("compare/data/regions.js", _script("regions", names))


def write_data(renderer: Renderer, metric: Row, points: list[Point]) -> dict[str, Any]:
    """Write the values of a metric by year; return what its page must know of them. `points` come by year."""
    counts = Counter((point.year, point.series) for point in points)
    totals = Counter(point.series for point in points)
    series = sorted(totals, key=lambda s: (-totals[s], s.slug))
    number = {one: i for i, one in enumerate(series)}
    years: dict[int, list[str]] = {}
    for year, group in groupby(points, key=lambda point: point.year):
        rows = list(group)
        for part in range(-(-len(rows) // _MOST)):
            path = comparison_data(metric["metric_code"], year, part)
            name = path.rpartition("/")[2].removesuffix(".js")
            _Sheet(renderer, number).write(path, name, rows[part * _MOST : (part + 1) * _MOST])
            years.setdefault(year, []).append(name)
    levels = {point.region["level"] for point in points}
    provinces = {point.region["province_code"]: point.region["province_name"] for point in points}
    return {
        "name": renderer.word("metric", metric["metric_code"]).zh,
        "sign": renderer.figures.sign(metric["unit_code"]),
        "years": [{"year": year, "files": files} for year, files in sorted(years.items(), reverse=True)],
        "series": [
            {"of": s.slug, "label": s.label, "counts": {y: counts[y, s] for y in years if counts[y, s]}} for s in series
        ],
        "levels": [[level, renderer.word("level", level).zh] for level in _LEVELS if level in levels],
        "provinces": sorted((code, name) for code, name in provinces.items() if code and name),
        "heads": any(point.insured for point in points),
        "region": region_page("*"),
    }


class _Sheet:
    """Rows of one file; addresses and reports, which many rows share, are told once."""

    def __init__(self, renderer: Renderer, series: dict[Any, int]) -> None:
        self._renderer = renderer
        self._series = series
        self._texts: dict[str, int] = {}
        self._reports: dict[str, tuple[int, str]] = {}

    def write(self, path: str, name: str, points: list[Point]) -> None:
        rows = [self._row(point) for point in points]
        reports = [[report_page(report), title] for report, (_, title) in self._reports.items()]
        data = {"rows": rows, "texts": list(self._texts), "reports": reports}
        self._renderer.write(path, _script(name, data))

    def _row(self, point: Point) -> list[Any]:
        """Region, series, value, value in words, whether exact, figures it comes from, and the same per head."""
        # A stated value is its own and only figure: its words need not be told twice.
        told = len(point.operands) > 1
        figures = [self._figure(figure, told) for figure in point.operands]
        number = self._series[point.series]
        row = [point.region["region_code"], number, precise(point.value), point.text, int(point.is_exact), figures]
        return [*row, self._per_head(point)] if point.insured else row

    def _per_head(self, point: Point) -> list[Any]:
        assert point.insured is not None
        value = per_head(point.value, point.insured["value"])
        exact = point.is_exact and point.insured["qualifier"] == "exact"
        about = "" if exact else self._renderer.word("qualifier", "about").zh
        words = f"{about}{digits(value, 2)}{self._renderer.figures.sign('yuan')}"
        return [precise(value), words, int(exact), self._figure(point.insured, True)]

    def _figure(self, figure: Row, told: bool) -> list[Any]:
        """Name and words of a figure (empty where the row has them), report, text and place."""
        text = text_page(figure["document_id"], figure["char_start"] // PART)
        report = self._reports.setdefault(
            figure["report_id"], (len(self._reports), figure["title"] or figure["report_id"])
        )
        name = self._renderer.word("metric", figure["metric_code"]).zh if told else ""
        words = self._renderer.figures.stated(figure) if told else ""
        return [name, words, report[0], self._texts.setdefault(text, len(self._texts)), figure["char_start"]]


def per_head(value: Decimal, persons: Decimal) -> Decimal:
    """A value per insured person, to the sixth decimal, as all computed rates of the marts."""
    return (value / persons).quantize(Decimal("0.000001"))


def _script(name: str, data: Any) -> str:
    """A script that hands data over by name; no name of a place or report can end it or begin a tag."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"(window.yibao??={{}})[{json.dumps(name)}]={body};\n"
