"""A landing table as a Parquet file."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.land.schema import Table
from ingest.resolve.facts import Record


def write(table: Table, rows: list[Record], path: Path) -> None:
    """Write the rows in their order; whole numbers as int64, all else as text, '' as NULL."""
    columns = []
    for column in table.columns:
        kind = pa.int64() if column.kind == "integer" else pa.string()
        values = [row[column.name] if row[column.name] != "" else None for row in rows]
        columns.append(pa.array(values, type=kind))
    pq.write_table(pa.Table.from_arrays(columns, names=list(table.names)), path)
