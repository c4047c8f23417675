"""The gates: each expectation fails on its planted defect with the id in the message, and a failure stops the build."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from ingest import gates
from ingest.gates import GateFailed, judge, with_examples
from ingest.publish import docs_of
from tests.builds import Run, query, yibao
from tests.helpers import ROOT, csv_rows

pytestmark = pytest.mark.warehouse
LANDING = "gate_landing"
VIEWS = ("intermediate.int_gate_landing__summed", "intermediate.int_gate_landing__examples")

# Expectation: the fact to spoil, its id, and what is set.
PLANTED = {
    "number_points_where_its_disposition_says": ("fct_number", "number_id", "disposition = 'observation'"),
    "number_points_at_a_row_that_exists": ("fct_number", "number_id", "indicator_id = 'd0-r01-i000'"),
    "numbers_never_overlap": ("fct_number", "number_id", "char_start = char_start - 1000"),
    "observation_stands_on_a_number": ("fct_observation", "observation_id", "document_id = 'd0'"),
    "statement_cell_stands_on_one_number": ("fct_statement_line", "cell_id", "cell_id = 'd0-c0'"),
    "score_stands_on_a_number": ("fct_indicator_score", "indicator_id", "self_score = 12.345"),
    "place_is_a_span": ("fct_observation", "observation_id", "char_end = char_start"),
    "place_lies_in_its_report": ("fct_statement_line", "cell_id", "line_no = 99999"),
    "place_lies_in_its_document": ("fct_indicator_score", "indicator_id", "char_end = 9999999"),
    "report_lies_in_its_document": ("dim_report", "report_id", "line_end = 99999"),
    "stated_text_is_as_long_as_its_span": ("fct_observation", "observation_id", "stated_text = 'x' || stated_text"),
    "disposition_is_known": ("fct_number", "number_id", "disposition = 'lost'"),
    "qualifier_is_known": ("fct_observation", "observation_id", "qualifier = 'roughly'"),
    "scope_is_known": ("fct_observation", "observation_id", "scope = 'galaxy'"),
    "funding_level_is_known": ("fct_observation", "observation_id", "funding_level = 'lunar'"),
    "source_form_is_known": ("fct_observation", "observation_id", "source_form = 'rumour'"),
    "document_type_is_known": ("dim_document", "document_id", "document_type = 'novel'"),
    "measure_is_a_column_of_its_statement": ("fct_statement_line", "cell_id", "measure_code = 'mood'"),
}
# The same for what only the seeds hold, which the staging views show.
PLANTED_SEEDS = {
    "landed_rows_arrive": "delete from landing.observations where observation_id = '{id}'",
    "unit_is_known": "update landing.observations set unit_label = '斗' where observation_id = '{id}'",
    "relation_role_is_known": (
        "insert into landing.relations (relation_id, operand_no, document_id, report_id, relation_code, role, weight,"
        " literal, qualifier, stated_text, line_no, char_start, char_end) select '{id}', 1, document_id, report_id,"
        " 'change', 'culprit', 1, '1', 'exact', 'x', line_start, char_start, char_start + 1"
        " from marts.dim_report limit 1"
    ),
}


@pytest.fixture(scope="module")
def warehouse(from_seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the seeds' warehouse to plant defects in; its views want the file's own name."""
    copy = tmp_path_factory.mktemp("planted") / from_seeds.name
    shutil.copyfile(from_seeds, copy)
    with duckdb.connect(str(copy)) as connection:
        yield connection


@pytest.fixture
def planted(warehouse: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    warehouse.execute("begin")
    yield warehouse
    warehouse.execute("rollback")


@pytest.fixture(autouse=True)
def site(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of its own for every test."""
    folder = tmp_path_factory.mktemp("data_docs")
    monkeypatch.setenv(gates.DATA_DOCS, str(folder))
    return folder


def summed(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return with_examples(*map(connection.table, VIEWS))


def failure(frame: pd.DataFrame, gate: str = LANDING) -> str:
    with pytest.raises(GateFailed) as caught:
        judge(gate, frame)
    return str(caught.value)


def test_every_expectation_of_the_landing_door_is_planted() -> None:
    declared = {row["expectation"] for row in csv_rows(ROOT / "seeds" / "rules" / "expectations.csv")
                if row["gate"] == LANDING}  # fmt: skip
    assert declared == PLANTED.keys() | PLANTED_SEEDS.keys()


def test_every_condition_is_a_declared_expectation(warehouse: duckdb.DuckDBPyConnection) -> None:
    [(unknown,)] = warehouse.execute(
        "select count(*) from (from intermediate.int_landing__numbers_accounted union all"
        " from intermediate.int_landing__placed union all from intermediate.int_landing__coded)"
        " anti join rules.expectations using (expectation)"
    ).fetchall()
    assert unknown == 0


def test_good_facts_pass(warehouse: duckdb.DuckDBPyConnection) -> None:
    verdicts = judge(LANDING, summed(warehouse))
    assert verdicts["success"].all()
    assert verdicts["example"].isna().all()
    assert (verdicts["n_checked"] > 0).sum() >= len(verdicts) - 1  # the bundled reports state no relation yet


@pytest.mark.parametrize("expectation", PLANTED)
def test_a_planted_defect_fails_its_expectation_with_its_id(
    planted: duckdb.DuckDBPyConnection, expectation: str
) -> None:
    table, key, change = PLANTED[expectation]
    choice = "where disposition = 'narrative'" if table == "fct_number" else ""
    if table == "fct_indicator_score":
        choice = "where self_score is not null"
    [(identifier,)] = planted.execute(f"select max({key}) from marts.{table} {choice}").fetchall()
    planted.execute(f"update marts.{table} set {change} where {key} = '{identifier}'")
    message = failure(summed(planted))
    assert f"\n    {expectation}: " in message
    assert ("d0-c0" if "d0-c0" in change else identifier) in message
    assert "To do: " in message


@pytest.mark.parametrize("expectation", PLANTED_SEEDS)
def test_a_defect_planted_in_the_landing_fails_its_expectation(
    planted: duckdb.DuckDBPyConnection, expectation: str
) -> None:
    [(identifier,)] = planted.execute("select max(observation_id) from landing.observations").fetchall()
    planted.execute(PLANTED_SEEDS[expectation].format(id=identifier))
    message = failure(summed(planted))
    assert f"\n    {expectation}: " in message
    assert ("observations" if expectation == "landed_rows_arrive" else identifier) in message


def test_a_message_quotes_the_first_rows_and_counts_the_others(planted: duckdb.DuckDBPyConnection) -> None:
    planted.execute("update marts.fct_observation set scope = 'galaxy'")
    [(count,)] = planted.execute("select count(*) from marts.fct_observation").fetchall()
    message = failure(summed(planted))
    assert message.startswith("1 of ")
    assert f"scope_is_known: {count} of {count} rows" in message
    assert message.count("scope galaxy") == 5
    assert f"and {count - 5} more" in message
    assert ", line " in message


def test_a_break_of_a_source_of_ones_own_is_data(warehouse: duckdb.DuckDBPyConnection) -> None:
    frame = summed(warehouse)
    failing = frame["expectation"] == "scope_is_known"
    frame.loc[failing, ["n_failed", "severity", "file_name", "fact_id", "found"]] = [1, "report", "a.txt", "d1-o1", "x"]
    verdicts = judge(LANDING, frame).set_index("expectation")
    assert not verdicts.loc["scope_is_known", "success"]
    assert verdicts.loc["scope_is_known", "example"] == "a.txt: d1-o1: x"
    assert verdicts.drop(index="scope_is_known")["success"].all()


def test_a_gate_without_expectations_passes_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert "no expectation is declared" in failure(summed(warehouse).iloc[:0])


def test_the_site_shows_every_gate_and_its_statements(warehouse: duckdb.DuckDBPyConnection, site: Path) -> None:
    frame = summed(warehouse)
    judge(LANDING, frame)
    judge("another_gate", frame.assign(gate="another_gate"))
    index = (site / "index.html").read_text(encoding="utf-8")
    assert LANDING in index
    assert "another_gate" in index
    [page] = (site / "validations" / LANDING).rglob("*.html")
    for text in (index, page.read_text(encoding="utf-8")):
        assert "每个数字的去向与其所指一致" in text
        assert not re.search(r'(src|href)="https?:[^"]*\.(js|css|png)', text)
    assert f"href='{page.relative_to(site).as_posix()}'" in index


# --- through yibao build


def test_data_docs_are_published_with_the_warehouse(from_seeds: Path) -> None:
    assert LANDING in (docs_of(from_seeds) / "index.html").read_text(encoding="utf-8")
    assert query(from_seeds, f"select count(*) from marts.{LANDING} where not success") == [(0,)]


def test_a_failing_gate_publishes_nothing_and_says_what_to_do(corpus_run: Run, tmp_path: Path) -> None:
    landing, database = tmp_path / "landing", tmp_path / "kept.duckdb"
    shutil.copytree(corpus_run.landing, landing)
    part = landing / "observations" / "batch=00001" / "part-00000.parquet"
    rows = pq.read_table(part)
    identifier, place = rows["observation_id"][0].as_py(), rows.schema.get_field_index("char_end")
    first = pa.array(i == 0 for i in range(len(rows)))
    spoilt = pc.if_else(first, pc.add(rows["char_end"], 1), rows["char_end"])
    pq.write_table(rows.set_column(place, rows.field(place), spoilt), part)
    database.write_bytes(b"the old warehouse")
    result = yibao("build", "--landing", landing, "--database", database)
    assert result.returncode == 1
    assert "gate_landing: 1 of " in result.stderr
    assert "stated_text_is_as_long_as_its_span: 1 of " in result.stderr
    assert identifier in result.stderr
    assert "To do: " in result.stderr
    assert "Traceback" not in result.stderr
    assert database.read_bytes() == b"the old warehouse"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.duckdb", "landing"]
