"""One ingest call: find the files, extract each, gather rows and problems. A bad file costs that file only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.land.schema import TABLES
from ingest.read import SUFFIXES, Document, Unreadable, read_document
from ingest.resolve.extract import Extraction, Extractor
from ingest.resolve.facts import Record

# What a file must give to be of use; its numbers alone say nothing.
FACTS = ("observations", "indicator_scores", "statement_cells")
_NO_FACT = "no fact was recognised; is it a report on medical insurance or a final account?"


@dataclass(frozen=True)
class Problem:
    """A file that gave nothing, with the reason and what to do."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass
class Batch:
    """Rows by landing table, problems, and the files that a folder holds in formats that are not read."""

    rows: dict[str, list[Record]] = field(default_factory=lambda: {table.name: [] for table in TABLES})
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    duplicates: list[tuple[Path, str]] = field(default_factory=list)

    def add(self, extraction: Extraction) -> None:
        for name, rows in extraction.rows.items():
            self.rows[name] += rows


def find_files(paths: list[Path], batch: Batch) -> Iterator[Path]:
    """Files to read, in a stable order: those named, and those of named folders whose format is read."""
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if not p.is_dir() and not p.name.startswith("."))
            batch.problems += [
                Problem(p, "neither a file nor a folder (a broken link?)") for p in inside if not p.is_file()
            ]
            inside = [p for p in inside if p.is_file()]
            readable = [p for p in inside if p.suffix.lower() in SUFFIXES]
            batch.skipped += [p for p in inside if p.suffix.lower() not in SUFFIXES]
            if not readable:
                batch.problems.append(Problem(path, "the folder holds no text or markdown file"))
            yield from readable
        elif path.is_file():
            yield path
        elif path.exists():
            batch.problems.append(Problem(path, "neither a file nor a folder; name a report or a folder of reports"))
        else:
            batch.problems.append(Problem(path, "no such file or folder; check the path"))


def extract_all(paths: list[Path], extractor: Extractor | None = None) -> Batch:
    """Extract every report under the paths; never raises for the sake of one file."""
    batch = Batch()
    seen: dict[str, str] = {}
    engine = extractor or Extractor()
    for path in find_files(paths, batch):
        try:
            document = read_document(path)
        except Unreadable as error:
            batch.problems.append(Problem(path, str(error)))
            continue
        except OSError as error:
            batch.problems.append(Problem(path, f"cannot be read: {error.strerror or error}"))
            continue
        if document.sha256 in seen:
            batch.duplicates.append((path, seen[document.sha256]))
            continue
        seen[document.sha256] = path.name
        _extract_one(engine, document, path, batch)
    return batch


def _extract_one(engine: Extractor, document: Document, path: Path, batch: Batch) -> None:
    try:
        extraction = engine.extract(document)
    except Exception as error:
        batch.problems.append(
            Problem(path, f"extraction failed ({type(error).__name__}: {error}); please report this file")
        )
        return
    batch.add(extraction)
    if not any(extraction[name] for name in FACTS):
        kept = f" Its numbers ({len(extraction['numbers'])}) are kept in fct_number." if extraction["numbers"] else ""
        batch.problems.append(Problem(path, _NO_FACT + kept))
