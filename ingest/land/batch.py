"""One ingest call: find the files, extract each, gather rows and problems. A bad file costs that file only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ingest.land.schema import TABLES
from ingest.land.unplaced import Unplaced, unplaced_finder
from ingest.read import MAX_BYTES, SUFFIXES, Document, Unreadable, not_read, read_document
from ingest.resolve.extract import Extraction, Extractor
from ingest.resolve.facts import Record

# What a file must give to be of use; its numbers alone say nothing.
FACTS = ("observations", "indicator_scores", "statement_cells")
_NO_FACT = "no fact was recognised; is it a report on medical insurance or a final account?"


@dataclass(frozen=True)
class Problem:
    """A file that gave no fact, with the reason and what to do; its numbers may have landed."""

    path: Path
    reason: str
    landed: bool = False

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class Source(NamedTuple):
    """A file to read, with its size and the SHA-256 of its bytes; None where it is too large to be read."""

    path: Path
    bytes: int
    sha256: str | None


@dataclass
class Found:
    """What the named paths hold: files to read (each content once), and what is not read and why."""

    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    duplicates: list[tuple[Path, str]] = field(default_factory=list)

    @property
    def files(self) -> list[Path]:
        """The files to read."""
        return [source.path for source in self.sources]


@dataclass
class Batch:
    """Landing rows by table, what could not be placed, and the files that gave none.

    `landed` are the files whose rows these are, in the order of the rows of documents.
    """

    rows: dict[str, list[Record]] = field(default_factory=lambda: {table.name: [] for table in TABLES})
    problems: list[Problem] = field(default_factory=list)
    read: int = 0
    unplaced: Unplaced = field(default_factory=Unplaced)
    landed: list[Path] = field(default_factory=list)

    def add(self, path: Path, extraction: Extraction) -> None:
        """Append the landing rows of one document."""
        self.landed.append(path)
        for name, rows in extraction.rows.items():
            self.rows[name] += rows

    def join(self, other: Batch) -> None:
        """Append what later files gave."""
        for name, rows in other.rows.items():
            self.rows[name] += rows
        self.problems += other.problems
        self.read += other.read
        self.landed += other.landed
        self.unplaced.update(other.unplaced)


def find_files(paths: list[Path]) -> Found:
    """Files to read, in a stable order: those named, and those of named folders whose format is read."""
    found = Found()
    seen: dict[str, str] = {}
    for path in _named(paths, found):
        try:
            size = path.stat().st_size
            if size > MAX_BYTES:  # refused when it is read: no need to read it for its hash
                found.sources.append(Source(path, size, None))
                continue
            with path.open("rb", buffering=0) as handle:
                digest = hashlib.file_digest(handle, "sha256").hexdigest()
        except OSError as error:
            found.problems.append(Problem(path, f"cannot be read: {error.strerror or error}"))
            continue
        if digest in seen:
            found.duplicates.append((path, seen[digest]))
        else:
            seen[digest] = path.name
            found.sources.append(Source(path, size, digest))
    return found


def _named(paths: list[Path], found: Found) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if not p.is_dir() and not p.name.startswith("."))
            found.problems += [
                Problem(p, "neither a file nor a folder (a broken link?)") for p in inside if not p.is_file()
            ]
            inside = [p for p in inside if p.is_file()]
            readable = [p for p in inside if p.suffix.lower() in SUFFIXES]
            found.skipped += [p for p in inside if p.suffix.lower() not in SUFFIXES]
            if not readable:
                found.problems.append(Problem(path, "the folder holds no file of a format that is read"))
            yield from readable
        elif path.is_file() and path.suffix.lower() in SUFFIXES:
            yield path
        elif path.is_file():
            found.problems.append(Problem(path, not_read(path)))
        elif path.exists():
            found.problems.append(Problem(path, "neither a file nor a folder; name a report or a folder of reports"))
        else:
            found.problems.append(Problem(path, "no such file or folder; check the path"))


def extract_files(
    files: Sequence[Path],
    engine: Extractor,
    refused: Mapping[Path, str] = MappingProxyType({}),
    begin: Callable[[int], object] = lambda position: None,
) -> Batch:
    """Extract every file but those refused, which come with their reason; never raises for the sake of one.

    Says by `begin` at which file it is. Running out of memory is for the caller: nothing can be trusted after it.
    """
    batch = Batch()
    for position, path in enumerate(files):
        batch.read += 1
        if path in refused:
            batch.problems.append(Problem(path, refused[path]))
            continue
        begin(position)
        done = _extract(path, engine)
        if isinstance(done, Problem):
            batch.problems.append(done)
            continue
        document, extraction = done
        if document.unread:
            batch.problems.append(Problem(path, document.unread, landed=True))
        batch.add(path, extraction)
        batch.unplaced.update(unplaced_finder(engine.lexicon).find(document, extraction.rows))
        if not any(extraction[name] for name in FACTS):
            numbers = len(extraction["numbers"])
            kept = f" Its numbers ({numbers}) are kept in fct_number." if numbers else ""
            batch.problems.append(Problem(path, _NO_FACT + kept, landed=True))
    return batch


def _extract(path: Path, engine: Extractor) -> tuple[Document, Extraction] | Problem:
    try:
        document = read_document(path)
        return document, engine.extract(document)
    except Unreadable as error:
        return Problem(path, str(error))
    except OSError as error:
        return Problem(path, f"cannot be read: {error.strerror or error}")
    except MemoryError:
        raise
    except Exception as error:
        return Problem(path, f"extraction failed ({type(error).__name__}: {error}); please report this file")
