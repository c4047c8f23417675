"""Files that spare a later run some work, in the user's cache: named by a hash of all that they were made of.

So none is ever older than what it was made of. They hold nothing of any report.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
_SEEDS_OF_REPORTS = PROJECT / "seeds" / "reports"
_READ_BY_DBT = ("dbt_project.yml", "profiles.yml", "analyses", "macros", "models", "seeds")
_TESTS_READ = ("tests/data", "tests/macro_units")
_PACKAGES = ("dbt-core", "dbt-duckdb", "duckdb")
_KEPT = 6  # of a kind: of other checkouts and versions


def kept_file(kind: str, suffix: str, *words: object) -> Path:
    """Where a file of this kind lies that was made of the project as dbt reads it and of `words`."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yibao"
    return folder / f"{kind}-{_fingerprint(*words)}{suffix}"


def forget_old(file: Path) -> None:
    """Remove the files of the kind of this one, all but the newest."""
    kind, _, _ = file.name.partition("-")
    for old in sorted(file.parent.glob(f"{kind}-*{file.suffix}"), key=lambda p: p.stat().st_mtime)[:-_KEPT]:
        old.unlink(missing_ok=True)


def _fingerprint(*words: object) -> str:
    state = hashlib.sha256(repr((*map(version, _PACKAGES), *words)).encode())
    for path in _files():
        content = path.read_bytes()
        state.update(f"{path.relative_to(PROJECT)}\0{len(content)}\0".encode() + content)
    return state.hexdigest()[:24]


def _files() -> Iterator[Path]:
    for name in (*_READ_BY_DBT, *_TESTS_READ):
        place = PROJECT / name
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        kept = (path for path in found if path.is_file() and _SEEDS_OF_REPORTS not in path.parents)
        yield from (path for path in kept if not path.name.startswith("."))  # a lock of the moment
