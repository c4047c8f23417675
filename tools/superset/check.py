"""Superset's answers against the warehouse: sums of tables, figures of charts and metrics, each computed apart."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from tools.superset import assets
from tools.superset.api import Superset
from tools.superset.assets import Registered

Row = dict[str, Any]
Key = tuple[Any, ...]
# Metric: factor, numerator, denominator. Told here again, not read from assets.yml, so that a slip there is found.
RATIOS = {
    "months_payable": (12, "cumulative_balance_yuan", "expense_yuan"),
    "balance_rate": (100, "current_balance_yuan", "income_yuan"),
}
ROWS = {"expressionType": "SQL", "sqlExpression": "count(*)", "label": "rows"}
SHOWN = ("region_name", "fiscal_year", "scheme_name", "months_payable_stated", "months_payable_computed")


def check(superset: Superset, registered: Registered, database: Path) -> int:
    """0 where all agree, 1 otherwise; says what was compared and what differs."""
    funds = read_funds(database)
    wrong = list(_wrong_tables(superset, registered, database))
    for chart in assets.load()["charts"]:
        wrong += _wrong_chart(superset, registered, chart, funds)
    for metric in RATIOS:
        wrong += _wrong_years(superset, registered, metric, funds)
    for line in wrong:
        print(f"superset: {line}", file=sys.stderr)
    if not wrong:
        held = f"{len(registered.tables)} tables, {len(registered.charts)} charts, {len(RATIOS)} metrics by year"
        print(f"{held}: Superset gives what the marts hold ({len(funds)} rows of funds).")
    return 1 if wrong else 0


def read_funds(database: Path) -> list[Row]:
    """The rows of fct_fund_balance of whole regions, with names, joined here rather than by Superset's query."""
    with duckdb.connect(str(database), read_only=True) as file:
        regions = {row["region_code"]: row for row in _rows(file, "marts.dim_region")}
        schemes = {row["scheme_code"]: row["name_zh"] for row in _rows(file, "marts.dim_scheme")}
        funds = _rows(file, "marts.fct_fund_balance")
    for row in funds:
        region = regions[row["region_code"]]
        within = region["prefecture_name"] or region["province_name"] if region["level"] == "county" else ""
        row["region_name"] = within + region["name"]
        row["scheme_name"] = schemes[row["scheme_code"]]
        stated = row["current_balance_stated_yuan"]
        row["current_balance_yuan"] = row["current_balance_computed_yuan"] if stated is None else stated
    return [row for row in funds if row["scope"] == "whole"]


def ratios(funds: list[Row], metric: str, *keys: str) -> dict[Key, float]:
    """A ratio of sums by `keys`, over the rows that have both operands, in exact fractions."""
    factor, numerator, denominator = RATIOS[metric]
    sums: dict[Key, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for row in funds:
        if row[numerator] is not None and row[denominator] is not None:
            both = sums[tuple(row[key] for key in keys)]
            both[0] += Fraction(row[numerator])
            both[1] += Fraction(row[denominator])
    return {key: float(factor * above / below) for key, (above, below) in sums.items() if below}


def _rows(file: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    cursor = file.execute(f"select * from {table}")
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _wrong_tables(superset: Superset, registered: Registered, database: Path) -> Iterator[str]:
    """Rows of each table, and the sum of each of its decimal columns: meaningless for some, but the same in both."""
    with duckdb.connect(str(database), read_only=True) as file:
        for (schema, table), dataset in registered.tables.items():
            columns = _decimals(file, schema, table)
            sums = ", ".join(["count(*)", *(f'sum("{column}")' for column in columns)])
            [held] = file.execute(f'select {sums} from "{schema}"."{table}"').fetchall()
            [shown] = superset.rows(dataset, columns=[], metrics=[ROWS, *map(_sum, columns)])
            there = dict(zip([ROWS["label"], *columns], held, strict=True))
            yield from _differing(f"{schema}.{table}", _figures(shown), _figures(there))


def _sum(column: str) -> Row:
    return {"expressionType": "SIMPLE", "column": {"column_name": column}, "aggregate": "SUM", "label": column}


def _figures(row: Row) -> dict[Key, float]:
    return {(name,): float(value) for name, value in row.items() if value is not None}


def _decimals(file: duckdb.DuckDBPyConnection, schema: str, table: str) -> list[str]:
    return [
        str(column)
        for (column,) in file.execute(
            "select column_name from information_schema.columns"
            " where table_schema = ? and table_name = ? and data_type like 'DECIMAL%'",
            [schema, table],
        ).fetchall()
    ]


def _wrong_chart(superset: Superset, registered: Registered, chart: Row, funds: list[Row]) -> Iterator[str]:
    """What the saved chart gives, without the dashboard's filters."""
    number = registered.charts[chart["name"]]
    [answer] = superset.call("GET", f"chart/{number}/data/?force=true")["result"]
    if "columns" in chart:
        yield from _wrong_rows(chart["name"], Counter(map(_shown, answer["data"])), Counter(map(_shown, funds)))
        return
    shown = _keyed(answer["data"], chart["metric"], chart["dimensions"])
    held = ratios(funds, chart["metric"], *chart["dimensions"])
    lowest = sorted(held.values())[: chart["lowest"]]
    if len(shown) != len(lowest) or any(held.get(key, 0) > lowest[-1] for key in shown):
        yield f"{chart['name']}: its {len(shown)} bars are not the {len(lowest)} lowest"
    yield from _differing(chart["name"], shown, {key: held[key] for key in shown if key in held})


def _wrong_rows(name: str, shown: Counter[Key], held: Counter[Key]) -> Iterator[str]:
    for row in (shown - held) + (held - shown):
        yield f"{name}: {shown[row]} times in Superset, {held[row]} by the marts: {row}"


def _shown(row: Row) -> Key:
    return tuple(float(value) if isinstance(value, Decimal) else value for value in (row[name] for name in SHOWN))


def _wrong_years(superset: Superset, registered: Registered, metric: str, funds: list[Row]) -> Iterator[str]:
    """The metric by year: no filter but the scope keeps out the rows that lack an operand."""
    whole = [{"col": "scope", "op": "==", "val": "whole"}]
    rows = superset.rows(registered.dataset, columns=["fiscal_year"], metrics=[metric], filters=whole)
    shown = _keyed((row for row in rows if row[metric] is not None), metric, ["fiscal_year"])
    yield from _differing(f"{metric} by year", shown, ratios(funds, metric, "fiscal_year"))


def _keyed(rows: Iterable[Row], metric: str, keys: list[str]) -> dict[Key, float]:
    return {tuple(row[key] for key in keys): row[metric] for row in rows}


def _differing(name: str, shown: dict[Key, float], held: dict[Key, float]) -> Iterator[str]:
    for key in shown.keys() | held.keys():
        one, other = shown.get(key), held.get(key)
        if one is None or other is None or abs(one - other) > 1e-9 * max(1, abs(other)):
            yield f"{name}, {' '.join(map(str, key))}: {one} in Superset, {other} by the marts"
