"""A landing table as a Parquet file."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.land.schema import Column, Table
from ingest.resolve.facts import Record


def write(table: Table, rows: list[Record], path: Path) -> None:
    """Write the rows in their order; whole numbers as int64, all else as text, '' as NULL."""
    columns = [_column(column, rows) for column in table.columns]
    write_rows(pa.Table.from_arrays(columns, names=list(table.names)), path)


def write_rows(rows: pa.Table, path: Path) -> None:
    """Write rows that are columns already."""
    # Ids and labels hardly repeat within a part: zstd makes them smaller than dictionaries do, and in less time.
    pq.write_table(rows, path, compression="zstd", use_dictionary=False)


def _column(column: Column, rows: list[Record]) -> pa.Array:
    name = column.name
    if column.kind == "integer":
        return pa.array([row[name] for row in rows], type=pa.int64())
    return pa.array([row[name] or None for row in rows], type=pa.string())
