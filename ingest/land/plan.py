"""What a call has to read and what stays as it is landed: a file is known by its content, its name and who read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.land.batch import Found, Problem, Source
from ingest.land.files import LandedFile, PartKey, Versions, documents, next_batch, part_path
from ingest.land.schema import TABLES
from ingest.read.names import name_of


@dataclass(frozen=True)
class Plan:
    """Of one call: files to read, files whose rows stay, how many documents go for good."""

    batch: str  # of what is read now
    versions: Versions
    unread: list[Source]
    kept: list[LandedFile]
    removed: int = 0
    problems: list[Problem] = field(default_factory=list)  # of files that are named and stay
    duplicates: list[tuple[Path, str]] = field(default_factory=list)  # of documents landed under another name

    @property
    def unchanged(self) -> int:
        """Documents that stay."""
        return sum(file.document_id is not None for file in self.kept)


def whole_files(folder: Path, files: Iterable[LandedFile]) -> list[LandedFile]:
    """Those whose part files are there; a landing where some are gone is healed by reading their files again."""
    parts: dict[PartKey, bool] = {}
    for file in documents(files).values():
        if file.key not in parts:
            parts[file.key] = all(part_path(folder, table.name, file.key).is_file() for table in TABLES)
    return [file for file in files if file.document_id is None or parts[file.key]]


def mirror(found: Found, before: Sequence[LandedFile], versions: Versions, again: bool = False) -> Plan:
    """The landing becomes what was found, and nothing else; `again`: all of it is read."""
    known = {} if again else {(file.sha256, file.file_name): file for file in _read_with(versions, before)}
    kept, unread = [], []
    for source in found.sources:
        file = known.get((source.sha256, name_of(source.path)))
        if file is None:
            unread.append(source)
        else:
            kept.append(file)
    return _plan(found, before, versions, unread, kept)


def add(found: Found, before: Sequence[LandedFile], versions: Versions, again: bool = False) -> Plan:
    """What was found comes to what is landed; a file takes the place of those of its name."""
    here = {(source.sha256, name_of(source.path)) for source in found.sources}
    names = {name for _, name in here} | {name_of(path) for path, _ in found.duplicates}
    told = names | {name_of(problem.path) for problem in found.problems}
    stays = {
        file.sha256: file
        for file in documents(before).values()
        if file.file_name not in names or (file.sha256, file.file_name) in here
    }
    current = set() if again else {file.sha256 for file in _read_with(versions, before)}
    unread, duplicates = [], []
    for source in found.sources:
        file = stays.get(source.sha256)
        if file is None or file.sha256 not in current:
            stays.pop(source.sha256, None)
            unread.append(source)
        elif file.file_name != name_of(source.path):
            duplicates.append((source.path, file.file_name))
    rejected = [file for file in before if file.document_id is None and file.file_name not in told]
    return _plan(found, before, versions, unread, [*stays.values(), *rejected], duplicates)


def _read_with(versions: Versions, files: Iterable[LandedFile]) -> list[LandedFile]:
    return [file for file in documents(files).values() if file.versions == versions]


def _plan(
    found: Found,
    before: Sequence[LandedFile],
    versions: Versions,
    unread: list[Source],
    kept: list[LandedFile],
    duplicates: Sequence[tuple[Path, str]] = (),
) -> Plan:
    staying = documents(kept)
    contents, names = {source.sha256 for source in unread}, {name_of(source.path) for source in unread}
    gone = [file for identifier, file in documents(before).items() if identifier not in staying]
    removed = sum(file.sha256 not in contents and file.file_name not in names for file in gone)
    said = {(file.sha256, file.file_name): file.problem for file in staying.values() if file.problem}
    problems = [
        Problem(source.path, said[key], landed=True)
        for source in found.sources
        if (key := (source.sha256, name_of(source.path))) in said
    ]
    batch = next_batch(before if staying else ())  # where nothing stays it begins anew
    return Plan(batch, versions, unread, kept, removed, problems, list(duplicates))
