"""Build the warehouse beside the published file, then rename it over: a reader never sees half a build."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.gates import DATA_DOCS, GateFailed
from ingest.land.schema import TABLES
from ingest.scratch import scratch

PROJECT = Path(__file__).resolve().parents[1]
DEFAULT_DATABASE = PROJECT / "warehouse" / "yibao.duckdb"
_FAILED = ("error", "fail", "runtime error")
_MAX_SAID = 20  # lines of dbt's own words, where it could not run


@dataclass(frozen=True)
class Build:
    """Outcome of a build: published or not, failures and warnings in words, counts by kind."""

    published: bool
    failures: list[str]
    built: dict[str, int]
    warnings: list[str]


class Unusable(Exception):
    """The build cannot start; the message says why and what to do."""


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
            result = _dbt_build(fresh, workspace, landing, strict)
            if result.published:
                _settle(fresh)
                fresh.replace(database)
                result.warnings.extend(_publish_docs(workspace / "data_docs", docs_of(database)))
            return result
    except OSError as error:
        raise Unusable(f"{database}: cannot be written ({error.strerror}); choose another --database") from error


def _dbt_build(fresh: Path, workspace: Path, landing: Path | None, strict: bool) -> Build:
    """dbt in a process of its own: when it has ended, nothing holds the file and nothing is left to be written."""
    # The path is single-quoted YAML: a quote in it is doubled.
    where = str(landing.resolve()).replace("'", "''") if landing is not None else ""
    target = workspace / "target"
    command = [
        *(sys.executable, "-m", "dbt.cli.main", "--quiet", "--no-use-colors", "build"),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
        *("--target-path", str(target), "--log-path", str(workspace / "logs")),
        *("--vars", f"{{landing: '{where}', strict: {str(strict).lower()}}}"),
        *(() if landing is None else ("--exclude", "path:seeds/reports")),
    ]
    environment = {
        **os.environ,
        "YIBAO_DATABASE": str(fresh),
        DATA_DOCS: str(workspace / "data_docs"),
        "DO_NOT_TRACK": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    done = subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False)
    results = target / "run_results.json"
    if not results.is_file():
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-_MAX_SAID:])
        raise Unusable(f"dbt could not run:\n{said}")
    failures: list[str] = []
    warnings: list[str] = []
    built: dict[str, int] = {}
    for item in json.loads(results.read_text(encoding="utf-8"))["results"]:
        kind, _, name = item["unique_id"].partition(".yibao.")
        built[kind] = built.get(kind, 0) + 1
        if item["status"] in _FAILED:
            failures.append(f"{name}: {_said(str(item['message'] or item['status']))}")
        elif item["status"] == "warn":
            warnings.append(f"{name}: {str(item['message'] or 'warned').strip()}")
    return Build(done.returncode == 0 and not failures, failures, built, warnings)


def _said(message: str) -> str:
    """What dbt says of a failure; of a gate, its own words without the traceback that dbt puts before them."""
    return message.rpartition(f"{GateFailed.__module__}.{GateFailed.__name__}: ")[2].strip()


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
