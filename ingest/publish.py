"""Build the warehouse beside the published file, then rename it over: a reader never sees half a build."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from ingest.dbt import PROJECT, Build, Unusable, dbt_build
from ingest.land.schema import TABLES
from ingest.scratch import scratch

DEFAULT_DATABASE = PROJECT / "warehouse" / "yibao.duckdb"


def docs_of(database: Path) -> Path:
    """Data Docs of a published file: a folder of its own, so that two warehouses in one place keep theirs."""
    return database.parent / "data_docs" / database.stem


def build(database: Path, landing: Path | None, strict: bool) -> Build:
    """Run `dbt build` into a fresh file and publish it as `database` when every test passes."""
    missing = [t.name for t in TABLES if landing is not None and not any((landing / t.name).glob("**/*.parquet"))]
    if missing:
        raise Unusable(f"{landing}: no {missing[0]} landed; land reports with `yibao ingest PATH --landing {landing}`")
    if database.is_dir():
        raise Unusable(f"{database}: is a folder; name the file to publish")
    try:
        with scratch(database.parent, "build") as workspace:
            fresh = workspace / database.name
            result = dbt_build(fresh, workspace, landing, strict)
            if result.passed:
                _settle(fresh)
                fresh.replace(database)
                result.warnings.extend(_publish_docs(workspace / "data_docs", docs_of(database)))
            return result
    except OSError as error:
        raise Unusable(f"{database}: cannot be written ({error.strerror}); choose another --database") from error


def _publish_docs(fresh: Path, place: Path) -> list[str]:
    """Put the Data Docs of a published build beside it; a warning where that cannot be done."""
    if not fresh.is_dir():  # the gates were left out
        return []
    try:
        place.parent.mkdir(exist_ok=True)
        if place.exists():
            place.replace(fresh.with_name("old_docs"))  # goes with the workspace
        fresh.replace(place)
    except OSError as error:
        return [f"{place}: Data Docs cannot be written ({error.strerror}); the warehouse is published"]
    return []


def _settle(fresh: Path) -> None:
    """All rows in the one file, on disk: no write-ahead log beside it."""
    with duckdb.connect(str(fresh)) as connection:
        connection.execute("checkpoint")
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
