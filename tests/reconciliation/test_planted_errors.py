"""Errors planted one at a time, in the four reports and in reports that are consistent by construction."""

from __future__ import annotations

from collections import Counter

import pytest

from ingest.cli import reports_folder
from tests.helpers import READING, ROOT
from tests.reconciliation.mutants import Outcome, read_planted, run

CONSISTENT = ROOT / "tests" / "fixtures" / "reconciliation"
LISTINGS = ("planted.csv", "second/planted.csv")
# By folder, of 235 and of 195.
UNSEEN = {"consistent": 163, "second": 94}
# Planted errors that are found, at least: the floor under the rules and under what is read for them.
FLOORS = {
    "sanming_2024_final_accounts.txt": 60,
    "shandan_2023_capacity_building.txt": 19,
    "suzhou_anhui_2024_transfer_payments.txt": 20,
    "suzhou_jiangsu_2024_department_overall.txt": 20,
}


@pytest.fixture(scope="module")
def in_the_reports() -> Outcome:
    folder = reports_folder()
    if not all((folder / name).is_file() for name in FLOORS):
        pytest.skip(f"the four reports are not at {folder}; set YIBAO_REPORTS")
    return run(read_planted(READING / "planted.csv", folder))


@pytest.fixture(scope="module")
def in_consistent_reports() -> Outcome:
    return run([m for listing in LISTINGS for m in read_planted(CONSISTENT / listing, CONSISTENT)])


@pytest.mark.parametrize("name", FLOORS)
def test_planted_errors_of_the_reports_are_found(in_the_reports: Outcome, name: str) -> None:
    found = Counter(mutant.path.name for mutant in in_the_reports.found)
    missed = [(m.start, m.old, m.new, m.kind) for m in in_the_reports.missed if m.path.name == name]
    assert found[name] >= FLOORS[name], missed


def test_a_planted_error_breaks_nothing_that_it_takes_no_part_in(in_the_reports: Outcome) -> None:
    assert [(m.start, m.old, m.new, f.rule_code, f.subject) for m, f in in_the_reports.beside] == []


def test_reports_that_are_consistent_have_no_finding(in_consistent_reports: Outcome) -> None:
    found = {path.name: [f.same_as() for f in findings] for path, findings in in_consistent_reports.base.items()}
    assert {name: findings for name, findings in found.items() if findings} == {}


def test_planted_errors_of_unseen_layouts_are_found(in_consistent_reports: Outcome) -> None:
    found = Counter(mutant.path.parent.name for mutant in in_consistent_reports.found)
    assert {name: found[name] for name, floor in UNSEEN.items() if found[name] < floor} == {}


def test_a_planted_error_of_an_unseen_layout_breaks_nothing_that_it_takes_no_part_in(
    in_consistent_reports: Outcome,
) -> None:
    assert [(m.path.name, m.start, f.rule_code, f.subject) for m, f in in_consistent_reports.beside] == []
