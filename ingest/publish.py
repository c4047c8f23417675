"""Build the warehouse beside the published file, then rename it over: a reader never sees half a build."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DEFAULT_DATABASE = PROJECT / "warehouse" / "yibao.duckdb"


@dataclass(frozen=True)
class Build:
    """Outcome of a build: published or not, the failures in words, counts by kind."""

    published: bool
    failures: list[str]
    built: dict[str, int]


class Unusable(Exception):
    """The build cannot start; the message says why and what to do."""


def build(database: Path, landing: Path | None, strict: bool) -> Build:
    """Run `dbt build` into a fresh file and publish it as `database` when every test passes."""
    if landing is not None and not (landing / "documents").is_dir():
        raise Unusable(f"{landing}: no landing folder; make one with `yibao ingest PATH --landing {landing}`")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        workspace = Path(tempfile.mkdtemp(dir=database.parent, prefix=".build-"))
    except OSError as error:
        raise Unusable(f"{database.parent}: cannot be written ({error.strerror}); choose another --database") from error
    try:
        fresh = workspace / database.name
        result = _dbt_build(fresh, workspace, landing, strict)
        if result.published:
            fresh.replace(database)
        return result
    finally:
        shutil.rmtree(workspace, ignore_errors=True)


def _dbt_build(fresh: Path, workspace: Path, landing: Path | None, strict: bool) -> Build:
    os.environ |= {"YIBAO_DATABASE": str(fresh), "DO_NOT_TRACK": "1", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    from dbt.cli.main import dbtRunner  # imported late: it costs seconds

    # The path is single-quoted YAML: a quote in it is doubled.
    where = str(landing.resolve()).replace("'", "''") if landing is not None else ""
    arguments = [
        "--quiet",
        "build",
        "--project-dir",
        str(PROJECT),
        "--profiles-dir",
        str(PROJECT),
        "--target-path",
        str(workspace / "target"),
        "--log-path",
        str(workspace / "logs"),
        "--vars",
        f"{{landing: '{where}', strict: {str(strict).lower()}}}",
    ]
    if landing is not None:
        arguments += ["--exclude", "path:seeds/reports"]
    outcome = dbtRunner().invoke(arguments)
    if outcome.exception is not None:
        raise Unusable(f"dbt could not run: {outcome.exception}")
    failures: list[str] = []
    built: dict[str, int] = {}
    for item in getattr(outcome.result, "results", []):
        kind = str(item.node.resource_type)
        built[kind] = built.get(kind, 0) + 1
        if str(item.status) in ("error", "fail", "runtime error"):
            failures.append(f"{item.node.name}: {str(item.message or item.status).strip()}")
    return Build(bool(outcome.success) and not failures, failures, built)
