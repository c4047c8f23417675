"""The first page: what the warehouse holds, and what of it does not add up."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from math import sqrt
from typing import Any, NamedTuple

from yibao_site.regions import region_rows
from yibao_site.render import Renderer
from yibao_site.warehouse import HERE, Row, Warehouse

HIGH, LOW = Decimal(95), Decimal(80)  # a score that is high, an execution rate that is low
_FULL = Decimal(100)
_ROWS = 10  # of each list
_YEARS = 10  # columns of years; reports of earlier ones are counted together
_STRIP = 5  # years drawn inside a tile
_LEAST_REPORTS = 5  # that must score an indicator before it is called always full
_FEW = 6  # reports of the widest circle at least, so that few reports are drawn small
_ENDS = (None, _FULL, Decimal(98), HIGH, Decimal(90), Decimal(0))  # of the bands of scores, from the top


class Tile(NamedTuple):
    """A province in the grid: its row of provinces.csv, its reports, by year, and its shade from 0 (none) to 4."""

    row: dict[str, str]
    name: str
    n: int
    years: list[int]
    shade: int
    has_page: bool


class Bubble(NamedTuple):
    """Reports with about the same score and execution rate: place in percent, diameter in rem."""

    x: float
    y: float
    n: int
    hard: int
    size: float
    hard_size: float
    report: Row | None  # where it is one alone


class Scatter(NamedTuple):
    """Bubbles, the ends and ticks of both scales, the corner of high scores and low rates; places in percent."""

    bubbles: list[Bubble]
    least_rate: int
    least_score: int
    corner: tuple[float, float]
    across: list[tuple[int, float]]  # ticks of the rate, with their place
    down: list[tuple[int, float]]
    n: int


def write_overview(warehouse: Warehouse, renderer: Renderer) -> None:
    """Write the first page."""
    reports = warehouse.rows("list_reports")
    years = _years(reports)
    strip = list(range(max(years[-1] - _STRIP + 1, years[0]), years[-1] + 1)) if years else []
    tiles = _tiles(reports, strip, warehouse)
    outside = [tile.row["province_code"] for tile in tiles if tile.row["collected"] == "N"]
    indicators = warehouse.rows("overview_indicators", least_reports=_LEAST_REPORTS)
    suspects = [r for r in reports if is_high(r) and (r["n_hard"] or is_low(r))]
    renderer.page(
        "index.html", "index.html",
        counts=counts(reports), verdicts=warehouse.row("overview_verdicts"),
        tiles=tiles, strip=strip, steps=_steps([tile.n for tile in tiles if tile.n]), years=years,
        divisions={row["level"]: row for row in warehouse.rows("overview_divisions", not_collected=outside)},
        genres=_genres(reports, years), earlier=any(_column(r, years) == "earlier" for r in reports),
        undated=any(r["fiscal_year"] is None for r in reports),
        rules=warehouse.rows("overview_rules", rows=_ROWS),
        findings=warehouse.rows("overview_findings", rows=_ROWS),
        bands=_bands(reports), scatter=_scatter(reports),
        suspects=sorted(suspects, key=_suspicion)[:_ROWS], n_suspects=len(suspects),
        indicators=indicators, least_reports=_LEAST_REPORTS,
        full=[i for i in indicators if i["n_full"] == i["n_scored"]][:_ROWS],
        missed=sorted(indicators, key=lambda i: i["average_rate_pct"])[:_ROWS],
    )  # fmt: skip


def is_high(report: Row) -> bool:
    """Whether a report gives itself 95 points or more."""
    return report["self_score"] is not None and report["self_score"] >= HIGH


def is_low(report: Row) -> bool:
    """Whether a report states that less than 80% of its money was spent."""
    return report["execution_rate"] is not None and report["execution_rate"] < LOW


def counts(reports: Sequence[Row]) -> dict[str, int]:
    """The figures of the first sentences."""
    high = [r for r in reports if is_high(r)]
    full = [r for r in high if r["self_score"] >= _FULL]
    return {
        "reports": len(reports),
        "regions": len({r["region_code"] for r in reports if r["region_code"]}),
        "years": len({r["fiscal_year"] for r in reports if r["fiscal_year"]}),
        "provinces": len({r["province_code"] for r in reports if r["province_code"]}),
        "placeless": sum(r["region_code"] is None for r in reports),
        "broken": sum(bool(r["n_broken"]) for r in reports),
        "hard": sum(bool(r["n_hard"]) for r in reports),
        "scored": sum(r["self_score"] is not None for r in reports),
        "high": len(high),
        "high_hard": sum(bool(r["n_hard"]) for r in high),
        "full": len(full),
        "full_hard": sum(bool(r["n_hard"]) for r in full),
        "high_low": sum(is_low(r) for r in high),
    }


def _suspicion(report: Row) -> tuple[Any, ...]:
    both = bool(report["n_hard"]) and is_low(report)
    rate = report["execution_rate"] if report["execution_rate"] is not None else _FULL
    return not both, -(report["n_hard"] or 0), rate, report["report_id"]


def _years(reports: Iterable[Row]) -> list[int]:
    return sorted({r["fiscal_year"] for r in reports if r["fiscal_year"] is not None})[-_YEARS:]


def _column(report: Row, years: Sequence[int]) -> int | str:
    year = report["fiscal_year"]
    if year is None:
        return "undated"
    return int(year) if year in years else "earlier"


def _genres(reports: Iterable[Row], years: Sequence[int]) -> list[tuple[str, Counter[int | str]]]:
    """Reports of each genre by year, the most frequent genre first."""
    genres: dict[str, Counter[int | str]] = {}
    for report in reports:
        genres.setdefault(report["document_type"], Counter())[_column(report, years)] += 1
    return sorted(genres.items(), key=lambda genre: (-genre[1].total(), genre[0]))


def _tiles(reports: Sequence[Row], years: Sequence[int], warehouse: Warehouse) -> list[Tile]:
    by_year = Counter((r["province_code"], r["fiscal_year"]) for r in reports)
    totals = Counter(r["province_code"] for r in reports)
    steps = _steps([n for province, n in totals.items() if province])
    with (HERE / "provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (int(row["row"]), int(row["column"])))
    tiles = []
    for row in rows:
        code = row["province_code"]
        shade = sum(totals[code] >= low for low, _ in steps)
        name = warehouse.words[("region", code)].zh
        strip = [by_year[(code, year)] for year in years]
        tiles.append(Tile(row, name, totals[code], strip, shade, code in region_rows(warehouse)))
    return tiles


def _steps(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """At most four ranges of counts that hold about as many provinces each."""
    ordered = sorted(numbers)
    if not ordered:
        return []
    lows = sorted({1, *(ordered[len(ordered) * quarter // 4] for quarter in (1, 2, 3))})
    return list(zip(lows, [low - 1 for low in lows[1:]] + [max(ordered[-1], lows[-1])], strict=True))


def _bands(reports: Sequence[Row]) -> list[dict[str, Any]]:
    """Reports by their own score, the highest first, then those without one: how many of each are in doubt."""
    bands = [(low, high, [r for r in reports if _within(r["self_score"], low, high)]) for high, low in pairwise(_ENDS)]
    bands.append((None, None, [r for r in reports if r["self_score"] is None]))
    return [
        {
            "low": low,
            "high": high,
            "n": len(inside),
            "hard": sum(bool(r["n_hard"]) for r in inside),
            "rated": sum(r["execution_rate"] is not None for r in inside),
            "slow": sum(is_low(r) for r in inside),
        }
        for low, high, inside in bands
    ]


def _within(score: Decimal | None, low: Decimal | None, high: Decimal | None) -> bool:
    return score is not None and (low is None or score >= low) and (high is None or score < high)


def _scatter(reports: Iterable[Row]) -> Scatter:
    """Reports that state both, by score in single points and rate in steps of two; beyond the ends, at the ends."""
    both = [r for r in reports if r["self_score"] is not None and r["execution_rate"] is not None]
    least_rate = max(0, min([60, *(int(r["execution_rate"]) // 10 * 10 for r in both)]))
    least_score = max(60, min([90, *(int(r["self_score"]) // 5 * 5 for r in both)]))
    cells: dict[tuple[int, int], list[Row]] = {}
    for r in both:
        rate = min(100, max(least_rate, int(r["execution_rate"]) // 2 * 2))
        score = min(100, max(least_score, int(r["self_score"])))
        cells.setdefault((rate, score), []).append(r)
    most = max(_FEW, *map(len, cells.values())) if cells else _FEW

    def across(rate: float) -> float:
        return round(100 * (rate - least_rate) / (100 - least_rate), 2)

    def down(score: float) -> float:
        return round(100 * (100 - score) / (100 - least_score), 2)

    bubbles = []
    for (rate, score), rows in sorted(cells.items(), key=lambda cell: -len(cell[1])):
        hard = sum(bool(r["n_hard"]) for r in rows)
        size, hard_size = (round(max(0.5, 2.2 * sqrt(n / most)), 2) if n else 0.0 for n in (len(rows), hard))
        only = rows[0] if len(rows) == 1 else None
        bubbles.append(Bubble(across(rate), down(score), len(rows), hard, size, hard_size, only))
    rates = [(rate, across(rate)) for rate in range(least_rate, 101, 10 if least_rate >= 50 else 20)]
    scores = [(score, down(score)) for score in range(100, least_score - 1, -5 if least_score >= 75 else -10)]
    return Scatter(bubbles, least_rate, least_score, (across(float(LOW)), down(float(HIGH))), rates, scores, len(both))
