"""Earlier published files, kept beside the published one: what was there before, and the way back (历史版本)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from ingest.place import link_or_copy, locked, put_file
from ingest.query import open_warehouse
from ingest.record import read_build
from ingest.scratch import scratch

KEPT = 3


class NoPublication(Exception):
    """There is no such publication; the message says which there are."""


@dataclass(frozen=True)
class Publication:
    """A published file: its name in the history, when it was built, and its build record if it has one."""

    path: Path
    name: str
    built_at: datetime
    build: dict[str, Any] | None


def folder_of(database: Path) -> Path:
    """Where the earlier files of a published one stand."""
    return database.parent / "earlier" / database.stem


def publication(path: Path, name: str | None = None) -> Publication:
    """What a file says of its build; raises duckdb.Error where it is no database."""
    with open_warehouse(path) as connection:
        build = read_build(connection)
    when = build["built_at"] if build else datetime.fromtimestamp(path.stat().st_mtime, UTC)
    when = when.astimezone(UTC)
    said = f"{when:%Y%m%dT%H%M%SZ}-{build['content_sha256'][:8] if build else 'unrecorded'}"
    return Publication(path, name or said, when, build)


def earlier(database: Path) -> list[Publication]:
    """The kept files, the newest first; one that cannot be opened is left out."""
    found = []
    for path in folder_of(database).glob("*.duckdb"):
        try:
            found.append(publication(path, path.stem))
        except duckdb.Error:
            continue
    return sorted(found, key=lambda one: (one.built_at, one.name), reverse=True)


def retain(database: Path, keep: int) -> None:
    """Keep the published file before another takes its place; of the kept ones the newest `keep` stay."""
    folder = folder_of(database)
    if keep > 0 and database.is_file():
        try:
            name = publication(database).name
        except duckdb.Error:  # no warehouse of ours, or damaged: nothing to go back to
            name = ""
        if name and not (folder / f"{name}.duckdb").exists():
            folder.mkdir(parents=True, exist_ok=True)
            with scratch(folder, "keep") as workspace:
                link_or_copy(database, workspace / "kept")
                put_file(workspace / "kept", folder / f"{name}.duckdb")
    for old in earlier(database)[keep:]:
        old.path.unlink(missing_ok=True)


def restore(database: Path, name: str, keep: int) -> Publication:
    """Publish a kept file again; what it replaces is kept in turn. Raises NoPublication or OSError."""
    with locked(database):
        found = earlier(database)
        wanted = [one for one in found if one.name.startswith(name)]
        if len(wanted) != 1:
            names = ", ".join(one.name for one in found) or "none is kept"
            said = "no such publication" if not wanted else "more than one publication begins so"
            raise NoPublication(f"{name}: {said}; there are: {names}")
        with scratch(database.parent, "restore") as workspace:
            fresh = workspace / database.name
            link_or_copy(wanted[0].path, fresh)
            retain(database, keep + 1)  # the one that goes back must not make room for it
            put_file(fresh, database)
        return wanted[0]
