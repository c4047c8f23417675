"""Writers of the landing tables: CSV seeds for the curated, Parquet for the corpus. All or nothing."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.land.schema import TABLES, Table
from ingest.resolve.facts import Record


def _ordered(table: Table, rows: list[Record]) -> list[Record]:
    return sorted(rows, key=lambda row: tuple(row[column] for column in table.sort))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def to_csv(table: Table, rows: list[Record]) -> str:
    """A landing table as CSV: header, rows in key order, LF, minimal quoting; NULL is the empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows([_text(row[name]) for name in table.names] for row in _ordered(table, rows))
    return buffer.getvalue()


def write_seeds(folder: Path, rows: dict[str, list[Record]]) -> list[Path]:
    """Write all tables as seeds, each file replaced whole; unchanged files are not touched."""
    folder.mkdir(parents=True, exist_ok=True)
    staged: list[tuple[Path, Path]] = []
    written = []
    try:
        for table in TABLES:
            path = folder / f"{table.name}.csv"
            content = to_csv(table, rows[table.name]).encode("utf-8")
            if path.exists() and path.read_bytes() == content:
                continue
            handle, name = tempfile.mkstemp(dir=folder, prefix=f".{table.name}-")
            staged.append((Path(name), path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(name, 0o644)
        for temporary, path in staged:
            temporary.replace(path)
            written.append(path)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
    return written


def _arrow(table: Table, rows: list[Record]) -> pa.Table:
    columns = []
    for column in table.columns:
        kind = pa.int64() if column.kind == "integer" else pa.string()
        values = [row[column.name] if row[column.name] != "" else None for row in rows]
        columns.append(pa.array(values, type=kind))
    return pa.Table.from_arrays(columns, names=list(table.names))


def write_parquet(folder: Path, rows: dict[str, list[Record]]) -> None:
    """Make `folder` hold exactly these rows, one Parquet file a table, in one step."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        for table in TABLES:
            (staged / table.name).mkdir()
            pq.write_table(_arrow(table, _ordered(table, rows[table.name])), staged / table.name / "part-0.parquet")
        os.chmod(staged, 0o755)
        if folder.exists():
            retired = staged.with_name(f".old{staged.name}")
            folder.rename(retired)
            try:
                staged.rename(folder)
            except OSError:
                retired.rename(folder)
                raise
            shutil.rmtree(retired)
        else:
            staged.rename(folder)
    finally:
        if staged.exists():
            shutil.rmtree(staged)
