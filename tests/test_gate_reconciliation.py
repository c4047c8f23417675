"""What gate_reconciliation expects, on stand-in tables: good checks pass, each planted defect fails by name and id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import jinja2
import pytest

from ingest import gates
from ingest.gates import GateFailed, judge, with_examples
from tests.helpers import ROOT

GATE = "gate_reconciliation"
GATED = ROOT / "models" / "reconciliation" / "int_reconciliation__gated.sql"

STAND_INS = f"""
create table dim_document as select * from (values ('d1', 'a.txt', 50)) t(document_id, file_name, lines);
create table dim_report as select 'd1-r01' as report_id, 'd1' as document_id;
create table expectations as from read_csv('{ROOT}/seeds/rules/expectations.csv', header = true);
create table dim_reconciliation_rule as select 'R1' as rule_code, '合计等于分项之和' as statement_zh;
create table fct_reconciliation as
select *, 'R1' as rule_code, 'd1-r01' as report_id, '收入合计' as subject, 10 as stated_value, 9 as computed_value,
    1 as gap, 'omitted member' as hint
from (values
    ('k1', 'consistent', null, 'hard', false),
    ('k2', 'rounding', null, 'hard', false),
    ('k3', 'inconsistent', 'gap', 'hard', true),
    ('k4', 'not_checkable', 'missing_member', 'soft', false)
) t(check_id, verdict, reason, severity, acknowledged);
create table fct_reconciliation_evidence as
select 'k' || k as check_id, 'total' as role, 'd1' as document_id, 10 + k as line_no from range(1, 5) t(k);
create table acknowledged_discrepancies as
select * from (values ('a1', 'R1', 'a.txt', 13, '收入合计'), ('a2', 'R1', 'unread.txt', 7, '支出合计'))
t(acknowledgement_id, rule_code, file_name, line_no, subject);
create table int_reconciliation__acknowledgements as
select * from (values ('a1', 'k3'), ('a2', null)) t(acknowledgement_id, check_id);
create table int_reconciliation__rule_coverage as
select * from (values ('R1', 4, 4), ('R2', 0, 0)) t(rule_code, n_bindings, n_checks);
"""

# Expectation: what is planted, the id that the message has to name.
PLANTED = {
    "hard_break_is_acknowledged": ("update fct_reconciliation set acknowledged = false where check_id = 'k3'", "k3"),
    "soft_break_is_acknowledged": (
        "update fct_reconciliation set verdict = 'inconsistent', severity = 'warn' where check_id = 'k2'",
        "k2",
    ),
    "acknowledgement_has_its_break": (
        "update int_reconciliation__acknowledgements set check_id = 'k1' where acknowledgement_id = 'a1'",
        "a1: R1: check k1 is no break",
    ),
    "rule_with_operands_is_checked": (
        "update int_reconciliation__rule_coverage set n_checks = 0 where rule_code = 'R1'",
        "R1: 4 bindings, no check",
    ),
    "not_checkable_stays_rare": (
        "update fct_reconciliation set verdict = 'not_checkable', reason = 'x' where check_id = 'k1'",
        "2 of 4 checks, more than 0.35",
    ),
    "not_checkable_has_its_reason": ("update fct_reconciliation set reason = null where check_id = 'k4'", "k4"),
    "check_has_its_evidence": ("delete from fct_reconciliation_evidence where check_id = 'k2'", "k2"),
    "verdict_is_known": ("update fct_reconciliation set verdict = 'perhaps' where check_id = 'k1'", "k1"),
}


def rendered(path: Path, **variables: Any) -> str:
    """SQL of a model as dbt would compile it, for tables that stand in their refs' names."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "macros"), autoescape=False)
    environment.globals |= {
        "ref": str,
        "config": lambda **_: "",
        "var": lambda name, default=None: variables.get(name, default),
        "dbt": SimpleNamespace(type_string=lambda: "varchar", type_bigint=lambda: "bigint"),
        "rows_of": lambda relation, *_: relation,  # a full build looks at all of them
    }
    macros: Any = environment.get_template("gates.sql").module
    environment.globals |= {"gate_summary": macros.gate_summary, "gate_examples": macros.gate_examples}
    return environment.from_string(path.read_text(encoding="utf-8")).render()


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    monkeypatch.setenv(gates.DATA_DOCS, str(tmp_path / "data_docs"))
    with duckdb.connect() as connection:
        connection.execute(STAND_INS)
        yield connection


def judged(connection: duckdb.DuckDBPyConnection, **variables: Any) -> Any:
    variables = {"max_not_checkable_share": 0.35} | variables
    connection.execute(f"create or replace view int_reconciliation__gated as {rendered(GATED, **variables)}")
    files = (GATED.with_name(f"int_gate_reconciliation__{name}.sql") for name in ("summed", "examples"))
    frame = with_examples(*(connection.sql(rendered(file, **variables)) for file in files))
    return judge(GATE, frame).set_index("expectation")


def test_reconciled_reports_pass(tables: duckdb.DuckDBPyConnection) -> None:
    verdicts = judged(tables)
    assert verdicts["success"].all()
    assert verdicts.index.tolist() == sorted(PLANTED)
    assert verdicts.loc["acknowledgement_has_its_break", "n_checked"] == 1  # the other file was not read


@pytest.mark.parametrize("expectation", PLANTED)
def test_a_planted_defect_fails_its_expectation_with_its_id(
    tables: duckdb.DuckDBPyConnection, expectation: str
) -> None:
    change, words = PLANTED[expectation]
    tables.execute(change)
    with pytest.raises(GateFailed) as caught:
        judged(tables)
    assert f"\n    {expectation}: 1 of " in str(caught.value)
    assert words in str(caught.value)


def test_a_break_shows_rule_figures_and_hint(tables: duckdb.DuckDBPyConnection) -> None:
    tables.execute(PLANTED["hard_break_is_acknowledged"][0])
    with pytest.raises(
        GateFailed, match=r"a\.txt, line 13, report d1-r01: 【收入合计】 k3: R1 合计等于分项之和: "
    ) as caught:
        judged(tables)
    assert "inconsistent (gap), stated 10, computed 9, gap 1; omitted member" in str(caught.value)


def test_breaks_of_ones_own_corpus_are_data_unless_strict(tables: duckdb.DuckDBPyConnection) -> None:
    tables.execute(PLANTED["hard_break_is_acknowledged"][0])
    verdicts = judged(tables, landing="landing")
    assert not verdicts.loc["hard_break_is_acknowledged", "success"]
    assert verdicts.loc["hard_break_is_acknowledged", "severity"] == "report"
    with pytest.raises(GateFailed, match="hard_break_is_acknowledged"):
        judged(tables, landing="landing", strict=True)


def test_a_defect_of_ours_fails_on_any_corpus(tables: duckdb.DuckDBPyConnection) -> None:
    tables.execute(PLANTED["check_has_its_evidence"][0])
    with pytest.raises(GateFailed, match="check_has_its_evidence"):
        judged(tables, landing="landing")
