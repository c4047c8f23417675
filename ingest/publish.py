"""Build the warehouse beside the published file, then rename it over: a reader never sees half a build."""

from __future__ import annotations

import os
import re
from pathlib import Path

import duckdb

from ingest.dbt import PROJECT, SEEDS, Build, Unusable, dbt_build
from ingest.history import KEPT, retain
from ingest.increment import find_increment, prepare
from ingest.land.files import FILES
from ingest.land.manifest import read_manifest
from ingest.land.schema import TABLES
from ingest.place import clone_or_copy, locked, put_file, put_folder, why
from ingest.record import record
from ingest.scratch import clear, scratch

DEFAULT_DATABASE = PROJECT / "warehouse" / "yibao.duckdb"
KEEP_WORKING = "YIBAO_KEEP_WORKING"  # publish the working tables of a landing too, as those of the seeds are
# Names that become a catalog's, and what dbt renders as a template.
_NAME, _RENDERED = re.compile(r"[\w .()（）-]+"), re.compile(r"\{[{%#]|\\")


def docs_of(database: Path) -> Path:
    """Data Docs of a published file: a folder of its own, so that two warehouses in one place keep theirs."""
    return database.parent / "data_docs" / database.stem


def build(database: Path, landing: Path | None, strict: bool, keep: int = KEPT, full: bool = False) -> Build:
    """Run `dbt build` into a fresh file and publish it as `database` when every test passes.

    Where `database` was built of the same landing by the same models, only what has changed since is built, into a
    copy; not with `full`, nor with `strict`, which judges all. The file that is replaced is kept as one of the `keep`
    newest. Whoever builds the same file at the same time waits.
    """
    _refuse_names(database, landing)
    if landing is not None:
        clear(landing.parent, "landing")  # a run that was killed may hold what it was about to replace
    missing = [t.name for t in TABLES if landing is not None and not any((landing / t.name).glob("**/*.parquet"))]
    if missing:
        raise Unusable(f"{landing}: no {missing[0]} landed; land reports with `yibao ingest PATH --landing {landing}`")
    try:
        with locked(database), scratch(database.parent, "build") as workspace:
            fresh = workspace / database.name
            with locked(landing or SEEDS, shared=True):  # no ingest takes it away meanwhile
                result = _build_into(fresh, workspace, database, landing, strict, full)
                manifest = read_manifest(landing or SEEDS)
                if result.passed:
                    landed = landing / FILES if landing is not None and (landing / FILES).is_file() else None
                    result.content = record(fresh, manifest, "seeds" if landing is None else "landing", landed)
            if result.passed:
                retain(database, keep)
                put_file(fresh, database)
                result.warnings.extend(_publish_docs(workspace, docs_of(database)))
            return result
    except (OSError, duckdb.IOException) as error:
        said = f"{database}: cannot be written ({why(error)}); nothing was published"
        raise Unusable(f"{said}; see to that, or choose another --database") from error


def _build_into(fresh: Path, workspace: Path, published: Path, landing: Path | None, strict: bool, full: bool) -> Build:
    """What has changed into a copy of the published file where that will do, else all of it into a new one."""
    if landing is None:
        return dbt_build(fresh, workspace, None, strict)
    increment = find_increment(published, landing) if published.is_file() and not (full or strict) else None
    if increment is None:
        return dbt_build(fresh, workspace, landing, strict, apart=not os.environ.get(KEEP_WORKING))
    clone_or_copy(published, fresh)
    seen = prepare(increment, fresh, workspace, landing)
    result = dbt_build(fresh, workspace, seen, strict, apart=True, increment=True)
    result.changed = len(increment.changed)
    return result


def _refuse_names(database: Path, landing: Path | None) -> None:
    """Raise Unusable for paths that dbt or DuckDB would take for something else than a path."""
    if database.is_dir():
        raise Unusable(f"{database}: is a folder; name the file to publish")
    if landing is not None and _RENDERED.search(str(landing.resolve())):
        raise Unusable(f"{landing}: dbt takes {{{{, {{% and \\ in a path for its own; rename the folder")
    if not _NAME.fullmatch(database.name) or _RENDERED.search(str(database)) or set("?'\"") & set(str(database)):
        raise Unusable(f"{database}: a warehouse cannot have this name (letters, digits, . _ - and blanks are safe)")


def _publish_docs(workspace: Path, place: Path) -> list[str]:
    """Put the Data Docs of a published build beside it; a warning where that cannot be done."""
    fresh = workspace / "data_docs"
    if not fresh.is_dir():  # the gates were left out
        return []
    try:
        place.parent.mkdir(exist_ok=True)
        put_folder(fresh, place, workspace, durable=False)
    except OSError as error:
        return [f"{place}: Data Docs cannot be written ({why(error)}); the warehouse is published"]
    return []
