"""Versions of all that a warehouse is made with: hashes of the files that say it, which nobody forgets to count up.

Each is twelve hex digits of a SHA-256 over names and contents; equal versions read, judge and compute alike.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DIGITS = 12
_READING = ("read", "find", "resolve", "land")
_READERS = ("ahocorasick_rs", "charset-normalizer", "lxml", "pypdfium2", "selectolax", "xlrd", "rapidocr")
_ENGINE = ("dbt-core", "dbt-duckdb", "duckdb", "great-expectations")
_GIT_SECONDS = 10


def package_version() -> str:
    """Version of yibao itself."""
    return version("yibao")


def extractor_version() -> str:
    """The code that reads files and finds facts, with the packages that it reads with."""
    return _hash((PROJECT / "ingest" / name for name in _READING), ".py", map(_installed, _READERS))


def lexicon_version() -> str:
    """The words (ingest/lexicon) and the codes that they lead to (seeds/reference)."""
    return _hash((PROJECT / "ingest" / "lexicon", PROJECT / "seeds" / "reference"), ".csv .py")


def rules_version() -> str:
    """The reconciliation rules with their members, and the discrepancies that are known."""
    return _hash((PROJECT / "seeds" / "rules", PROJECT / "seeds" / "known"), ".csv")


def models_version() -> str:
    """The models and macros that compute the warehouse, the codes that they use, and the engine that runs them."""
    folders = (PROJECT / "models", PROJECT / "macros", PROJECT / "seeds" / "reference", PROJECT / "dbt_project.yml")
    return _hash(folders, ".sql .py .yml .csv", map(_installed, _ENGINE))


def engine_versions() -> str:
    """Packages that compute the warehouse, with their versions, in words."""
    return ", ".join(map(_installed, _ENGINE))


def git_commit() -> str | None:
    """The commit of the checkout, with `-dirty` where it was changed; None where that cannot be told."""
    command = ["git", "-C", str(PROJECT), "describe", "--always", "--abbrev=12", "--dirty", "--exclude=*"]
    try:
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}  # it only looks
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=_GIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None if done.returncode == 0 else None


@cache
def _installed(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:  # an extra
        return f"{package} none"


def _hash(places: Iterable[Path], endings: str, words: Iterable[str] = ()) -> str:
    found = (path for place in places for path in files_of(place) if path.suffix in endings.split())
    return hash_of(found, words)[:DIGITS]


def files_of(place: Path) -> list[Path]:
    """The file of this path, or those of the folder and what is below it, in order."""
    return [path for path in (sorted(place.rglob("*")) if place.is_dir() else [place]) if path.is_file()]


def hash_of(files: Iterable[Path], words: Iterable[str] = (), project: Path = PROJECT) -> str:
    """SHA-256 over words and over the names and contents of files of the project, 64 hex digits."""
    state = hashlib.sha256("\n".join(words).encode())
    for path in files:
        content = path.read_bytes()
        state.update(f"{path.relative_to(project).as_posix()}\0{len(content)}\0".encode() + content)
    return state.hexdigest()
