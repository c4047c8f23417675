"""Extraction over partitions of files: Spark hands out the bytes, workers extract and land as `yibao ingest` does.

The landing folder is one that driver and workers share. Spark itself passes over empty files and those whose name
begins with `_` or a dot. A file that takes too long is given up; one that ends the process of its worker is tried again
by Spark, then fails the job, and the landing stays as it was.
"""

from __future__ import annotations

import hashlib
import re
import signal
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path, PurePosixPath
from types import FrameType

import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from ingest.land.batch import Problem, Source, extract_files
from ingest.land.corpus import landed_files, rejected_files, tally
from ingest.land.files import COUNTED, LandedFile, Versions, documents, next_batch
from ingest.land.workers import DEFAULT_LIMITS
from ingest.land.write import check_landing, new_landing, write_manifest, write_part
from ingest.read import MAX_BYTES, SUFFIXES, Unreadable
from ingest.read.limits import refuse_bytes
from ingest.resolve.extract import Extractor
from ingest.versions import extractor_version, lexicon_version

_PARTS = 1000  # of a partition: numbers of parts never meet
_INTEGERS = {"bytes", "part", *COUNTED}
_COLUMNS = {name: "bigint" if name in _INTEGERS else "string" for name in LandedFile._fields}
_ROWS = pa.schema([(name, pa.int64() if kind == "bigint" else pa.string()) for name, kind in _COLUMNS.items()])


def land_files(spark: SparkSession, sources: Sequence[str], folder: Path) -> tuple[list[LandedFile], int]:
    """Extract the files below `sources` (folders, files or addresses) and make `folder` hold exactly their rows.

    Returns the list of files, and how many were left out for their content was there before. Where no document is
    found, nothing is done. Raises NoLanding, OSError, or what Spark raises; then the folder is as it was.
    """
    check_landing(folder)
    files, versions = _files(spark, sources), Versions(extractor_version(), lexicon_version())
    readable = files.where(f.col("length") <= MAX_BYTES)
    chosen, duplicates = _each_content_once(readable)
    kept = spark.createDataFrame([(path,) for path in chosen], "path string")
    named = readable.join(f.broadcast(kept), "path", "left_semi").select("path", "content")
    with new_landing(folder) as staged:
        land = partial(_land, str(staged), versions)
        found = named.mapInArrow(land, ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())).collect()
        landed = [*(LandedFile(*row) for row in found), *_too_large(files, versions)]
        if documents(landed):
            write_manifest(staged, landed)
    return landed, duplicates


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


def _land(staged: str, versions: Versions, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Runs on a worker: (path, content) of files in, rows of the list of files out; writes a part of each table."""
    engine, partition = _engine(), TaskContext.get().partitionId()
    signal.signal(signal.SIGALRM, _give_up)
    for number, batch in enumerate(batches):
        with tempfile.TemporaryDirectory() as scratch:
            of = {source.path: source for source in _unpacked(batch, Path(scratch))}
            done = extract_files(list(of), engine, begin=lambda _: signal.alarm(int(DEFAULT_LIMITS.seconds)))
            signal.alarm(0)
        key = (next_batch(()), partition * _PARTS + number)
        if done.rows["documents"]:
            write_part(Path(staged), key, done.rows)
        rows = [row._asdict() for row in landed_files(tally(done), key, of, versions)]
        yield pa.RecordBatch.from_pylist(rows, schema=_ROWS)


def _unpacked(batch: pa.RecordBatch, scratch: Path) -> Iterator[Source]:
    """The files of a batch under their own names, for the readers take paths."""
    for number, (path, content) in enumerate(zip(*(column.to_pylist() for column in batch.columns), strict=True)):
        place = scratch / str(number) / PurePosixPath(path).name
        place.parent.mkdir()
        place.write_bytes(content)
        yield Source(place, len(content), hashlib.sha256(content).hexdigest())


@cache
def _engine() -> Extractor:
    """The engine of this worker process, which Spark keeps for the next partition."""
    return Extractor()


def _give_up(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"reading it took more than {DEFAULT_LIMITS.seconds:g} seconds")


def _too_large(files: DataFrame, versions: Versions) -> Iterator[LandedFile]:
    """Files that are not read for their size, which Spark tells without their content."""
    for name, length in files.where(f.col("length") > MAX_BYTES).select("path", "length").collect():
        path = Path(PurePosixPath(name).name)
        try:
            refuse_bytes(length, MAX_BYTES, "the file")
        except Unreadable as error:
            yield from rejected_files([Problem(path, str(error))], {path: Source(path, length, None)}, versions)
