"""The scoring itself: what counts as right, missed, invented and excused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.resolve.extract import Extraction, Extractor
from tests.evaluate import labels_of, main
from tests.evaluation.digits import unaccounted
from tests.evaluation.matching import FACTS, FULL, NODES, OBSERVATIONS, TARGETS, Kind, compare, without_lines
from tests.evaluation.rows import Row, canonical, expected_tables, found_tables
from tests.evaluation.scores import Tally
from tests.helpers import as_document, report_of

OBSERVATION = {
    "report_no": "1", "line_no": "5", "metric_code": "insured_persons", "scheme_code": "resident", "scope": "whole",
    "region_code": "431200", "fiscal_year": "2023", "program_code": "none", "funding_level": "none", "breakdown": "",
    "value": "4025000", "qualifier": "exact",
}  # fmt: skip
NODE = {"report_no": "1", "level": "3", "indicator_name": "参保率", "full_score": "10", "self_score": "9.50",
        "target_value": "95", "actual_value": ""}  # fmt: skip


def counts(kind: Kind, found: list[Row], wanted: list[Row]) -> tuple[int, int, int]:
    outcome = compare(kind, found, wanted)
    return len(outcome.hits), len(outcome.missed), len(outcome.invented)


@pytest.mark.parametrize(
    ("change", "facts", "strict", "full"),
    [
        ({}, (1, 0, 0), (1, 0, 0), (1, 0, 0)),
        ({"value": "4025000.00"}, (1, 0, 0), (1, 0, 0), (1, 0, 0)),
        ({"funding_level": "central"}, (1, 0, 0), (1, 0, 0), (0, 1, 1)),
        ({"breakdown": "大学生"}, (1, 0, 0), (1, 0, 0), (0, 1, 1)),
        ({"fiscal_year": "2022"}, (1, 0, 0), (0, 1, 1), (0, 1, 1)),
        ({"scheme_code": "employee"}, (0, 1, 1), (0, 1, 1), (0, 1, 1)),
    ],
)
def test_each_dimension_counts_where_it_should(
    change: Row, facts: tuple[int, ...], strict: tuple[int, ...], full: tuple[int, ...]
) -> None:
    found = [{**OBSERVATION, **change}]
    assert [counts(kind, found, [OBSERVATION]) for kind in (FACTS, OBSERVATIONS, FULL)] == [facts, strict, full]


def test_a_fact_stated_twice_is_one_fact_and_two_observations() -> None:
    twice = [OBSERVATION, {**OBSERVATION, "line_no": "9"}]
    assert counts(FACTS, twice, [OBSERVATION]) == (1, 0, 0)
    assert counts(OBSERVATIONS, twice, [OBSERVATION]) == (1, 0, 1)
    assert counts(without_lines(OBSERVATIONS), twice[1:], [OBSERVATION]) == (1, 0, 0)


def test_parts_are_compared_loosely_and_each_matches_once() -> None:
    printed = [{**OBSERVATION, "breakdown": label} for label in ("其中：大学生", "中小学生")]
    wanted = [{**OBSERVATION, "breakdown": label} for label in ("大学生", "中小学生（含幼儿）", "大学生")]
    assert counts(FULL, printed, wanted) == (2, 1, 0)


def test_an_uncertain_expectation_excuses_and_does_not_count() -> None:
    doubt = {**OBSERVATION, "certain": "N"}
    assert counts(OBSERVATIONS, [], [doubt]) == (0, 0, 0)
    assert counts(OBSERVATIONS, [OBSERVATION], [doubt]) == (0, 0, 0)
    assert counts(OBSERVATIONS, [{**OBSERVATION, "scheme_code": "none"}], [doubt]) == (0, 0, 0)
    assert counts(OBSERVATIONS, [{**OBSERVATION, "value": "1"}], [doubt]) == (0, 0, 1)
    assert counts(OBSERVATIONS, [OBSERVATION], [doubt, OBSERVATION]) == (1, 0, 0)


def test_only_targets_that_are_expected_take_part() -> None:
    assert counts(TARGETS, [NODE], [{**NODE, "target_value": ""}]) == (0, 0, 0)
    assert counts(TARGETS, [{**NODE, "target_value": "90"}], [NODE]) == (0, 1, 1)
    assert counts(TARGETS, [{**NODE, "indicator_name": "二、参保率"}], [NODE]) == (1, 0, 0)


def test_the_name_of_a_total_is_not_compared_and_its_scores_are() -> None:
    total = {**NODE, "level": "0"}
    assert counts(NODES, [{**total, "indicator_name": "合计"}], [total]) == (1, 0, 0)
    assert counts(NODES, [{**total, "self_score": "9"}], [total]) == (0, 1, 1)


def test_recall_precision_and_f1_of_a_tally() -> None:
    tally = Tally(hit=6, missed=2, invented=4)
    assert (tally.recall, tally.precision, tally.f1) == (0.75, 0.6, pytest.approx(2 / 3))
    assert str(tally) == "recall 0.750  precision 0.600  (matched 6, missed 2, invented 4)"


@pytest.mark.parametrize(
    ("literal", "label", "value"), [("534.50", "万元", "5345000"), ("98.50", "%", "98.5"), ("", "", "")]
)
def test_values_are_compared_in_canonical_units(literal: str, label: str, value: str) -> None:
    assert canonical(literal, label) == value


def test_a_digit_run_without_its_number_is_told(extractor: Extractor) -> None:
    text = report_of("resident", "参保人数402.5万人，参保率９７%。")
    extraction = extractor.extract(as_document(text))
    assert unaccounted(extraction, text) == []
    first, *rest = extraction["numbers"]
    start = first["char_start"]
    assert unaccounted(Extraction({"numbers": rest}), text) == [(start, start + 4)]
    doubled = Extraction({"numbers": [first, *extraction["numbers"]]})
    assert unaccounted(doubled, text) == [(first["char_start"], first["char_end"])]


def test_a_set_is_scored_by_label_and_its_last_lines_are_the_totals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], extractor: Extractor
) -> None:
    reports, expected = tmp_path / "reports", tmp_path / "expected"
    reports.mkdir(), expected.mkdir()
    text = report_of("resident", "2023年居民医保参保人数402.5万人。")
    (reports / "a.txt").write_text(text, encoding="utf-8")
    (reports / "none.txt").write_text("今日晴，最高气温28摄氏度。\n", encoding="utf-8")
    (reports / "broken.pdf").write_bytes(b"PK\x03\x04")
    found = found_tables(extractor.extract(as_document(text)))
    [observation], [document] = found["observations"], found["documents"]
    write(expected / "observations.csv", [{"file": name, **observation} for name in ("a.txt", "broken.pdf")])
    write(expected / "documents.csv", [{"file": "a.txt", **document}])
    write(tmp_path / "files.csv", [{"file": "a.txt", "genre": "bulletin", "layout": "prose", "format": "txt"}])
    assert labels_of(expected, expected_tables(expected))["a.txt"]["layout"] == "prose"

    assert main(reports, expected, verbose=True, by=["genre", "format", "metric"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3:] == [
        "observations   recall 0.500  precision 1.000  (matched 1, missed 1, invented 0)",
        "indicators     recall 0.000  precision 0.000  (matched 0, missed 0, invented 0)",
        "cells          recall 0.000  precision 0.000  (matched 0, missed 0, invented 0)",
    ]
    assert any(line.startswith("broken.pdf") and "not read: " in line for line in lines)
    assert any(line.startswith("bulletin ") and " observations " in line and "recall 1.000" in line for line in lines)
    assert any(line.startswith("insured_persons ") and "recall 0.500" in line for line in lines)
    assert any(line.startswith("pdf ") and "missed 1" in line for line in lines)


def write(path: Path, rows: list[Row]) -> None:
    columns = list(rows[0])
    lines = [",".join(columns), *(",".join(row[column] for column in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
