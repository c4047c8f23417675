"""Warehouses of small landings, every relation a table, of which a mutant makes anew only what it may change."""

from __future__ import annotations

import json
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from ingest.land.batch import extract_files, find_files
from ingest.land.write import write_parquet
from ingest.resolve.extract import Extractor
from tests.helpers import CORPUS, ROOT
from tests.mutation.project import DATABASE, Change, Node, Project, is_sql

# Landings: the seeds themselves, the synthetic corpus, and reports made for reconciliation.
LANDINGS: dict[str, tuple[Path, ...]] = {
    "seeds": (),
    "corpus": (CORPUS,),
    "made": (ROOT / "tests/fixtures/reconciliation/consistent", ROOT / "tests/fixtures/reconciliation/second"),
}
_SECONDS = 60  # for all statements of one mutant in one warehouse
_AS_IN_PROFILES = "set disabled_optimizers = 'cte_inlining'"
_NO_CHANGE = Change()
_LIVE = ("stg_landing__", "int_landing__", "int_gate_", "int_reconciliation__gated")
Failure = str


class Warehouse:
    """The project's own warehouse of a landing, kept in a file; `mutated` gives a copy with a change in it."""

    def __init__(self, project: Project, name: str, folder: Path) -> None:
        self.project, self.name, self.folder = project, name, folder / name
        self.landing = str(self.folder / "landing") if LANDINGS[name] else ""
        self.file = self.folder / f"{DATABASE}.duckdb"
        self.types: dict[str, list[tuple[str, str]]] = {}
        self.hashes: dict[str, object] = {}

    def prepare(self) -> None:
        """Read the reports and run every statement once."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if self.landing:
            files = [path for folder in LANDINGS[self.name] for path in sorted(folder.iterdir())]
            sources = [path for path in files if path.suffix != ".csv"]
            write_parquet(Path(self.landing), extract_files(find_files(sources).files, Extractor()).rows)
        render = self.project.renderer(Change(), self.landing)
        with self.open(self.file) as connection:
            for key in self.project.order:
                node = self.project.nodes[key]
                if is_sql(node):
                    self._make(connection, node, render)
                self.types[node["name"]] = columns_of(connection, self.relation(node)) if is_sql(node) else []
                self.hashes[key] = content(connection, self.relation(node)) if is_sql(node) else 0
            connection.execute("checkpoint")

    def relation(self, node: Node) -> str:
        return self.project.relation(node["name"])

    @contextmanager
    def open(self, file: Path, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        with duckdb.connect(str(file), read_only=read_only, config={"threads": 1, "memory_limit": "3GB"}) as connection:
            connection.execute(_AS_IN_PROFILES)
            yield connection

    def _make(
        self, connection: duckdb.DuckDBPyConnection, node: Node, render: Any, change: Change = _NO_CHANGE
    ) -> None:
        connection.execute(f'create schema if not exists "{node["schema"]}"')
        relation = self.relation(node)
        if node["resource_type"] == "seed":
            make_seed(connection, node, relation, change.text(node["original_file_path"]))
        else:
            # What tests of the gates plant in a warehouse must reach the gates: these stay views.
            kind = "view" if node["name"].startswith(_LIVE) else "table"
            connection.execute(f"create or replace {kind} {relation} as {render(node)}")

    def mutated(self, change: Change, file: Path) -> tuple[Failure, bool]:
        """A copy with the change in it: what failed, and whether any row differs. Only what differs is made anew."""
        shutil.copyfile(self.file, file)
        unchanged, render = self.project.renderer(Change(), self.landing), self.project.renderer(change, self.landing)
        changed: set[str] = set()
        with self.open(file) as connection, limited(connection, _SECONDS):
            for key in self.project.order:
                node = self.project.nodes[key]
                if not is_sql(node) or (node["resource_type"] == "seed" and self._reads_no_seed(node)):
                    continue
                if node["resource_type"] == "seed":
                    is_due = change.touches(node["original_file_path"])
                else:
                    is_due = bool(changed & set(self.project.reads(key))) or render(node) != unchanged(node)
                if not is_due:
                    continue
                try:
                    self._make(connection, node, render, change)
                except duckdb.InterruptException:
                    return f"takes longer than {_SECONDS} s: {node['name']}", True
                except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
                    return f"invalid: {node['name']}: {str(error).splitlines()[0]}", True
                except duckdb.Error as error:
                    return f"cannot be built: {node['name']}: {str(error).splitlines()[0]}", True
                if columns_of(connection, self.relation(node)) != self.types[node["name"]]:
                    return f"contract: {node['name']} has other columns", True
                if content(connection, self.relation(node)) != self.hashes[key]:
                    changed.add(key)
            return (self._data_tests(connection, changed, change) if changed else ""), bool(changed)

    def _reads_no_seed(self, node: Node) -> bool:
        return bool(self.landing) and node["schema"] == "landing"

    def _data_tests(self, connection: duckdb.DuckDBPyConnection, changed: set[str], change: Change) -> Failure:
        """The first data test or gate that speaks of what has changed and fails."""
        render = self.project.renderer(change, self.landing)
        for _, node in self.project.tests():
            read = set(node["depends_on"]["nodes"])
            if self._is_asked(node) and changed & read and all(is_sql(self.project.nodes[key]) for key in read):
                sql = node["compiled_code"] if "test_metadata" in node else render(node)
                try:
                    if connection.execute(f"select 1 from ({sql}) limit 1").fetchall():
                        return f"data test {node['name']}"
                except duckdb.Error as error:
                    return f"data test {node['name']}: {str(error).splitlines()[0]}"
        for gate in ("int_gate_landing__summed", "int_gate_reconciliation__summed"):
            failing = connection.execute(
                f"select expectation from {self.project.relation(gate)} where n_failed > 0 and severity = 'error'"
            ).fetchone()
            if failing:
                return f"gate {failing[0]}"
        return ""

    def _is_asked(self, node: Node) -> bool:
        """Whether a failure of a data test stops the build: on a user's own corpus, those of keys and references."""
        if not self.landing:
            return bool(node["config"]["severity"].lower() == "error")
        folders = ("marts", "reconciliation", "bi", "reference", "rules")
        return "test_metadata" in node and any(f in node["fqn"] for f in folders)


def make_seed(connection: duckdb.DuckDBPyConnection, node: Node, relation: str, text: str) -> None:
    """A seed as dbt loads it: typed as declared, empty is NULL."""
    import csv
    import io

    import pyarrow as pa

    types: dict[str, str] = node["config"]["column_types"]
    rows = [{k: v or None for k, v in row.items()} for row in csv.DictReader(io.StringIO(text.replace("\r\n", "\n")))]
    names = list(rows[0]) if rows else list(types)
    given = pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names]))
    casts = ", ".join(f'cast("{name}" as {types.get(name, "varchar")}) as "{name}"' for name in names)
    connection.register("given_seed", given)
    connection.execute(f"create or replace table {relation} as select {casts} from given_seed")
    connection.unregister("given_seed")


def columns_of(connection: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in connection.execute(f"describe {relation}").fetchall()]


def content(connection: duckdb.DuckDBPyConnection, relation: str) -> object:
    """The same for the same rows, whatever their order."""
    return connection.execute(f"select count(*), sum(hash(t)::hugeint) from {relation} as t").fetchone()


@contextmanager
def limited(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


# --- dbt's unit tests


def unit_test(project: Project, warehouse: Warehouse, test: Node, render: Any) -> Failure:
    """Run a model on the rows that a unit test gives, and compare with the rows that it expects, as dbt does."""
    node = project.nodes[project.by_name[test["model"]]]
    sql = render(node)
    with duckdb.connect(":memory:", config={"threads": 1}) as connection, limited(connection, _SECONDS):
        connection.execute(_AS_IN_PROFILES)
        worded: set[str] = set()
        for given in sorted(test["given"], key=lambda one: one["format"] != "sql"):
            name = given["input"].split("'")[1]
            # Keys that a test writes as words are words in what it leaves empty, too.
            types = [(column, "varchar" if column in worded else kind) for column, kind in warehouse.types[name]]
            _fill(connection, f"given_{name}", types, given)
            if given["format"] == "sql":
                found = columns_of(connection, f"given_{name}")
                worded |= {column for column, kind in found if column.endswith("_id") and kind == "VARCHAR"}
            sql = sql.replace(project.relation(name), f"given_{name}")
        try:
            connection.execute(f"create table actual as {sql}")
        except duckdb.InterruptException:
            return f"unit test {test['name']}: takes longer than {_SECONDS} s"
        except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
            return f"invalid: {test['model']}: {str(error).splitlines()[0]}"
        except duckdb.Error as error:
            return f"unit test {test['name']}: {str(error).splitlines()[0]}"
        types = columns_of(connection, "actual")
        _fill(connection, "expected", types, test["expect"])
        names = ", ".join(f'"{c}"' for c in _named(test["expect"], types))
        actual, expected = (
            Counter(connection.execute(f"select {names} from {table}").fetchall()) for table in ("actual", "expected")
        )
        return "" if actual == expected else f"unit test {test['name']}"


def _named(rows: Node, types: list[tuple[str, str]]) -> list[str]:
    return list(rows["rows"][0]) if rows["format"] == "dict" and rows["rows"] else [name for name, _ in types]


def _fill(connection: duckdb.DuckDBPyConnection, table: str, types: list[tuple[str, str]], given: Node) -> None:
    columns = ", ".join(f'"{name}" {kind}' for name, kind in types)
    if given["format"] == "sql":
        connection.execute(f"create table {table} as {given['rows']}")
        return
    connection.execute(f"create table {table} ({columns})")
    for row in given["rows"]:
        names = ", ".join(f'"{name}"' for name in row)
        values = [json.dumps(v) if isinstance(v, (list, dict)) else v for v in row.values()]
        marks = ", ".join(f"cast(? as {dict(types)[name]})" for name in row)
        connection.execute(f"insert into {table} ({names}) values ({marks})", values)
