"""Measured figures as a table, and its place in benchmarks/RESULTS.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.scale.measure import machine
from ingest.versions import engine_versions, git_commit

RESULTS = Path(__file__).resolve().parents[1] / "RESULTS.md"
_BEGIN, _END = "<!-- scale: written by `make bench BENCH_ARGS=--write` -->", "<!-- end of scale -->"
Measured = dict[str, Any]

# What a row says, from the figures of a size.
_ROWS: tuple[tuple[str, Callable[[Measured], str]], ...] = (
    ("files, MB", lambda m: f"{m['bytes'] / 1e6:,.0f}"),
    ("ingest: s", lambda m: f"{m['ingest']:,.0f}"),
    ("ingest: reports/s", lambda m: f"{m['files'] / m['ingest']:,.0f}"),
    ("ingest: MB/s", lambda m: f"{m['bytes'] / 1e6 / m['ingest']:,.1f}"),
    ("ingest: peak memory, MB (all processes)", lambda m: f"{m['ingest_peak'] / 1e6:,.0f}"),
    ("ingest, in times of a bare scan for digits and phrases", lambda m: f"{m['ingest'] / m['scan']:,.0f}"),
    ("the same again, nothing new: s", lambda m: f"{m['again']:,.1f}"),
    ("full build, all tests, published: s", lambda m: f"{m['build']:,.0f}"),
    ("full build: peak memory, MB", lambda m: f"{m['build_peak'] / 1e6:,.0f}"),
    ("full build: ms a report", lambda m: f"{1000 * m['build'] / m['files']:,.1f}"),
    ("checks made", lambda m: f"{m['checks']:,}"),
    ("published file, MB", lambda m: f"{m['database'] / 1e6:,.0f}"),
    ("models and tests by dbt, start-up aside: s", lambda m: f"{m['by_dbt']:,.1f}"),
    ("the same SQL straight in DuckDB: s", lambda m: f"{m['straight']:,.1f}"),
    ("dbt, in times of that", lambda m: f"{m['by_dbt'] / m['straight']:.2f}"),
    ("one more report, read to published: s", lambda m: f"{m['one']:,.1f}"),
    ("dashboard queries, p50 / p95: ms", lambda m: f"{m['p50']:,.0f} / {m['p95']:,.0f}"),
    ("facts read back, F1", lambda m: f"{m['score']['facts']['f1']:.4f}"),
    ("visible planted errors found", lambda m: _found(m["score"])),
    ("hard findings where nothing was planted", lambda m: f"{m['score']['false_findings_hard']:,}"),
)


def _found(score: Measured) -> str:
    return f"{score['planted_found']} of {score['planted_visible']}"


def table(measured: Sequence[Measured], when: datetime) -> str:
    """The figures of all sizes, a column each, with machine, versions and day."""
    head = [f"Measured on {when:%Y-%m-%d}, {machine()}, {engine_versions()}, commit {git_commit() or 'unknown'}.", ""]
    sizes = " | ".join(f"{m['reports']:,}" for m in measured)
    lines = [f"| reports | {sizes} |", f"| --- |{' ---: |' * len(measured)}"]
    lines += [f"| {name} | {' | '.join(say(m) for m in measured)} |" for name, say in _ROWS]
    return "\n".join([*head, *lines]) + "\n"


def write(text: str) -> None:
    """Put the table in its place in RESULTS.md."""
    before, _, rest = RESULTS.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    RESULTS.write_text(f"{before}{_BEGIN}\n\n{text}\n{_END}{after}", encoding="utf-8")
