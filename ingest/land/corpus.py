"""A corpus into a landing folder: files in chunks over processes, a part file a chunk, memory flat in the files."""

from __future__ import annotations

import gc
import os
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from operator import itemgetter
from pathlib import Path

from ingest.land.batch import Batch, Problem, extract_files
from ingest.land.schema import TABLES
from ingest.land.unplaced import Unplaced
from ingest.land.write import new_landing, write_part
from ingest.resolve.extract import Extractor

_MOST, _LEAST = 50, 10  # files of a chunk: a part file each
_CHUNKS = 16  # that a smaller corpus is cut into, whatever the number of processes
_CYCLES = 200_000  # new objects between two looks for cycles: few are made, and looking took a tenth of the time
_AHEAD = 4  # chunks in the queue for each process: enough to keep it busy, few enough to keep memory flat


@dataclass
class Tally:
    """What some files gave: rows by table of each document, problems, files read, what could not be placed."""

    documents: list[tuple[str, dict[str, int]]]
    problems: list[Problem]
    read: int = 0
    unplaced: Unplaced = field(default_factory=Unplaced)

    def add(self, other: Tally) -> None:
        """Add what more files gave, in the order they were read."""
        self.documents += other.documents
        self.problems += other.problems
        self.read += other.read
        self.unplaced.update(other.unplaced)


def tally(batch: Batch) -> Tally:
    """Rows by table for each document of a batch, in the order they were read."""
    counts: dict[str, dict[str, int]] = {}
    for table in TABLES:
        for document, count in Counter(map(itemgetter("document_id"), batch.rows[table.name])).items():
            counts.setdefault(document, {})[table.name] = count
    names = [(row["file_name"], counts[row["document_id"]]) for row in batch.rows["documents"]]
    return Tally(names, batch.problems, batch.read, batch.unplaced)


def processes() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def land_corpus(files: Sequence[Path], folder: Path, jobs: int | None = None) -> Iterator[Tally]:
    """Extract the files and make `folder` hold exactly their rows, in one step at the end; nothing found, nothing done.

    Gives a tally a chunk, in the order of the files whatever the number of processes. Raises NoLanding or OSError.
    """
    size = min(_MOST, max(_LEAST, -(-len(files) // _CHUNKS)))
    jobs = min(jobs or processes(), -(-len(files) // size))
    with new_landing(folder) as staged:
        starts = range(0, len(files), size)
        yield from _run([(files[at : at + size], staged, at // size) for at in starts], jobs)


_Chunk = tuple[Sequence[Path], Path, int]


def _run(chunks: list[_Chunk], jobs: int) -> Iterator[Tally]:
    _engine.cache_clear()  # the lexicon may have changed since the last run of this process
    if jobs <= 1:
        yield from map(_land, chunks)
        return
    method = start_method()
    if method == "fork":
        _engine()  # made once, for all
    with ProcessPoolExecutor(jobs, mp_context=get_context(method), initializer=_start) as pool:
        waiting: deque[Future[Tally]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_land, chunk))
            if len(waiting) >= jobs * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def start_method() -> str:
    """How workers start: forked, ready to read, from a process of one thread; a fork of more may lock up."""
    threads = Path("/proc/self/task")
    return "fork" if threads.is_dir() and len(list(threads.iterdir())) == 1 else "spawn"


@cache
def _engine() -> Extractor:
    """The engine of this process, and of the workers that are forked from it."""
    return Extractor()


def _start() -> None:
    _engine()
    gc.set_threshold(_CYCLES)


def _land(chunk: _Chunk) -> Tally:
    files, staged, number = chunk
    batch = extract_files(files, _engine())
    if batch.rows["documents"]:
        write_part(staged, number, batch.rows)
    return tally(batch)
