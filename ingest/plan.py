"""The models of a draft as plain SQL, kept from the first dbt run: dbt's start is most of the time of a check.

A plan is a DuckDB file in the user's cache (ingest/kept.py): the loaded seeds, and each model's statement in its order.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb

from ingest.kept import keeping, kept_file
from ingest.query import quoted

_LANDING = "{landing}"
_MATERIALIZED = {"view": "view", "table": "table", "incremental": "table"}  # a draft is built whole


def run_plan(database: Path, landing: Path) -> bool:
    """Build `database` from the kept plan; False where there is none that works, and then nothing is left."""
    try:
        shutil.copyfile(_plan_file(), database)
        with duckdb.connect(str(database)) as connection:
            statements = connection.execute("select statement from main.plan order by step").fetchall()
            connection.begin()  # one write for all of them
            for (statement,) in statements:
                connection.execute(statement.replace(_LANDING, quoted(landing)))
            connection.commit()
    except (OSError, RuntimeError, duckdb.Error):
        # dbt will say what is wrong, if it is not the plan.
        database.unlink(missing_ok=True)
        return False
    return True


def keep_plan(database: Path, target: Path, landing: Path) -> None:
    """Keep what dbt has just run as a plan; a cache that cannot be written is no failure."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    nodes = [manifest["nodes"][item["unique_id"]] for item in results]  # in the order in which they were done
    models = [node for node in nodes if node["resource_type"] == "model"]
    hooked = any(node["resource_type"] == "operation" for node in manifest["nodes"].values())
    if hooked or not all(_is_plain(node) for node in models):
        return
    statements = [_statement(node, landing) for node in models]
    with contextlib.suppress(OSError, RuntimeError, duckdb.Error), keeping(_plan_file()) as file:
        _write(file, database, [node for node in nodes if node["resource_type"] == "seed"], statements)


def _is_plain(node: dict[str, Any]) -> bool:
    config = node["config"]
    hooks = config.get("pre-hook") or config.get("post-hook") or config.get("sql_header")
    return node["language"] == "sql" and config["materialized"] in _MATERIALIZED and not hooks


def _statement(node: dict[str, Any], landing: Path) -> str:
    return creation(node).replace(quoted(landing), _LANDING)


def creation(node: dict[str, Any]) -> str:
    """Statements that make what a compiled model of SQL says, in a database that has not got it."""
    kind = _MATERIALIZED[node["config"]["materialized"]]
    schema = f'create schema if not exists "{node["schema"]}"'
    return f"{schema};\ncreate {kind} {node['relation_name']} as\n{node['compiled_code']}"


def _write(file: Path, database: Path, seeds: list[dict[str, Any]], statements: list[str]) -> None:
    """The seeds as dbt has loaded them, and the statements; the catalog keeps the draft's name, which SQL uses."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{quoted(file)}' as plan")
        connection.execute(f"attach '{quoted(database)}' as {database.stem} (read_only)")
        for seed in seeds:
            name = f'"{seed["schema"]}"."{seed["alias"]}"'
            connection.execute(f'create schema if not exists plan."{seed["schema"]}"')
            connection.execute(f"create table plan.{name} as from {database.stem}.{name}")
        connection.execute("create table plan.main.plan (step integer, statement varchar)")
        connection.executemany("insert into plan.main.plan values (?, ?)", list(enumerate(statements)))


def _plan_file() -> Path:
    return kept_file("draft", ".duckdb")
