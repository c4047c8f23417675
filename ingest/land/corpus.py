"""A corpus into a landing folder: files in chunks over processes, a part file a chunk, memory flat in the files.

Only what is not landed yet is read (ingest/land/plan.py); the parts of the rest stay (ingest/land/parts.py).
"""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from ingest.land import plan as planning
from ingest.land.batch import Batch, Found, Problem, Source, extract_files
from ingest.land.files import COUNTED, LandedFile, NoFiles, Versions, documents, in_order, part_path, read_files
from ingest.land.manifest import manifest_of, read_manifest
from ingest.land.parts import keep_parts, merge_small
from ingest.land.plan import Plan
from ingest.land.schema import TABLES
from ingest.land.unplaced import Unplaced
from ingest.land.workers import DEFAULT_LIMITS, Chunk, Limits, Supervisor, T, Work
from ingest.land.write import NoLanding, new_landing, write_manifest, write_part
from ingest.read.names import name_of
from ingest.resolve.extract import Extractor
from ingest.versions import extractor_version, lexicon_version

_LEAST, _MOST = 10, 200  # files of a chunk: a part file each
_CHUNKS, _MORE, _MANY = 16, 64, 50  # a corpus is cut into 16; chunks of more than 50 files are made where there are 64
_HEAVY = 8 * 1024 * 1024  # bytes; a chunk that has so many, and _LEAST files, takes no more
_CYCLES = 200_000  # new objects between two looks for cycles: few are made, and looking took a tenth of the time


class Read(NamedTuple):
    """A file that gave a document, with its rows by table."""

    path: Path
    document_id: str
    sha256: str
    counts: Mapping[str, int]

    @property
    def file_name(self) -> str:
        """As the landing has it."""
        return name_of(self.path)


@dataclass
class Tally:
    """What some files gave: documents with their rows by table, problems, files read, what could not be placed."""

    documents: list[Read]
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
    rows = zip(batch.landed, batch.rows["documents"], strict=True)
    read = [Read(path, row["document_id"], row["sha256"], counts[row["document_id"]]) for path, row in rows]
    return Tally(read, batch.problems, batch.read, batch.unplaced)


def processes() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def land_corpus(
    found: Found,
    folder: Path,
    jobs: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    add: bool = False,
    again: bool = False,
    begin: Callable[[Plan], object] = lambda plan: None,
) -> Iterator[Tally]:
    """Read what of the files is not landed yet and make `folder` hold exactly the rows of all, in one step at the end.

    With `add` what is landed stays, save files of the same names; with `again` all that was found is read. Calls
    `begin` with what is to be done, then gives a tally a chunk read, in the order of the files whatever the number of
    processes. Where no document would be landed, or all is as it was, nothing is written. Raises NoLanding, WorkerDied
    or OSError; then the folder is as it was.
    """
    with new_landing(folder) as staged:
        before = _known(folder, add)
        whole = planning.whole_files(folder, before)
        if add and len(whole) < len(before):
            raise NoLanding(f"{folder}: some of its parts are gone; name all its reports without --add")
        versions = Versions(extractor_version(), lexicon_version())
        plan = (planning.add if add else planning.mirror)(found, whole, versions, again)
        begin(plan)
        files = [*plan.kept, *rejected_files(found.problems, {}, versions)]
        of = {source.path: source for source in plan.unread}
        sizes = [source.bytes for source in of.values()]
        parts = _supervised(partial(_land, staged, plan.batch), list(of), sizes, jobs, limits)
        for number, part in enumerate(parts):
            files += landed_files(part, (plan.batch, number), of, versions)
            yield part
        _assemble(folder, staged, before, plan, files)


def _known(folder: Path, add: bool) -> list[LandedFile]:
    """Files of the landing as it is; none where that is not known, and then nothing can be added to it."""
    try:
        return read_files(folder)
    except NoFiles as error:
        if add and any(folder.glob("*/**/*.parquet")):
            raise NoLanding(f"{error}; to add to this landing, land all its reports once without --add") from None
        return []


def landed_files(
    part: Tally, key: tuple[str, int], of: Mapping[Path, Source], versions: Versions
) -> Iterator[LandedFile]:
    """Rows of the list of files for what a chunk gave."""
    reasons: dict[Path, list[str]] = {}
    for problem in part.problems:
        reasons.setdefault(problem.path, []).append(problem.reason)
    for read in part.documents:
        counts = [read.counts.get(table, 0) for table in COUNTED]
        said = "; ".join(reasons.get(read.path, ())) or None
        known = (read.file_name, read.sha256, of[read.path].bytes, read.document_id)
        yield LandedFile._make((*known, *key, *versions, *counts, said))
    yield from rejected_files((problem for problem in part.problems if not problem.landed), of, versions)


def rejected_files(problems: Iterable[Problem], of: Mapping[Path, Source], versions: Versions) -> Iterator[LandedFile]:
    """Rows of the list of files for those that gave no document."""
    for problem in problems:
        source = of.get(problem.path)
        size, sha256 = (source.bytes, source.sha256) if source else (None, None)
        yield LandedFile(name_of(problem.path), sha256, size, None, None, None, *versions, problem=problem.reason)


def _assemble(folder: Path, staged: Path, before: list[LandedFile], plan: Plan, files: list[LandedFile]) -> None:
    """Beside the parts just read those that stay, and what all are made of; nothing where that is there already."""
    landed = documents(files)
    if not landed or (len(landed) == plan.unchanged and _holds(folder, before, files)):
        return
    keep_parts(folder, staged, before, plan.kept)
    write_manifest(staged, merge_small(staged, files))


def _holds(folder: Path, before: list[LandedFile], files: list[LandedFile]) -> bool:
    """Whether a landing, whose list of files is `before`, has these files and no others."""
    if in_order(files) != before or read_manifest(folder) != manifest_of(files):
        return False
    keys = {file.key for file in documents(files).values()}
    parts = {part_path(folder, table.name, key) for table in TABLES for key in keys}
    return parts == set(folder.glob("*/**/*.parquet"))


def read_corpus(files: Sequence[Path], jobs: int | None = None, limits: Limits = DEFAULT_LIMITS) -> Batch:
    """Extract the files and keep all their rows, in their order: for few files. Raises WorkerDied."""
    whole = Batch()
    for part in _supervised(_read, files, [0] * len(files), jobs, limits):
        whole.join(part)
    return whole


def _supervised(
    work: Work[T], files: Sequence[Path], sizes: Sequence[int], jobs: int | None, limits: Limits
) -> Iterator[T]:
    if not files:
        return iter(())
    chunks = [Chunk(number, files[start:end], {}) for number, (start, end) in enumerate(cut(sizes))]
    _engine.cache_clear()  # the lexicon may have changed since the last run of this process
    _engine()  # made once, for all that are forked; and what is wrong with the lexicon is said once
    return Supervisor(work, _start, min(jobs or processes(), len(chunks)), limits, start_method()).run(chunks)


def cut(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Chunks of files of these sizes, as first file and file after the last; the same whatever the processes."""
    count = len(sizes)
    most = min(_MOST, max(_LEAST, min(_MANY, -(-count // _CHUNKS)), count // _MORE))
    start = weight = 0
    for at, size in enumerate(sizes):
        if at - start >= most or (at - start >= _LEAST and weight + size > _HEAVY):
            yield start, at
            start, weight = at, 0
        weight += size
    if start < count:
        yield start, count


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


def _land(staged: Path, batch: str, chunk: Chunk, begin: Callable[[int | None], None]) -> Tally:
    rows = _read(chunk, begin)
    if rows.rows["documents"]:
        write_part(staged, (batch, chunk.number), rows.rows)
    return tally(rows)


def _read(chunk: Chunk, begin: Callable[[int | None], None]) -> Batch:
    batch = extract_files(chunk.files, _engine(), chunk.refused, begin)
    begin(None)
    return batch
