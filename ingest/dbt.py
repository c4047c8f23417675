"""dbt in a process of its own: when it has ended, nothing holds the file and nothing is left to be written."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ingest.gates import DATA_DOCS, GateFailed
from ingest.kept import keeping, kept_file

PROJECT = Path(__file__).resolve().parents[1]
SEEDS = PROJECT / "seeds" / "reports"
_EXCLUDED = ("--exclude", "path:seeds/reports")
# The other seeds are in the published file as they are now, and were tested there.
_EXCLUDED_NOW = ("--indirect-selection", "cautious", "--exclude", "path:seeds", "path:tests/macro_units")
MEMORY = "YIBAO_MEMORY_LIMIT"  # what DuckDB may hold before it writes to disk, such as 4GB
_FAILED = ("error", "fail", "runtime error")
SILENT = {"DO_NOT_TRACK": "1", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
_AS_PARSED = "partial_parse.msgpack"  # the project as dbt has parsed it, in its target
_MAX_SAID = 20  # lines of dbt's own words, where it could not run


@dataclass
class Build:
    """Outcome of a build: whether all of it passed, failures and warnings in words, counts by kind, the marts' hash.

    `changed` is how many documents an increment was of; None after a full build.
    """

    passed: bool
    failures: list[str]
    built: dict[str, int]
    warnings: list[str]
    content: str = ""
    changed: int | None = None


class Unusable(Exception):
    """The build cannot start; the message says why and what to do."""


def dbt_build(
    fresh: Path,
    workspace: Path,
    landing: Path | None,
    strict: bool,
    *selection: str,
    apart: bool = False,
    increment: bool = False,
) -> Build:
    """`dbt build` of the landing (None: the seeds) into `fresh`; all else it writes is below `workspace`.

    `apart` puts working tables there too; `increment` builds only what ingest.increment has found to be new. Raises
    Unusable where dbt cannot run, OSError where the disk is full.
    """
    where = str(landing.resolve()) if landing is not None else ""
    excluded = () if landing is None else _EXCLUDED if not increment else _EXCLUDED_NOW
    untold = ("--exclude-resource-type", "saved_query", "--exclude-resource-type", "exposure")  # to readers, not built
    # Unit tests are about models, not about rows: a build of the seeds runs them.
    known = ("--exclude-resource-type", "unit_test") if landing is not None else ()
    variables = {"landing": where, "strict": strict, "increment": increment}
    place = {"YIBAO_WORKING": "working", "YIBAO_WORKING_FILE": str(workspace / "working.duckdb")} if apart else {}
    words = (*excluded, *untold, *known, *selection)
    with _parsed(fresh, workspace, variables, place) as parsed:
        done = _run_dbt("build", fresh, workspace, variables, place, *words, parsed=parsed)
    results = workspace / "target" / "run_results.json"
    if not results.is_file():
        _refuse_full_disk(workspace, done.stdout, done.stderr)
        raise _could_not_run(done)
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
    _refuse_full_disk(workspace, *failures)
    return Build(done.returncode == 0 and not failures, failures, built, warnings)


def dbt_compile(database: Path, workspace: Path, landing: str) -> Path:
    """The manifest of `dbt compile`, below `workspace`: every statement as it runs in a database of this name.

    It needs no warehouse. `landing` stands in the statements for the folder of Parquet; empty: the seeds.
    """
    done = _run_dbt("compile", database, workspace, {"landing": landing, "strict": False}, {})
    manifest = workspace / "target" / "manifest.json"
    if done.returncode or not manifest.is_file():
        raise _could_not_run(done)
    return manifest


def _run_dbt(
    verb: str,
    database: Path,
    workspace: Path,
    variables: Mapping[str, object],
    place: Mapping[str, str],
    *selection: str,
    parsed: str = "",
) -> subprocess.CompletedProcess[str]:
    # Nobody reads its log, and to write it took a third of the time of a small build.
    unlogged = ("--log-level-file", "none")
    command = command_of("--quiet", verb, workspace, variables, *unlogged, *selection, parsed=parsed)
    environment = {
        **os.environ,
        **place,
        "YIBAO_DATABASE": str(database),
        DATA_DOCS: str(workspace / "data_docs"),
        MEMORY: os.environ.get(MEMORY) or _memory_limit(),
        **SILENT,
    }
    return subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False)


@contextmanager
def _parsed(
    database: Path, workspace: Path, variables: Mapping[str, object], place: Mapping[str, str]
) -> Iterator[str]:
    """File with the project as parsed for such a build, which may not be there yet; keeps what dbt leaves of it.

    To parse takes dbt longer than to build one report. Seeds of reports are a part of it: for a landing only.
    """
    if not variables["landing"]:
        yield ""
        return
    settings = [(name, bool(value)) for name, value in variables.items()]  # any landing is parsed alike
    try:
        file = kept_file("parsed", ".msgpack", str(PROJECT), database.stem, settings, sorted(place))
    except RuntimeError:  # a user without a home
        yield ""
        return
    yield str(file)
    with suppress(OSError):  # a cache that cannot be written is no failure
        if not file.exists():
            with keeping(file) as fresh:
                shutil.copyfile(workspace / "target" / _AS_PARSED, fresh)


def _memory_limit() -> str:
    """A quarter of what the machine has, 2 to 6 GB: more than that no corpus needs, others have to live too."""
    tells = "SC_PHYS_PAGES" in getattr(os, "sysconf_names", ())
    have = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if tells else 0
    return f"{min(max(have // 4, 2 * 10**9), 6 * 10**9)}B"


def command_of(
    shown: str,
    verb: str,
    workspace: Path,
    variables: Mapping[str, object],
    *words: str,
    parsed: str = "",
    module: str = "ingest.dbt_process",
) -> list[str]:
    """A call of dbt by this Python on this project, through a module that runs it; all it writes is in `workspace`."""
    return [
        *(sys.executable, "-m", module, str(os.getpid()), parsed, shown, "--no-use-colors", verb),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", str(workspace / "target")),
        *("--log-path", str(workspace / "logs")),
        *("--vars", json.dumps(variables, ensure_ascii=False)),
        *words,
    ]


def last_said(*said: str) -> str:
    """The end of what dbt said."""
    return "\n".join("".join(said).strip().splitlines()[-_MAX_SAID:])


def _refuse_full_disk(workspace: Path, *said: str) -> None:
    """Raise OSError where a run failed for want of space: what dbt says of it then is of no use."""
    full = os.strerror(errno.ENOSPC)
    if any(full in words for words in said):
        raise OSError(errno.ENOSPC, full, str(workspace))


def _could_not_run(done: subprocess.CompletedProcess[str]) -> Unusable:
    return Unusable(f"dbt could not run:\n{last_said(done.stdout, done.stderr)}")


def _said(message: str) -> str:
    """What dbt says of a failure; of a gate, its own words without the traceback that dbt puts before them."""
    return message.rpartition(f"{GateFailed.__module__}.{GateFailed.__name__}: ")[2].strip()
