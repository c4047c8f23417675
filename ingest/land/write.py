"""Writers of the landing tables: CSV seeds for the curated, Parquet for the corpus. All or nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path

from ingest.land.schema import TABLES, Table
from ingest.resolve.facts import Record
from ingest.scratch import scratch


def _ordered(table: Table, rows: list[Record]) -> list[Record]:
    return sorted(rows, key=itemgetter(*table.sort))


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
    written = []
    with scratch(folder, "seeds") as workspace:
        for table in TABLES:
            content = to_csv(table, rows[table.name]).encode("utf-8")
            path = folder / f"{table.name}.csv"
            if not path.exists() or path.read_bytes() != content:
                (workspace / path.name).write_bytes(content)
                written.append(path)
        for path in written:
            (workspace / path.name).replace(path)
    return written


class NoLanding(Exception):
    """A folder that must not be replaced; the message says why and what to do."""


def check_landing(folder: Path) -> None:
    """Refuse a file, or a folder that holds anything but a landing: landing replaces all that is there."""
    if folder.exists() and not folder.is_dir():
        raise NoLanding(f"{folder}: is a file; name a folder to land in")
    known = {table.name for table in TABLES}
    foreign = sorted(path.name for path in folder.iterdir() if path.name not in known) if folder.is_dir() else []
    if foreign:
        raise NoLanding(f"{folder}: holds {foreign[0]}, which is no landing table; name an empty or a new folder")


@contextmanager
def new_landing(folder: Path) -> Iterator[Path]:
    """A staging folder for parts that takes the place of `folder` in one step at the end; without parts it does not."""
    check_landing(folder)
    with scratch(folder.parent, "landing") as workspace:
        staged, retired = workspace / "new", workspace / "old"
        for table in TABLES:
            (staged / table.name).mkdir(parents=True)
        yield staged
        if not any((staged / TABLES[0].name).iterdir()):
            return
        if folder.exists():
            folder.rename(retired)
        try:
            staged.rename(folder)
        except OSError:
            if retired.exists():
                retired.rename(folder)
            raise


def write_part(staged: Path, number: int, rows: dict[str, list[Record]]) -> None:
    """One part of every table, sorted by its key."""
    from ingest.land import parquet  # here, for Arrow starts threads, and a process with threads cannot fork workers

    for table in TABLES:
        parquet.write(table, _ordered(table, rows[table.name]), staged / table.name / f"part-{number}.parquet")


def write_parquet(folder: Path, rows: dict[str, list[Record]]) -> None:
    """Make `folder` hold exactly these rows, one Parquet file a table, in one step."""
    with new_landing(folder) as staged:
        write_part(staged, 0, rows)
