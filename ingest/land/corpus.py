"""A corpus into a landing folder: files in chunks over processes, a part file a chunk, memory flat in the files."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from operator import itemgetter
from pathlib import Path

from ingest.land.batch import Batch, Problem, extract_files
from ingest.land.schema import TABLES
from ingest.land.unplaced import Unplaced
from ingest.land.workers import DEFAULT_LIMITS, Chunk, Limits, Supervisor, T, Work
from ingest.land.write import new_landing, write_manifest, write_part
from ingest.resolve.extract import Extractor

_MOST, _LEAST = 50, 10  # files of a chunk: a part file each
_CHUNKS = 16  # that a smaller corpus is cut into, whatever the number of processes
_CYCLES = 200_000  # new objects between two looks for cycles: few are made, and looking took a tenth of the time


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


def land_corpus(
    files: Sequence[Path],
    folder: Path,
    jobs: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    problems: Iterable[Problem] = (),
) -> Iterator[Tally]:
    """Extract the files and make `folder` hold exactly their rows, in one step at the end; nothing found, nothing done.

    Gives a tally a chunk, in the order of the files whatever the number of processes. `problems` are those of files
    that cannot be read at all, for the manifest. Raises NoLanding, WorkerDied or
    OSError; then the folder is as it was.
    """
    all_problems, documents = list(problems), 0
    with new_landing(folder) as staged:
        for part in _supervised(partial(_land, staged), files, jobs, limits):
            all_problems += part.problems
            documents += len(part.documents)
            yield part
        write_manifest(staged, documents, all_problems)


def read_corpus(files: Sequence[Path], jobs: int | None = None, limits: Limits = DEFAULT_LIMITS) -> Batch:
    """Extract the files and keep all their rows, in their order: for few files. Raises WorkerDied."""
    whole = Batch()
    for part in _supervised(_read, files, jobs, limits):
        whole.join(part)
    return whole


def _supervised(work: Work[T], files: Sequence[Path], jobs: int | None, limits: Limits) -> Iterator[T]:
    size = min(_MOST, max(_LEAST, -(-len(files) // _CHUNKS)))
    chunks = [Chunk(at // size, files[at : at + size], {}) for at in range(0, len(files), size)]
    _engine.cache_clear()  # the lexicon may have changed since the last run of this process
    _engine()  # made once, for all that are forked; and what is wrong with the lexicon is said once
    return Supervisor(work, _start, min(jobs or processes(), len(chunks)), limits, start_method()).run(chunks)


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


def _land(staged: Path, chunk: Chunk, begin: Callable[[int | None], None]) -> Tally:
    batch = _read(chunk, begin)
    if batch.rows["documents"]:
        write_part(staged, chunk.number, batch.rows)
    return tally(batch)


def _read(chunk: Chunk, begin: Callable[[int | None], None]) -> Batch:
    batch = extract_files(chunk.files, _engine(), chunk.refused, begin)
    begin(None)
    return batch
