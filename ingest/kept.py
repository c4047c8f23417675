"""Files that spare a later run some work, in the user's cache: named by a hash of all that they were made of.

So none is ever older than what it was made of. They hold nothing of any report.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from ingest.scratch import scratch
from ingest.versions import files_of, hash_of

PROJECT = Path(__file__).resolve().parents[1]
_SEEDS_OF_REPORTS = PROJECT / "seeds" / "reports"
_READ_BY_DBT = (
    *("dbt_project.yml", "profiles.yml", "analyses", "macros", "models", "seeds"),
    *("tests/data", "tests/macro_units"),
)
_PACKAGES = ("dbt-core", "dbt-duckdb", "duckdb")
_KEPT = 6  # of a kind: of other checkouts and versions


def kept_file(kind: str, suffix: str, *words: object) -> Path:
    """Where a file of this kind lies that was made of the project as dbt reads it and of `words`."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yibao"
    return folder / f"{kind}-{_fingerprint(*words)}{suffix}"


@contextmanager
def keeping(file: Path) -> Iterator[Path]:
    """A path to write to, which becomes this file at the end; of its kind the newest stay. Raises OSError."""
    with scratch(file.parent, "kept") as aside:
        yield aside / file.name
        (aside / file.name).replace(file)
    kind, _, _ = file.name.partition("-")
    for old in sorted(file.parent.glob(f"{kind}-*{file.suffix}"), key=lambda p: p.stat().st_mtime)[:-_KEPT]:
        old.unlink(missing_ok=True)


def _fingerprint(*words: object) -> str:
    return hash_of(_files(), map(repr, (*map(version, _PACKAGES), *words)), PROJECT)[:24]


def _files() -> Iterator[Path]:
    for path in (path for name in _READ_BY_DBT for path in files_of(PROJECT / name)):
        if _SEEDS_OF_REPORTS not in path.parents and not path.name.startswith("."):  # a lock of the moment
            yield path
