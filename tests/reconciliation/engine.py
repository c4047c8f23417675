"""The reconciliation models on hand-made figures: their compiled SQL in a database in memory, all cases in one pass.

What the models read of the landing is filled by the test: figures (valued by the project's own macros), operands of
tree rules, and a report and document for each figure. Rules and members are the seeds, or those of the test.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ingest.dbt import PROJECT
from tests.helpers import csv_rows
from tests.reconciliation.figures import Figure, landed
from tests.reconciliation.macros import macros

Row = dict[str, Any]
Outcome = dict[str, Any]
ENDS = ("fct_reconciliation", "fct_reconciliation_evidence")
GIVEN = (
    "int_reconciliation__figures",
    "int_reconciliation__tree_operands",
    "stg_landing__reports",
    "stg_landing__documents",
    "fct_statement_line",
)


def compile_project(target: Path) -> dict[str, Row]:
    """Nodes of the project by name, with their compiled SQL; dbt opens no file but those below `target`."""
    command = [
        *(sys.executable, "-m", "dbt.cli.main", "--quiet", "--no-use-colors", "compile", "--no-introspect"),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--select", *ENDS, *(f"+{e}" for e in ENDS)),
        *("--target-path", str(target), "--log-path", str(target / "logs")),
    ]
    environment = {**os.environ, "YIBAO_DATABASE": ":memory:", "DO_NOT_TRACK": "1"}
    done = subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    return {node["name"]: node for node in nodes.values()}


@dataclass
class Step:
    """A model to run again for each set of figures."""

    name: str
    relation: str
    sql: str


class Engine:
    """Runs the models from `int_reconciliation__members` to the facts."""

    def __init__(self, nodes: dict[str, Row]) -> None:
        self.nodes = nodes
        self.connection = duckdb.connect(":memory:", config={"threads": 2})
        self.steps: list[Step] = []
        needs: dict[str, list[str]] = {}
        waiting = list(ENDS)
        while waiting:
            name = waiting.pop()
            if name not in needs and name not in GIVEN:
                needs[name] = [unique_id.split(".")[-1] for unique_id in nodes[name]["depends_on"].get("nodes", [])]
                waiting += needs[name]
        for name in TopologicalSorter(needs).static_order():
            node = nodes[name]
            self.connection.execute(f'create schema if not exists "{node["schema"]}"')
            if name in GIVEN:
                continue
            if node["resource_type"] == "seed":
                self.load(name, seed_rows(node))
            else:
                self.steps.append(Step(name, node["relation_name"], node["compiled_code"]))

    def load(self, name: str, rows: Sequence[Row]) -> None:
        """A seed table with these rows, typed as the project types it; what is empty is NULL, as dbt loads it."""
        types = self.nodes[name]["config"]["column_types"]
        given = pa.Table.from_pylist(
            [{column: None if row[column] in ("", None) else str(row[column]) for column in types} for row in rows],
            schema=pa.schema([(column, pa.string()) for column in types]),
        )
        casts = ", ".join(f'cast("{column}" as {kind}) as "{column}"' for column, kind in types.items())
        relation = self.nodes[name]["relation_name"]
        self.connection.register("given_rows", given)
        self.connection.execute(f"create or replace table {relation} as select {casts} from given_rows")

    def run(
        self, figures: Sequence[Figure], rules: Sequence[Row] | None = None, members: Sequence[Row] | None = None
    ) -> list[Outcome]:
        """Outcomes of all checks that these figures make, each with the `case` of its stated figure."""
        for name, rows in (("reconciliation_rules", rules), ("reconciliation_members", members)):
            self.load(name, seed_rows(self.nodes[name]) if rows is None else rows)
        self._fill(figures)
        for step in self.steps:
            self.connection.execute(f"create or replace table {step.relation} as {step.sql}")
        return self.rows(
            'select given.case_id as "case", facts.*, outcomes.figure_id, outcomes.binding_id'
            f" from {self.relation('fct_reconciliation')} as facts"
            f" join {self.relation('int_reconciliation__outcomes')} as outcomes using (check_id)"
            " join given_figures as given on outcomes.figure_id = given.figure_id order by facts.check_id"
        )

    def relation(self, name: str) -> str:
        return str(self.nodes[name]["relation_name"])

    def rows(self, sql: str) -> list[Row]:
        cursor = self.connection.execute(sql)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def _fill(self, figures: Sequence[Figure]) -> None:
        rows = [landed(figure, ordinal) for ordinal, figure in enumerate(figures, 1)]
        trees = [
            {
                "rule_code": figure.rule_code,
                "binding_key": f"{figure.rule_code}|{figure.case}|{figure.binding}",
                "role": figure.role,
                "figure_id": row["figure_id"],
            }
            for figure, row in zip(figures, rows, strict=True)
            if figure.binding
        ]
        self.connection.register("given_numbers", pa.Table.from_pylist(rows))
        self.connection.execute(f"create or replace table given_figures as {valued_sql()}")
        keys = pa.schema([(column, pa.string()) for column in ("rule_code", "binding_key", "role", "figure_id")])
        self.connection.register("given_trees", pa.Table.from_pylist(trees, schema=keys))
        for name, select in given_sql().items():
            self.connection.execute(f'create schema if not exists "{self.nodes[name]["schema"]}"')
            self.connection.execute(f"create or replace table {self.relation(name)} as {select}")


def seed_rows(node: Row) -> list[Row]:
    return list(csv_rows(PROJECT / node["original_file_path"]))


def valued_sql() -> str:
    """Figures with value, precision and interval, as the project's macros make them."""
    use = macros()
    return f"""
        with valued as (
            select *,
                {use.canonical_value("literal", "exponent")} as value,
                cast(case when is_given then given_decimals
                    else {use.stated_decimals("literal", "exponent", "unit_code")} end as integer) as decimals,
                cast({use.stated_decimals("column_literal", "column_exponent", "unit_code")} as integer) as finest
            from given_numbers
        ), columned as (
            select *, case when has_column then finest else decimals end as column_decimals from valued
        )
        select * exclude (is_given, given_decimals, finest, has_column),
            {use.interval_low("value", "decimals", "qualifier")} as value_low,
            {use.interval_high("value", "decimals", "qualifier")} as value_high,
            {use.interval_low("value", "column_decimals", "qualifier")} as column_low,
            {use.interval_high("value", "column_decimals", "qualifier")} as column_high
        from columned"""


def given_sql() -> dict[str, str]:
    """The tables that the models read, from what the test has filled."""
    return {
        "int_reconciliation__figures": """
            select *, 'whole' as scope, concept || ' ' || measure as label, char_start + 10 as char_end, 1 as page,
                null as observation_id, case when form = 'statement' then figure_id end as cell_id,
                null as indicator_id
            from given_figures""",
        "int_reconciliation__tree_operands": "select * from given_trees",
        "stg_landing__reports": """
            select report_id, document_id, min(program_code) as program_code, 1 as ordinal
            from given_figures group by report_id, document_id""",
        "stg_landing__documents": """
            select distinct document_id, document_id as sha256, case_id as issuer, null::varchar as rounding_mode
            from given_figures""",
        "fct_statement_line": """
            select figure_id as cell_id, report_id, split_part(concept, '.', 1) as statement_code,
                coalesce(nullif(split_part(concept, '.', 2), ''), 'none') as section, measure as measure_code,
                nullif(item, '') as line_key, value
            from given_figures where form = 'statement'""",
    }
