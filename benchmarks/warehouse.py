"""A corpus in a scratch warehouse, checked there in one pass by the models and one by one by hand-written queries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.made import Binding, Corpus, Fact, Product, Sum
from ingest.dbt import dbt_build
from ingest.land.batch import Batch
from ingest.land.write import write_parquet

# The pass is every table of these models that the outcomes are made from, but the figures, which are its input.
_MODELS, _INPUT, _OUTCOME = "models/reconciliation/", "int_reconciliation__figures", "int_reconciliation__outcomes"
_FIGURES = f"intermediate.{_INPUT}"
_OUTCOMES = f"intermediate.{_OUTCOME}"
_NAME = "benchmark"


class Warehouse:
    """The models as dbt compiles them, over made figures and rules."""

    def __init__(self, corpus: Corpus, workspace: Path, threads: int) -> None:
        self._compiled = _compile(workspace)
        self.connection = duckdb.connect(str(workspace / f"{_NAME}.duckdb"), config={"threads": threads})
        _load(self.connection, corpus)

    @property
    def tables(self) -> list[str]:
        """What the pass makes, in order."""
        return [relation.rsplit('"', 2)[-2] for relation, _ in self._compiled]

    def set_threads(self, threads: int) -> None:
        """Of DuckDB, from now on."""
        self.connection.execute(f"set threads = {threads}")

    def check_at_once(self) -> None:
        """The set-based pass: rules bound to figures, then sums, products and all other kinds as outcomes."""
        for relation, statement in self._compiled:
            self.connection.execute(f"create or replace table {relation} as {statement}")

    def find_inconsistent(self) -> set[Binding]:
        """The inconsistent sums and products of the last pass."""
        found = self.connection.execute(
            f"""
            select outcomes.rule_code, figures.report_id
            from {_OUTCOMES} as outcomes
            inner join {_FIGURES} as figures on outcomes.figure_id = figures.figure_id
            where outcomes.verdict = 'inconsistent'
            """
        ).fetchall()
        return {(rule, report) for rule, report in found}

    def count_checks(self) -> dict[str, int]:
        """Checks of the last pass by verdict."""
        return dict(
            self.connection.execute(
                f"select verdict, count(*) from {_OUTCOMES} group by verdict order by all"
            ).fetchall()
        )

    def check_one(self, rule: Sum | Product, report_id: str | None) -> list[str]:
        """Reports that break the rule: of all (one query a rule), or of one (one query an identity)."""
        query = _sum_test(rule, report_id) if isinstance(rule, Sum) else _product_test(rule, report_id)
        return [report for (report,) in self.connection.execute(query).fetchall()]


def _compile(workspace: Path) -> list[tuple[str, str]]:
    """Relations and statements of the pass. dbt builds the models over a landing of nothing, which gives the tables."""
    landing, target = workspace / "landing", workspace / "target"
    write_parquet(landing, Batch().rows)
    selection = ("--select", f"+{_OUTCOME}", "--resource-type", "seed", "--resource-type", "model")
    build = dbt_build(workspace / f"{_NAME}.duckdb", workspace, landing, False, *selection)
    if not build.passed:
        raise RuntimeError("dbt could not build the models: " + "; ".join(build.failures))
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    built = [nodes[result["unique_id"]] for result in results]  # in the order in which they were done
    return [
        (node["relation_name"], node["compiled_code"])
        for node in built
        if node["original_file_path"].startswith(_MODELS)
        and node["config"]["materialized"] != "view"
        and node["name"] != _INPUT
    ]


def _load(connection: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    for table, rows in (
        (_FIGURES, map(_figure, enumerate(corpus.facts, start=1))),
        ("rules.reconciliation_rules", _rules(corpus)),
        ("rules.reconciliation_members", _members(corpus)),
    ):
        connection.register("made", pa.Table.from_pylist(list(rows)))
        connection.execute(f"delete from {table}")
        connection.execute(f"insert into {table} by name from made")
        connection.unregister("made")
    for name in ("reports", "documents"):
        columns = connection.execute(f"select * from staging.stg_landing__{name}").description or []
        known = {"report_id": "report_id", "document_id": "document_id", "program_code": "'none'", "issuer": "''"}
        selected = ", ".join(f"{known.get(column[0], 'null')} as {column[0]}" for column in columns)
        connection.execute(f"drop view staging.stg_landing__{name}")
        connection.execute(f"create table staging.stg_landing__{name} as select distinct {selected} from {_FIGURES}")
    connection.execute("checkpoint")


def _figure(numbered: tuple[int, Fact]) -> dict[str, object]:
    number, fact = numbered
    low, high = (str(Decimal(bound).scaleb(-3)) for bound in (fact.low, fact.high))
    return {
        "figure_id": fact.fact_id,
        "figure_type": "observation",
        "form": "prose",
        "document_id": fact.report_id,
        "report_id": fact.report_id,
        "concept": fact.concept,
        "measure": "value",
        "item": "",
        "row_id": fact.fact_id,
        "region_code": "510000",
        "scope": "whole",
        "fiscal_year": 2023,
        "scheme_code": "none",
        "program_code": "none",
        "funding_level": "none",
        "breakdown": "",
        "label": fact.concept,
        "value": fact.stated,
        "unit_code": "percent" if fact.is_rate else "cny",
        "decimals": fact.decimals,
        "qualifier": "exact",
        "value_low": low,
        "value_high": high,
        "column_decimals": fact.decimals,
        "column_low": low,
        "column_high": high,
        "stated_text": fact.stated,
        "line_no": number,
        "char_start": number * 20,
        "char_end": number * 20 + len(fact.stated),
        "term": 1,
        "observation_id": fact.fact_id,
    }


def _rules(corpus: Corpus) -> Iterator[dict[str, object]]:
    kinds = {**{rule.code: "sum" for rule in corpus.sums}, **{rule.code: "product" for rule in corpus.products}}
    for code, kind in kinds.items():
        yield {
            "rule_code": code,
            "kind": kind,
            "scope": "within_report",
            "scale": 1 if kind == "sum" else 100,
            "closed": False,
            "near": False,
            "tells_missing": True,
            "severity": "hard",
        }


def _members(corpus: Corpus) -> Iterator[dict[str, object]]:
    listed: list[tuple[str, list[tuple[str, str, int]]]] = [
        *(
            (rule.code, [("total", rule.total, 1), *(("member", *member) for member in rule.members)])
            for rule in corpus.sums
        ),
        *(
            (rule.code, [("factor_a", rule.base, 1), ("factor_b", rule.rate, 1), ("result", rule.result, 1)])
            for rule in corpus.products
        ),
    ]
    for code, members in listed:
        for number, (role, concept, weight) in enumerate(members, start=1):
            yield {
                "rule_code": code,
                "member_no": number,
                "role": role,
                "term": 1,
                "weight": weight,
                "offset": 0,
                "concept": concept,
                "measure": "value",
                "year_shift": 0,
                "binds": True,
                "takes": "one",
                "required": "true",
            }


def _sum_test(rule: Sum, report_id: str | None) -> str:
    """As a dbt test would say it: the reports where the two intervals do not meet."""
    weights = " ".join(f"when '{concept}' then {weight}" for concept, weight in rule.members)
    names = ", ".join(f"'{concept}'" for concept in (rule.total, *(concept for concept, _ in rule.members)))
    return f"""
        with points as (
            select
                report_id,
                concept,
                case concept {weights} end as weight,
                max(column_low) as low,
                min(column_high) as high
            from {_FIGURES}
            where concept in ({names}) and {_of(report_id)}
            group by report_id, concept
        )
        select report_id
        from points
        group by report_id
        having
            max(case when concept = '{rule.total}' then low end)
            > sum(greatest(weight * low, weight * high))
            or min(case when concept = '{rule.total}' then high end)
            < sum(least(weight * low, weight * high))
    """


def _product_test(rule: Product, report_id: str | None) -> str:
    joined = " and ".join(f"bases.report_id = {other}.report_id" for other in ("rates", "results"))
    return f"""
        select bases.report_id
        from {_FIGURES} as bases, {_FIGURES} as rates, {_FIGURES} as results
        where
            {joined}
            and bases.concept = '{rule.base}' and rates.concept = '{rule.rate}' and results.concept = '{rule.result}'
            and {_of(report_id, "bases.")}
            and (
                bases.column_low * rates.column_low > 100 * results.column_high
                or bases.column_high * rates.column_high < 100 * results.column_low
            )
    """


def _of(report_id: str | None, prefix: str = "") -> str:
    return "true" if report_id is None else f"{prefix}report_id = '{report_id}'"
