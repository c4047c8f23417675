"""Marts of two engines against each other: same columns, same types, same rows as often, to the last digit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingest.query import Row, dicts, literal, open_unconfined, quoted
from spark.build import Mart

_SHOWN = 5  # keys of a mart that differ, told one by one


@dataclass(frozen=True)
class Compared:
    """One mart: how many rows DuckDB has, and in words what differs on Spark; nothing where they are equal."""

    mart: str
    rows: int
    differences: tuple[str, ...]


def compare_marts(database: Path, marts: Iterable[Mart]) -> Iterator[Compared]:
    """Hold each mart that Spark built against that of a published DuckDB file. Raises duckdb.Error."""
    with open_unconfined(database) as connection:
        for mart in marts:
            [(rows,)] = connection.execute(f"select count(*) from marts.{mart.name}").fetchall()
            yield Compared(mart.name, rows, tuple(_differences(connection, mart)))


def _differences(connection: duckdb.DuckDBPyConnection, mart: Mart) -> Iterator[str]:
    if not any(mart.folder.rglob("*.parquet")):
        yield f"{mart.folder} holds no Parquet file"
        return
    ours, theirs = (
        f"marts.{mart.name}",
        f"read_parquet('{quoted(literal(mart.folder))}/**/*.parquet', hive_partitioning = false)",
    )
    columns, other = _types(connection, ours), _types(connection, theirs)
    if columns != other:
        for name in columns | other:
            if columns.get(name) != other.get(name):
                yield f"column {name}: DuckDB {columns.get(name, 'has none')}, Spark {other.get(name, 'has none')}"
        return
    listed = ", ".join(f'"{name}"' for name in columns)
    only = {
        "DuckDB": _except(connection, listed, ours, theirs),
        "Spark": _except(connection, listed, theirs, ours),
    }
    yield from _told(mart.key, only)


def _types(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    return {name: type_ for name, type_, *_ in connection.execute(f"describe from {relation}").fetchall()}


def _except(connection: duckdb.DuckDBPyConnection, columns: str, one: str, other: str) -> list[Row]:
    """Rows that one has more often than the other."""
    return dicts(connection.execute(f"select {columns} from {one} except all select {columns} from {other}"))


def _told(key: tuple[str, ...], only: dict[str, list[Row]]) -> Iterator[str]:
    """The first keys that differ, each with its differing columns; then how many more there are."""
    by_key: dict[tuple[Any, ...], dict[str, Row]] = {}
    for engine, rows in only.items():
        for row in rows:
            by_key.setdefault(tuple(row[name] for name in key), {})[engine] = row
    for values in sorted(by_key, key=repr)[:_SHOWN]:
        place = ", ".join(f"{name} {value}" for name, value in zip(key, values, strict=True))
        yield f"{place}: {_of_one_key(by_key[values])}"
    if len(by_key) > _SHOWN:
        yield f"and {len(by_key) - _SHOWN} more keys"


def _of_one_key(rows: dict[str, Row]) -> str:
    if len(rows) == 1:
        return f"only {next(iter(rows))} has this row, or has it more often"
    ours, theirs = rows["DuckDB"], rows["Spark"]
    return "; ".join(
        f"{name} is {ours[name]!r} on DuckDB, {theirs[name]!r} on Spark" for name in ours if ours[name] != theirs[name]
    )
