"""Ingest, build, one more report, queries and the score of made corpora of several sizes, as a table.

`python -m benchmarks.scale [--sizes 1000 10000] [--workspace FOLDER] [--keep] [--write]`: a corpus of each size is
made, read, built and asked by the commands that people use. `--write` puts the table into benchmarks/RESULTS.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.corpus.write import FORMATS, Plan, make
from benchmarks.scale import results
from benchmarks.scale.measure import run
from benchmarks.scale.warehouse import ask, compare
from ingest.land.corpus import processes
from ingest.query import open_warehouse

_YIBAO = ("-m", "ingest.cli")
_ACCEPTED = (0, 2)  # files without facts are named, and the rest is done
_MEMORY = "4GB"  # of DuckDB, as in profiles.yml


def measure(reports: int, workspace: Path, kilobytes: float) -> dict[str, Any]:
    """All figures of one size. The last report of the corpus comes by itself, into the warehouse of the others."""
    corpus, landing, database = workspace / "corpus", workspace / "landing", workspace / "corpus.duckdb"
    making = make(Plan(reports + 1, 1, kilobytes, 0.05, FORMATS, processes()), corpus)
    files = sorted(path for path in (corpus / "files").rglob("*") if path.is_file())
    last = workspace / files[-1].name
    files.pop().rename(last)
    scan = run("-m", "benchmarks.scale.scan", corpus / "files", str(processes()))
    ingest = run(*_YIBAO, "ingest", corpus / "files", "--landing", landing, accepted=_ACCEPTED)
    again = run(*_YIBAO, "ingest", corpus / "files", "--landing", landing, accepted=_ACCEPTED)
    build = run(*_YIBAO, "build", "--landing", landing, "--database", database)
    print(f"  built {database.stat().st_size / 1e6:.0f} MB", file=sys.stderr, flush=True)
    checks = _checks(database)
    one = run(*_YIBAO, "run", last, "--add", "--landing", landing, "--database", database, accepted=_ACCEPTED)
    answers = ask(database)
    score = json.loads(run("-m", "benchmarks.corpus", "score", corpus, database, "--format", "json").said)
    compared = compare(landing, _fresh(workspace / "raw"), _MEMORY)
    return {
        "reports": reports,
        "files": len(files),
        "bytes": making,
        "scan": float(scan.said.split()[2]),
        "ingest": ingest.seconds,
        "ingest_peak": ingest.peak,
        "again": again.seconds,
        "build": build.seconds,
        "build_peak": build.peak,
        "database": database.stat().st_size,
        "checks": checks,
        "one": one.seconds,
        "p50": answers.p50,
        "p95": answers.p95,
        "by_dbt": compared.by_dbt,
        "straight": compared.straight,
        "score": score,
    }


def _checks(database: Path) -> int:
    with open_warehouse(database) as connection:
        return int(connection.execute("select count(*) from marts.fct_reconciliation").fetchall()[0][0])


def _fresh(folder: Path) -> Path:
    folder.mkdir()
    return folder


@contextmanager
def _workspace(place: Path | None, keep: bool) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="yibao-scale-", dir=place))
    try:
        yield folder
    finally:
        if keep:
            print(f"kept {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 10_000], help="reports of a corpus")
    parser.add_argument("--kilobytes", type=float, default=28, help="of a report")
    parser.add_argument("--workspace", type=Path, help="a folder with room: 100,000 reports take some 40 GB")
    parser.add_argument("--keep", action="store_true", help="leave corpus, landing and warehouse there")
    parser.add_argument("--write", action="store_true", help="into benchmarks/RESULTS.md")
    call = parser.parse_args(arguments)
    measured = []
    for size in call.sizes:
        print(f"{size} reports ...", file=sys.stderr, flush=True)
        with _workspace(call.workspace, call.keep) as workspace:
            measured.append(measure(size, workspace, call.kilobytes))
        print(json.dumps(measured[-1]), file=sys.stderr, flush=True)
    text = results.table(measured, datetime.now(UTC))
    print(text)
    if call.write:
        results.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
