"""Writers of the landing tables: CSV seeds for the curated, Parquet for the corpus. All or nothing."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path

from ingest.land.batch import Problem
from ingest.land.files import FILES, LandedFile, PartKey, next_batch, part_path, write_files
from ingest.land.manifest import MANIFEST, manifest_of, new_manifest, to_json
from ingest.land.schema import TABLES, Table
from ingest.place import link_or_copy, locked, put_folder
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


def write_seeds(folder: Path, rows: dict[str, list[Record]], problems: Iterable[Problem] = ()) -> list[str]:
    """Make the tables in `folder` hold exactly these rows, in one step; returns the names of the files that changed.

    Files that stay as they are, and all else in the folder, are not touched.
    """
    contents = {f"{table.name}.csv": to_csv(table, rows[table.name]).encode("utf-8") for table in TABLES}
    changed = [name for name, content in contents.items() if _bytes(folder / name) != content]
    if not changed and (folder / MANIFEST).is_file():
        return []
    contents[MANIFEST] = to_json(new_manifest(len(rows[TABLES[0].name]), problems)).encode("utf-8")
    written = (*changed, MANIFEST)
    with scratch(folder.parent, "seeds") as workspace, locked(folder):
        staged = workspace / folder.name
        if folder.is_dir():
            kept = shutil.ignore_patterns(*written)
            shutil.copytree(folder, staged, symlinks=True, ignore=kept, copy_function=link_or_copy)
        else:
            staged.mkdir()
        for name in written:
            (staged / name).write_bytes(contents[name])
        put_folder(staged, folder, workspace)
    return changed


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


class NoLanding(Exception):
    """A folder that must not be replaced; the message says why and what to do."""


def check_landing(folder: Path) -> None:
    """Refuse a file, or a folder that holds anything but a landing: landing replaces all that is there."""
    if folder.exists() and not folder.is_dir():
        raise NoLanding(f"{folder}: is a file; name a folder to land in")
    known = {MANIFEST, FILES, *(table.name for table in TABLES)}
    foreign = sorted(path.name for path in folder.iterdir() if path.name not in known) if folder.is_dir() else []
    if foreign:
        raise NoLanding(f"{folder}: holds {foreign[0]}, which is no landing table; name an empty or a new folder")


@contextmanager
def new_landing(folder: Path) -> Iterator[Path]:
    """A staging folder for parts that takes the place of `folder` in one step at the end; without parts it does not.

    Nobody else lands there meanwhile; who builds from it waits only while the folders are exchanged.
    """
    check_landing(folder)
    with locked(folder.with_name(f"{folder.name}.ingest")), scratch(folder.parent, "landing") as workspace:
        staged = workspace / "new"
        for table in TABLES:
            (staged / table.name).mkdir(parents=True)
        yield staged
        if any((staged / TABLES[0].name).iterdir()):
            with locked(folder):
                put_folder(staged, folder, workspace)


def write_manifest(staged: Path, files: Sequence[LandedFile]) -> None:
    """What a landing is made of, beside its tables."""
    (staged / MANIFEST).write_text(to_json(manifest_of(files)), encoding="utf-8")
    write_files(staged, files)


def write_part(staged: Path, key: PartKey, rows: dict[str, list[Record]]) -> None:
    """One part of every table, sorted by its key."""
    from ingest.land import parquet  # here, for Arrow starts threads, and a process with threads cannot fork workers

    for table in TABLES:
        place = part_path(staged, table.name, key)
        place.parent.mkdir(exist_ok=True)
        parquet.write(table, _ordered(table, rows[table.name]), place)


def write_parquet(folder: Path, rows: dict[str, list[Record]]) -> None:
    """Make `folder` hold exactly these rows, one Parquet file a table, in one step; without a list of files."""
    with new_landing(folder) as staged:
        write_part(staged, (next_batch(()), 0), rows)
