"""The warehouse: built from seeds and from a landing folder, published in one step, every id led back."""

from __future__ import annotations

import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path
from subprocess import CompletedProcess

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.explain import explain
from ingest.read import read_document
from ingest.resolve.extract import Extraction
from tests.builds import Run, query, yibao
from tests.evaluation.rows import plain
from tests.helpers import CORPUS, EXPECTED, SEEDS, csv_rows

pytestmark = pytest.mark.warehouse
IN_FILE = "join marts.dim_report r using (report_id) join marts.dim_document d on d.document_id = r.document_id"
LANDED = {
    "fct_observation": "observations",
    "fct_number": "numbers",
    "fct_statement_line": "statement_cells",
    "fct_indicator_score": "indicator_scores",
    "dim_document": "documents",
    "dim_report": "reports",
}
# --- from the seeds


def test_what_is_published_is_complete_before_its_builder_ends(seeds_build: tuple[Path, str]) -> None:
    database, read_meanwhile = seeds_build
    [(count,)] = query(database, "select count(*) from marts.fct_observation")
    assert read_meanwhile == str(count)


@pytest.mark.parametrize(("mart", "seed"), LANDED.items())
def test_every_row_of_a_seed_is_a_row_of_its_mart(from_seeds: Path, mart: str, seed: str) -> None:
    assert query(from_seeds, f"select count(*) from marts.{mart}") == [(len(csv_rows(SEEDS / f"{seed}.csv")),)]


def test_amounts_are_exact_yuan(from_seeds: Path) -> None:
    by_id = dict(query(from_seeds, "select observation_id, value from marts.fct_observation where unit_code = 'yuan'"))
    scales = {"元": 0, "万元": 4, "亿元": 8}
    for row in csv_rows(SEEDS / "observations.csv"):
        if row["unit_label"] in scales:
            assert by_id[row["observation_id"]] == Decimal(row["literal"]).scaleb(scales[row["unit_label"]])


def test_no_data_point_has_two_primaries(from_seeds: Path) -> None:
    assert query(
        from_seeds,
        "select count(*) from (select 1 from marts.fct_observation where is_primary group by report_id, region_code,"
        " scope, fiscal_year, metric_code, scheme_code, program_code, funding_level, breakdown having count(*) > 1)",
    ) == [(0,)]


# --- from the corpus


def test_a_run_over_the_corpus_publishes_it_and_tells_of_the_files_without_facts(corpus_run: Run) -> None:
    assert "published" in corpus_run.result.stdout
    assert corpus_run.result.returncode == 2
    for name in ("91_news_item.txt", "93_blank_page.txt"):
        assert name in corpus_run.result.stderr


def test_an_open_reader_keeps_what_it_read_while_a_new_warehouse_is_published(
    corpus_run: Run, from_seeds: Path
) -> None:
    [(before,)] = query(from_seeds, "select count(*) from marts.fct_observation")
    [(after,)] = query(corpus_run.database, "select count(*) from marts.fct_observation")
    assert corpus_run.seen_meanwhile == before != after


def test_a_build_leaves_nothing_beside_the_warehouse(corpus_run: Run) -> None:
    assert sorted(path.name for path in corpus_run.database.parent.iterdir()) == [
        "corpus.duckdb",
        "data_docs",
        "earlier",  # what was published there before
        "landing",
    ]


def test_the_marts_hold_the_landing(corpus_run: Run, corpus: dict[str, Extraction]) -> None:
    for mart, table in LANDED.items():
        rows = sum(len(extraction[table]) for extraction in corpus.values())
        assert query(corpus_run.database, f"select count(*) from marts.{mart}") == [(rows,)], mart


def test_observations_have_the_expected_canonical_values(corpus_run: Run) -> None:
    found = Counter(
        (name, str(line), metric, scheme, region, str(year), plain(str(value)), qualifier)
        for name, line, metric, scheme, region, year, value, qualifier in query(
            corpus_run.database,
            "select d.file_name, o.line_no, o.metric_code, o.scheme_code, o.region_code, o.fiscal_year, o.value,"
            f" o.qualifier from marts.fct_observation o {IN_FILE}",
        )
    )
    columns = ("file", "line_no", "metric_code", "scheme_code", "region_code", "fiscal_year")
    expected = Counter(
        (*(row[column] for column in columns), plain(row["value"]), row["qualifier"])
        for row in csv_rows(EXPECTED / "observations.csv")
    )
    assert (expected - found).total() <= 0.03 * expected.total(), expected - found


def test_statement_lines_have_the_expected_canonical_values(corpus_run: Run) -> None:
    found = Counter(
        (name, str(line), code, measure, plain(str(value)))
        for name, line, code, measure, value in query(
            corpus_run.database,
            "select d.file_name, s.line_no, s.statement_code, s.measure_code, s.value"
            f" from marts.fct_statement_line s {IN_FILE}",
        )
    )
    expected = Counter(
        (row["file"], row["line_no"], row["statement_code"], row["measure_code"], plain(row["value"]))
        for row in csv_rows(EXPECTED / "cells.csv")
    )
    assert (expected - found).total() <= 0.01 * expected.total(), expected - found


def test_a_fund_has_its_balance_stated_and_computed(corpus_run: Run) -> None:
    rows = query(
        corpus_run.database,
        "select income_yuan, expense_yuan, current_balance_stated_yuan, current_balance_computed_yuan"
        " from marts.fct_fund_balance where region_code = '320600' and fiscal_year = 2024 and scheme_code = 'employee'",
    )
    assert rows == [(17_690_000_000, 15_833_000_000, 1_857_000_000, 1_857_000_000)]


def test_a_city_and_its_districts_have_their_enrollment(corpus_run: Run) -> None:
    rows = query(
        corpus_run.database,
        "select region_code, scheme_code, insured_persons from marts.fct_enrollment"
        " where region_code like '3206%' and fiscal_year = 2024 and insured_persons is not null order by all",
    )
    assert rows == [
        ("320600", "basic_all", 7_284_600),
        ("320600", "employee", 3_012_200),
        ("320600", "resident", 4_272_400),
        ("320614", "basic_all", 923_000),
        ("320682", "basic_all", 1_270_500),
    ]


def test_every_stage_of_the_money_of_a_program_is_a_row(corpus_run: Run) -> None:
    rows = query(
        corpus_run.database,
        "select stage, funding_level, amount_yuan from marts.fct_funding"
        " where region_code = '512021' and funding_level in ('central', 'provincial', 'county') order by all",
    )
    assert ("allocated", "central", 59_300_000) in rows
    assert ("allocated", "provincial", 9_125_000) in rows
    assert ("allocated", "county", 4_600_000) in rows


def test_a_total_score_is_the_top_of_its_tree(corpus_run: Run) -> None:
    rows = query(
        corpus_run.database,
        "select self_score from marts.fct_indicator_score where region_code = '320600' and level = 0",
    )
    assert rows == [(Decimal("99.5"),)]


@pytest.mark.parametrize(
    ("mart", "column"),
    [("fct_observation", "observation_id"), ("fct_indicator_score", "indicator_id"), ("fct_statement_line", "cell_id")],
)
def test_every_kind_of_id_leads_back_to_its_words(corpus_run: Run, mart: str, column: str) -> None:
    sql = f"select {column}, f.char_start, f.char_end, d.file_name from marts.{mart} f {IN_FILE} order by {column}"
    for identifier, start, end, name in query(corpus_run.database, sql)[::97]:
        found = explain(corpus_run.database, identifier, [CORPUS])
        assert found is not None
        assert (found.mart, found.words) == (mart, read_document(CORPUS / name).text[start:end])


def first_id(run: Run) -> str:
    return str(query(run.database, "select min(observation_id) from marts.fct_observation")[0][0])


def test_explain_shows_the_words_of_an_id_in_their_place(corpus_run: Run) -> None:
    identifier = first_id(corpus_run)
    [(name, line, text)] = query(
        corpus_run.database,
        f"select d.file_name, o.line_no, o.stated_text from marts.fct_observation o {IN_FILE} where observation_id = ?",
        identifier,
    )
    result = yibao("explain", identifier, "--database", corpus_run.database, "--reports", CORPUS)
    assert result.returncode == 0
    assert f"{name}, line {line}," in result.stdout
    assert text in result.stdout


def test_explain_finds_a_number_by_document_and_place(corpus_run: Run) -> None:
    [(document, start, text)] = query(
        corpus_run.database, "select document_id, char_start, text from marts.fct_number order by all limit 1"
    )
    result = yibao("explain", f"{document}:{start}", "--database", corpus_run.database, "--reports", CORPUS)
    assert result.returncode == 0
    assert text in result.stdout


def test_explain_without_the_source_still_tells_the_place(corpus_run: Run, tmp_path: Path) -> None:
    result = yibao("explain", first_id(corpus_run), "--database", corpus_run.database, "--reports", tmp_path)
    assert result.returncode == 0
    assert "the source is not at hand" in result.stdout


@pytest.mark.parametrize(
    "identifier",
    ["d0-o0", "d0:7", "'; drop table x; --",
     "d0:x"],
)  # fmt: skip
def test_an_unknown_id_is_unusable_and_named(corpus_run: Run, identifier: str) -> None:
    result = yibao("explain", identifier, "--database", corpus_run.database)
    assert result.returncode == 2
    assert identifier in result.stderr


# --- when a test fails


def test_a_build_that_fails_a_test_publishes_nothing(corpus_run: Run, tmp_path: Path) -> None:
    landing, database = tmp_path / "landing", tmp_path / "kept.duckdb"
    shutil.copytree(corpus_run.landing, landing)
    part = landing / "observations" / "batch=00001" / "part-00000.parquet"
    rows = pq.read_table(part)
    pq.write_table(pa.concat_tables([rows, rows.slice(0, 1)]), part)
    database.write_bytes(b"the old warehouse")
    result = yibao("build", "--landing", landing, "--database", database)
    assert result.returncode == 1
    assert "nothing was published" in result.stderr
    assert "observation" in result.stderr
    assert database.read_bytes() == b"the old warehouse"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.duckdb", "landing"]


# --- from everything that other hands wrote


def test_reports_of_every_layout_pass_the_gates(all_run: tuple[Path, CompletedProcess[str]]) -> None:
    """A corpus that nobody tuned for is published: what the gates hold is ours to keep, whatever is read."""
    database, result = all_run
    assert "published" in result.stdout, result.stderr
    [(documents, reports)] = query(
        database, "select (select count(*) from marts.dim_document), (select count(*) from marts.dim_report)"
    )
    assert documents > 140
    assert reports > 200
