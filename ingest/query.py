"""What every reader of a warehouse does with a query: rows by column name, paths as SQL has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]


def dicts(cursor: duckdb.DuckDBPyConnection) -> list[Row]:
    """All rows of what was executed, by column name."""
    return _named(cursor, cursor.fetchall())


def batches(cursor: duckdb.DuckDBPyConnection, size: int) -> Iterator[list[Row]]:
    """Rows of what was executed, `size` at a time; an empty batch where there are none."""
    batch = cursor.fetchmany(size)
    yield _named(cursor, batch)
    while batch := cursor.fetchmany(size):
        yield _named(cursor, batch)


def quoted(path: Path) -> str:
    """The path as it stands in a SQL string."""
    return str(path).replace("'", "''")


def _named(cursor: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]]) -> list[Row]:
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in rows]
