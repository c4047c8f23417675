"""What a build does, done without dbt: its compiled SQL run straight in DuckDB; and the queries of a dashboard."""

from __future__ import annotations

import json
import re
import time
from datetime import datetime
from itertools import groupby
from pathlib import Path
from statistics import quantiles
from typing import Any, NamedTuple

import duckdb

from ingest.dbt import dbt_build
from ingest.plan import creation
from ingest.query import open_warehouse

_QUERIES = Path(__file__).with_name("queries.sql")
_RAW = "raw"
_PARAMETER = re.compile(r"\$(region|report)")


class Compared(NamedTuple):
    """Seconds of the same models and data tests by dbt (from its first to its last node) and straight in DuckDB."""

    by_dbt: float
    straight: float
    statements: int


def compare(landing: Path, workspace: Path, memory: str) -> Compared:
    """Build a landing by dbt, then run what it compiled in another file, in its order, with as many threads.

    Gates are left out of both: they are no SQL. Seeds are loaded by dbt and copied.
    """
    database = workspace / f"{_RAW}.duckdb"
    left_out = ("--exclude-resource-type", "unit_test", "--exclude", "tag:gate", "path:seeds/reports")
    build = dbt_build(database, workspace, landing, False, *left_out)
    if not build.passed:
        raise RuntimeError("; ".join(build.failures))
    nodes, results = (
        json.loads((workspace / "target" / name).read_text(encoding="utf-8"))
        for name in ("manifest.json", "run_results.json")
    )
    done = [(nodes["nodes"][one["unique_id"]], one["timing"]) for one in results["results"]]
    done = [(node, timing) for node, timing in done if node["resource_type"] in ("model", "test") and timing]
    times = [moment for _, timing in done for moment in (timing[0]["started_at"], timing[-1]["completed_at"])]
    seeds = [one for one in nodes["nodes"].values() if one["resource_type"] == "seed" and one["schema"] != "landing"]
    straight = _straight([node for node, _ in done], seeds, database, workspace / "straight" / database.name, memory)
    return Compared((_moment(max(times)) - _moment(min(times))), straight, len(done))


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _straight(nodes: list[dict[str, Any]], seeds: list[dict[str, Any]], old: Path, fresh: Path, memory: str) -> float:
    fresh.parent.mkdir()
    with duckdb.connect(str(fresh), config={"threads": 2, "memory_limit": memory}) as connection:
        connection.execute("set disabled_optimizers = 'cte_inlining'")  # as in profiles.yml
        connection.execute(f"attach '{old}' as built (read_only)")
        for seed in seeds:
            name = f'"{seed["schema"]}"."{seed["alias"]}"'
            connection.execute(
                f'create schema if not exists "{seed["schema"]}"; create table {name} as from built.{name}'
            )
        connection.execute("detach built")
        started = time.perf_counter()
        for node in nodes:
            if node["resource_type"] == "test":
                connection.execute(f"select count(*) from ({node['compiled_code']})").fetchall()
                continue
            connection.execute(creation(node))
        return time.perf_counter() - started


class Answers(NamedTuple):
    """Milliseconds of the queries of a dashboard: half of them and 95 of 100 are answered in this time."""

    p50: float
    p95: float
    queries: int


def ask(database: Path, repeat: int = 7) -> Answers:
    """Ask each query of queries.sql several times, in turn, of one connection; the first round only warms it."""
    queries = [query for query in _QUERIES.read_text(encoding="utf-8").split(";") if query.strip()]
    taken: list[float] = []
    with open_warehouse(database) as connection:
        [(region, report)] = connection.execute(
            "select region_code, max(report_id) from marts.dim_report where region_code is not null"
            " group by region_code order by count(*) desc, region_code limit 1"
        ).fetchall()
        values = {"region": region, "report": report}
        for turn in range(repeat):
            for query in queries:
                named = {name: values[name] for name, _ in groupby(sorted(_PARAMETER.findall(query)))}
                started = time.perf_counter()
                connection.execute(query, named or None).fetchall()
                taken += [1000 * (time.perf_counter() - started)] if turn else []
    cuts = quantiles(taken, n=100)
    return Answers(cuts[49], cuts[94], len(queries))
