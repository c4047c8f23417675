"""How every reader opens a warehouse, and what it does with a query: rows by column name, paths as SQL has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]
_PATTERN = re.compile(r"[\[*?]")
# Nothing is fetched: neither DuckDB's extensions nor what they would reach.
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def open_warehouse(database: Path) -> duckdb.DuckDBPyConnection:
    """A warehouse to read: nothing is written, and its views, whoever made them, reach no other file and no network.

    One process opens a file twice only with the same settings, so everything that reads comes through here. Raises
    duckdb.Error.
    """
    closed = {**OFFLINE, "enable_external_access": "false", "lock_configuration": "true"}
    return duckdb.connect(str(database), read_only=True, config=closed)


def open_unconfined(database: Path) -> duckdb.DuckDBPyConnection:
    """A warehouse to copy tables of into files; `confine` is what is done with it first."""
    return duckdb.connect(str(database), read_only=True, config=OFFLINE)


def confine(connection: duckdb.DuckDBPyConnection, *folders: Path) -> None:
    """From now on a connection reaches only the databases that it has open and what lies in these folders."""
    listed = ", ".join(f"'{quoted(folder)}'" for folder in folders)
    connection.execute(f"set allowed_directories = [{listed}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def dicts(cursor: duckdb.DuckDBPyConnection) -> list[Row]:
    """All rows of what was executed, by column name."""
    return _named(cursor, cursor.fetchall())


def batches(cursor: duckdb.DuckDBPyConnection, size: int) -> Iterator[list[Row]]:
    """Rows of what was executed, `size` at a time; an empty batch where there are none."""
    batch = cursor.fetchmany(size)
    yield _named(cursor, batch)
    while batch := cursor.fetchmany(size):
        yield _named(cursor, batch)


def quoted(path: Path | str) -> str:
    """The path as it stands in a SQL string."""
    return str(path).replace("'", "''")


def literal(path: Path) -> str:
    """The path as DuckDB's readers take it: signs that they would take for a pattern of names stand in brackets."""
    return _PATTERN.sub(r"[\g<0>]", str(path))


def _named(cursor: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]]) -> list[Row]:
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in rows]
