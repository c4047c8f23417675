"""Warehouses of landings in seconds, and their tables as hashes that are the same only for the same rows."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingest.land.schema import TABLES
from ingest.record import HASHED, fingerprint
from tests.mutation.project import Change, Project, is_sql
from tests.mutation.warehouse import make_seed


def hashes(project: Project, landing: Path, threads: int = 2) -> dict[str, str]:
    """Fingerprint of every published table of the warehouse of a landing."""
    render = project.renderer(Change(), str(landing))
    with duckdb.connect(":memory:", config={"threads": threads}) as connection:
        connection.execute("attach ':memory:' as base")
        connection.execute("use base")
        connection.execute("set disabled_optimizers = 'cte_inlining'")  # as in profiles.yml
        for key in project.order:
            node = project.nodes[key]
            relation = project.relation(node["name"])
            connection.execute(f'create schema if not exists "{node["schema"]}"')
            if node["resource_type"] == "seed":
                if node["schema"] != "landing":
                    make_seed(connection, node, relation, Change().text(node["original_file_path"]))
            elif is_sql(node):
                kind = "view" if node["config"]["materialized"] == "view" else "table"
                connection.execute(f"create {kind} {relation} as {render(node)}")
        return {
            f"{schema}.{table}": fingerprint(connection, schema, table)[1]
            for schema, table in connection.execute(
                "select table_schema, table_name from information_schema.tables"
                f" where table_catalog = 'base' and table_schema in {HASHED} order by all"
            ).fetchall()
        }


def landed(landing: Path) -> dict[str, pa.Table]:
    """All rows of a landing, by table, in the order of their keys."""
    found = {}
    for table in TABLES:
        parts = [pq.read_table(path) for path in sorted((landing / table.name).rglob("*.parquet"))]
        rows = pa.concat_tables(parts)
        found[table.name] = rows.sort_by([(name, "ascending") for name in table.key])
    return found


def shuffled(landing: Path, into: Path, seed: int, parts: int = 3) -> Path:
    """The rows of a landing in random order, in other part files, some of them in folders."""
    draw = random.Random(seed)
    for name, rows in landed(landing).items():
        order = list(range(len(rows)))
        draw.shuffle(order)
        for part in range(parts):
            folder = into / name / (f"batch-{part}" if part else "")
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(rows.take(pa.array(order[part::parts], pa.int64())), folder / f"part-{part}.parquet")
    return into


def split(landing: Path, into: Path) -> Path:
    """A part file for each document, as if each had been read by a call of its own."""
    for name, rows in landed(landing).items():
        (into / name).mkdir(parents=True)
        for number, document in enumerate(pc.unique(rows["document_id"]).to_pylist()):
            mine = rows.filter(pc.equal(rows["document_id"], document))
            pq.write_table(mine, into / name / f"part-{number}.parquet")
    return into
