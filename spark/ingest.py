"""Extraction over partitions of files: Spark hands out the bytes, each worker extracts them as `yibao ingest` does.

Spark itself passes over files whose name begins with `_` or a dot. A file that takes too long is given up; one that
ends the process of its worker is tried again by Spark, then fails the job, and the landing stays as it was.
"""

from __future__ import annotations

import re
import signal
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from types import FrameType
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from ingest.land.batch import Batch, Problem, extract_files
from ingest.land.schema import TABLES, Table
from ingest.land.workers import DEFAULT_LIMITS
from ingest.land.write import check_landing, new_landing, write_manifest
from ingest.read import MAX_BYTES, SUFFIXES, Unreadable
from ingest.read.limits import refuse_bytes
from ingest.resolve.extract import Extractor

_PROBLEM = pa.struct([("file_name", pa.string()), ("reason", pa.string()), ("landed", pa.bool_())])


@dataclass(frozen=True)
class Landed:
    """What a run landed: rows by table, files that gave no fact and why, files whose content was there before."""

    rows: dict[str, int]
    problems: list[Problem]
    duplicates: int


def land_files(spark: SparkSession, sources: Sequence[str], folder: Path) -> Landed:
    """Extract the files below `sources` (folders, files or addresses) and make `folder` hold exactly their rows.

    Nothing found, nothing done. Raises NoLanding, OSError, or what Spark raises; then the folder is as it was.
    """
    check_landing(folder)
    files = _files(spark, sources)
    chosen, duplicates = _each_content_once(files.where(f.col("length") <= MAX_BYTES))
    kept = spark.createDataFrame([(path,) for path in chosen], "path string")
    named = files.where(f.col("length") <= MAX_BYTES).join(f.broadcast(kept), "path", "left_semi")
    extracted = named.select("path", "content").mapInArrow(_extract, _spark_type()).persist()
    try:
        problems = _too_large(files) + _problems(extracted)
        counts = _counts(extracted)
        if counts[TABLES[0].name]:
            _write(extracted, folder, counts[TABLES[0].name], problems)
    finally:
        extracted.unpersist()
    return Landed(counts, problems, duplicates)


def _write(extracted: DataFrame, folder: Path, documents: int, problems: Sequence[Problem]) -> None:
    with new_landing(folder) as staged:
        for table in TABLES:
            rows = extracted.selectExpr(f"inline({table.name})").sortWithinPartitions(*table.sort)
            rows.write.mode("append").option("compression", "zstd").parquet((staged / table.name).as_uri())
        for path in [path for path in staged.glob("*/*") if path.suffix != ".parquet"]:
            path.unlink()  # Hadoop's checksums and marks
        write_manifest(staged, documents, problems)


def _files(spark: SparkSession, sources: Sequence[str]) -> DataFrame:
    any_case = ("".join(f"[{sign}{sign.upper()}]" if sign.isalpha() else sign for sign in end) for end in SUFFIXES)
    reader = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    return reader.option("pathGlobFilter", "*{" + ",".join(sorted(any_case)) + "}").load([_literal(s) for s in sources])


def _literal(source: str) -> str:
    """A path of this machine whose signs mean nothing but themselves; an address as it is."""
    return source if "://" in source else re.sub(r"([\[\]{}*?\\])", r"\\\1", str(Path(source).resolve()))


def _each_content_once(files: DataFrame) -> tuple[list[str], int]:
    """The paths to read, first of each content in the order of folders and names; and how many are left out."""
    hashed = files.select("path", f.sha2("content", 256)).collect()
    first: dict[str, str] = {}
    for path, digest in sorted(map(tuple, hashed), key=lambda row: PurePosixPath(row[0])):
        first.setdefault(digest, path)
    return list(first.values()), len(hashed) - len(first)


def _extract(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Runs on a worker: rows of (path, content) in, one row with all landing rows of some files out."""
    engine = _engine()
    signal.signal(signal.SIGALRM, _give_up)
    for batch in batches:
        with tempfile.TemporaryDirectory() as scratch:
            files = []
            for number, (path, content) in enumerate(
                zip(*(column.to_pylist() for column in batch.columns), strict=True)
            ):
                files.append(Path(scratch, str(number), PurePosixPath(path).name))
                files[-1].parent.mkdir()
                files[-1].write_bytes(content)
            done = extract_files(files, engine, begin=lambda _: signal.alarm(int(DEFAULT_LIMITS.seconds)))
            signal.alarm(0)
        yield _to_arrow(done)


@cache
def _engine() -> Extractor:
    """The engine of this worker process, which Spark keeps for the next partition."""
    return Extractor()


def _give_up(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"reading it took more than {DEFAULT_LIMITS.seconds:g} seconds")


def _to_arrow(batch: Batch) -> pa.RecordBatch:
    arrays = [
        pa.array([[_plain(table, row) for row in batch.rows[table.name]]], _arrow_type(table)) for table in TABLES
    ]
    problems = [{"file_name": p.path.name, "reason": p.reason, "landed": p.landed} for p in batch.problems]
    arrays.append(pa.array([problems], pa.list_(_PROBLEM)))
    return pa.RecordBatch.from_arrays(arrays, names=[*(table.name for table in TABLES), "problems"])


def _plain(table: Table, row: Any) -> dict[str, Any]:
    """A landing row as Parquet has it: an empty text is NULL."""
    return {
        column.name: row[column.name] if column.kind == "integer" else row[column.name] or None
        for column in table.columns
    }


def _arrow_type(table: Table) -> pa.DataType:
    kinds = {"integer": pa.int64(), "text": pa.string()}
    return pa.list_(pa.struct([(column.name, kinds[column.kind]) for column in table.columns]))


def _spark_type() -> str:
    """The columns that `_extract` gives, in Spark's words."""
    kinds = {"integer": "bigint", "text": "string"}
    tables = [
        f"{table.name} array<struct<{', '.join(f'{column.name}: {kinds[column.kind]}' for column in table.columns)}>>"
        for table in TABLES
    ]
    return ", ".join([*tables, "problems array<struct<file_name: string, reason: string, landed: boolean>>"])


def _too_large(files: DataFrame) -> list[Problem]:
    problems = []
    for path, length in files.where(f.col("length") > MAX_BYTES).select("path", "length").collect():
        try:
            refuse_bytes(length, MAX_BYTES, "the file")
        except Unreadable as error:
            problems.append(Problem(Path(path), str(error)))
    return problems


def _problems(extracted: DataFrame) -> list[Problem]:
    rows = extracted.selectExpr("inline(problems)").orderBy("file_name", "reason").collect()
    return [Problem(Path(row.file_name), row.reason, row.landed) for row in rows]


def _counts(extracted: DataFrame) -> dict[str, int]:
    sizes = [f"coalesce(sum(size({table.name})), 0) as {table.name}" for table in TABLES]
    [row] = extracted.selectExpr(*sizes).collect()
    counted: dict[str, int] = row.asDict()
    return counted
