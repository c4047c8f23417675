"""Superset's answers against the warehouse: rows of every dataset, figures of every chart, each computed apart."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from tools.superset import assets
from tools.superset.api import Superset

if TYPE_CHECKING:
    from tools.superset.register import Registered

Row = dict[str, Any]
# Metric: factor, numerator, denominator. Told here again, not read from assets.yml, so that a slip there is found.
RATIOS = {
    "months_payable": (12, "cumulative_balance_yuan", "expense_yuan"),
    "balance_rate": (100, "current_balance_yuan", "income_yuan"),
}
SHOWN = ("region_name", "fiscal_year", "scheme_name", "months_payable_stated", "months_payable_computed")


def check(superset: Superset, registered: Registered, database: Path) -> int:
    """0 where all agree, 1 otherwise; says what was compared and what differs."""
    funds = read_funds(database)
    wrong = [
        *_wrong_counts(superset, registered, database),
        *(line for chart in assets.load()["charts"] for line in _wrong_chart(superset, registered, chart, funds)),
        *(line for metric in RATIOS for line in _wrong_grouping(superset, registered, metric, funds)),
    ]
    for line in wrong:
        print(f"superset: {line}", file=sys.stderr)
    if not wrong:
        figures = sum(len(grouped(funds, metric, "region_name", "scheme_name")) for metric in RATIOS)
        print(
            f"{len(registered.tables)} datasets, {len(registered.charts)} charts ({figures} bars) and their metrics by year"
            " give what the warehouse holds."
        )
    return 1 if wrong else 0


def read_funds(database: Path) -> list[Row]:
    """The rows of fct_fund_balance of whole regions, with names, joined here rather than by Superset's query."""
    with duckdb.connect(str(database), read_only=True) as file:
        regions = {row["region_code"]: row for row in _dicts(file, "marts.dim_region")}
        schemes = {row["scheme_code"]: row["name_zh"] for row in _dicts(file, "marts.dim_scheme")}
        funds = _dicts(file, "marts.fct_fund_balance")
    for row in funds:
        region = regions[row["region_code"]]
        within = region["prefecture_name"] or region["province_name"] if region["level"] == "county" else ""
        row["region_name"] = within + region["name"]
        row["scheme_name"] = schemes[row["scheme_code"]]
        stated = row["current_balance_stated_yuan"]
        row["current_balance_yuan"] = row["current_balance_computed_yuan"] if stated is None else stated
    return [row for row in funds if row["scope"] == "whole"]


def grouped(funds: list[Row], metric: str, *keys: str) -> dict[tuple[Any, ...], float]:
    """A ratio of sums by `keys`, over the rows that have both operands, in exact fractions."""
    factor, numerator, denominator = RATIOS[metric]
    sums: dict[tuple[Any, ...], list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for row in funds:
        if row[numerator] is not None and row[denominator] is not None:
            of = sums[tuple(row[key] for key in keys)]
            of[0] += Fraction(row[numerator])
            of[1] += Fraction(row[denominator])
    return {key: float(factor * above / below) for key, (above, below) in sums.items() if below}


def _dicts(file: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    cursor = file.execute(f"select * from {table}")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _wrong_counts(superset: Superset, registered: Registered, database: Path) -> list[str]:
    count = {"expressionType": "SQL", "sqlExpression": "count(*)", "label": "held"}
    wrong = []
    with duckdb.connect(str(database), read_only=True) as file:
        for (schema, table), dataset in registered.tables.items():
            [row] = superset.rows(dataset, columns=[], metrics=[count])
            [(held,)] = file.execute(f'select count(*) from "{schema}"."{table}"').fetchall()
            if row["held"] != held:
                wrong.append(f"{schema}.{table}: {row['held']} rows in Superset, {held} in {database}")
    return wrong


def _wrong_chart(superset: Superset, registered: Registered, chart: Row, funds: list[Row]) -> list[str]:
    """What the saved chart gives, without the dashboard's filters."""
    number = registered.charts[chart["name"]]
    [answer] = superset.call("GET", f"chart/{number}/data/?force=true")["result"]
    if "metrics" not in chart:
        shown, held = Counter(map(_shown, answer["data"])), Counter(map(_shown, funds))
        return [f"{chart['name']}: {shown[row]} times in Superset, {held[row]} by the marts: {row}" for row in (shown - held) + (held - shown)]
    [metric] = chart["metrics"]
    return _differing(chart["name"], answer["data"], metric, funds, chart["dimensions"])


def _shown(row: Row) -> tuple[Any, ...]:
    return tuple(float(value) if isinstance(value, Decimal) else value for value in (row[name] for name in SHOWN))


def _wrong_grouping(superset: Superset, registered: Registered, metric: str, funds: list[Row]) -> list[str]:
    """The saved metric by year: no filter but the scope leaves out the rows that lack an operand."""
    whole = [{"col": "scope", "op": "==", "val": "whole"}]
    rows = superset.rows(registered.dataset, columns=["fiscal_year"], metrics=[metric], filters=whole)
    return _differing(f"{metric} by year", [row for row in rows if row[metric] is not None], metric, funds, ["fiscal_year"])


def _differing(name: str, rows: list[Row], metric: str, funds: list[Row], keys: list[str]) -> list[str]:
    shown = {tuple(row[key] for key in keys): row[metric] for row in rows}
    held = grouped(funds, metric, *keys)

    def agrees(key: tuple[Any, ...]) -> bool:
        one, other = shown.get(key), held.get(key)
        return one is not None and other is not None and abs(one - other) <= 1e-9 * max(1, abs(other))

    return [
        f"{name}, {' '.join(map(str, key))}: {shown.get(key)} in Superset, {held.get(key)} by the marts"
        for key in shown.keys() | held.keys()
        if not agrees(key)
    ]
