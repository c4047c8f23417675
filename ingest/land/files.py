"""The files of a landing, one row each: `files.parquet` beside its tables (文件清单).

Says of every file which document it is, in which part its rows stand, who read it, and what was wrong with it. Holds no
path of the machine and no time. Parts are `<table>/batch=00001/part-00000.parquet`, the same in every table.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import duckdb

from ingest.land.schema import TABLES
from ingest.query import literal

FILES = "files.parquet"
BATCH_DIGITS = 5
COUNTED = tuple(table.name for table in TABLES[1:])  # a file is one document, or none

# Batch and part, which name a part file in every table.
PartKey = tuple[str, int]


class Versions(NamedTuple):
    """What a file was read with, see ingest/versions.py."""

    extractor: str
    lexicon: str


class LandedFile(NamedTuple):
    """A file of the corpus. Without document where it was rejected: then `problem` says why, and nothing was landed.

    `sha256` and `bytes` are None where it could not be opened. `problem` of a document: what of it gave nothing.
    """

    file_name: str
    sha256: str | None
    bytes: int | None
    document_id: str | None
    batch: str | None
    part: int | None
    extractor_version: str
    lexicon_version: str
    reports: int = 0
    numbers: int = 0
    observations: int = 0
    indicator_scores: int = 0
    statement_cells: int = 0
    relations: int = 0
    problem: str | None = None

    @property
    def key(self) -> PartKey:
        """The part that holds its rows; only of a document."""
        assert self.batch is not None and self.part is not None
        return self.batch, self.part

    @property
    def versions(self) -> Versions:
        """What it was read with."""
        return Versions(self.extractor_version, self.lexicon_version)


_INTEGERS = {"bytes", "part", *COUNTED}


class NoFiles(Exception):
    """A landing without a list of its files that can be read; the message says which."""


def read_files(landing: Path) -> list[LandedFile]:
    """All files of a landing, sorted as they stand; raises NoFiles where that is not known."""
    place = landing / FILES
    if not place.is_file():
        raise NoFiles(f"{place}: no such file")
    # DuckDB, for Arrow leaves threads behind, and a process with threads cannot fork workers.
    try:
        with duckdb.connect() as connection:
            rows = connection.execute(
                f"select {', '.join(LandedFile._fields)} from read_parquet($1)",
                [literal(place)],
            ).fetchall()
    except (duckdb.Error, UnicodeError) as error:
        raise NoFiles(f"{place}: cannot be read ({str(error).splitlines()[0]})") from None
    return [LandedFile(*row) for row in rows]


def write_files(landing: Path, files: Iterable[LandedFile]) -> None:
    """The list of files of a landing: the same files in any order give the same bytes."""
    import pyarrow as pa  # here, for it starts threads
    import pyarrow.parquet as pq

    rows = in_order(files)
    columns = [
        pa.array([row[at] for row in rows], type=pa.int64() if name in _INTEGERS else pa.string())
        for at, name in enumerate(LandedFile._fields)
    ]
    pq.write_table(pa.Table.from_arrays(columns, names=LandedFile._fields), landing / FILES, compression="zstd")


def in_order(files: Iterable[LandedFile]) -> list[LandedFile]:
    """By name, then content, then what is said of them."""
    return sorted(files, key=lambda file: (file.file_name, file.sha256 or "", file.bytes or 0, file.problem or ""))


def documents(files: Iterable[LandedFile]) -> dict[str, LandedFile]:
    """The landed files by document_id."""
    return {file.document_id: file for file in files if file.document_id is not None}


def part_path(landing: Path, table: str, key: PartKey) -> Path:
    """The part file of a table."""
    batch, part = key
    return landing / table / f"batch={batch}" / f"part-{part:05}.parquet"


def parts_of(landing: Path, table: str, files: Iterable[LandedFile]) -> list[Path]:
    """Part files of a table that hold the rows of these documents, each once, in order."""
    return [part_path(landing, table, key) for key in sorted({file.key for file in files if file.document_id})]


def next_batch(files: Iterable[LandedFile]) -> str:
    """The batch after all of these."""
    last = max((int(file.batch) for file in files if file.batch is not None), default=0)
    return f"{last + 1:0{BATCH_DIGITS}}"
