"""What a landing was made with and what it lacks: `manifest.json` beside its tables (批次清单).

Versions are those of ingest/versions.py at the time of reading. Holds no path of the machine and no time, so that the
same files read by the same code give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.land.batch import Problem
from ingest.land.files import LandedFile
from ingest.read.names import name_of
from ingest.versions import extractor_version, lexicon_version, package_version

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Rejected:
    """A file that gave no document, and why."""

    file_name: str
    reason: str


@dataclass(frozen=True)
class Manifest:
    """Versions that read the files, documents landed, files rejected; None where nobody wrote it down."""

    yibao_version: str | None
    extractor_version: str | None
    lexicon_version: str | None
    documents: int | None
    rejected: Sequence[Rejected]


def new_manifest(documents: int, problems: Iterable[Problem]) -> Manifest:
    """Of seeds made now."""
    return _manifest(documents, ((name_of(problem.path), problem.reason) for problem in problems if not problem.landed))


def manifest_of(files: Sequence[LandedFile]) -> Manifest:
    """Of a landing that is made of these files now; some of them may have been read by other versions."""
    landed = sum(file.document_id is not None for file in files)
    return _manifest(landed, ((file.file_name, file.problem or "") for file in files if file.document_id is None))


def _manifest(documents: int, rejected: Iterable[tuple[str, str]]) -> Manifest:
    named = [Rejected(*row) for row in sorted(set(rejected))]
    return Manifest(package_version(), extractor_version(), lexicon_version(), documents, named)


def to_json(manifest: Manifest) -> str:
    """As it stands in its file."""
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Of a landing or of the seeds; one without a word where there is none, or none that can be read."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        rejected = [Rejected(row["file_name"], row["reason"]) for row in said["rejected"]]
        return Manifest(**{**said, "rejected": rejected})
    except (OSError, ValueError, KeyError, TypeError):
        return Manifest(None, None, None, None, [])
