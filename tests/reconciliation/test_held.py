"""Reports that are consistent by construction: nothing in them breaks, and every rule is checked as often as it was.

held.csv has, by rule, how many checks of each verdict and reason the eighteen reports give; a rule that binds other
figures, or stops binding some, gives others. Written by `python -m tests.reconciliation.test_held`, and read.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.builds import query
from tests.helpers import ROOT, csv_rows
from tests.mutation.project import Project
from tests.mutation.warehouse import Warehouse

pytestmark = pytest.mark.warehouse
HELD = ROOT / "tests" / "fixtures" / "reconciliation" / "held.csv"
COLUMNS = ("rule_code", "kind", "verdict", "reason")
KEEPS = {"consistent", "rounding", "not_checkable"}


@pytest.fixture(scope="module")
def made_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = Warehouse(Project.compile(), "made", tmp_path_factory.mktemp("made"))
    warehouse.prepare()
    return warehouse.file


def told(database: Path) -> Counter[tuple[str, ...]]:
    columns = ", ".join(f"coalesce({name}, '')" for name in COLUMNS)
    rows = query(database, f"select {columns}, count(*) from marts.fct_reconciliation group by all")
    return Counter({row[:-1]: row[-1] for row in rows})


def test_every_rule_is_checked_as_often_as_the_reports_say_its_figures(made_warehouse: Path) -> None:
    expected = Counter({tuple(row[name] for name in COLUMNS): int(row["n_checks"]) for row in csv_rows(HELD)})
    seen = told(made_warehouse)
    assert seen - expected == expected - seen == Counter()


def test_most_of_what_is_checked_holds_and_nothing_contradicts_itself() -> None:
    verdicts: Counter[str] = Counter()
    for row in csv_rows(HELD):
        verdicts[row["verdict"]] += int(row["n_checks"])
    assert verdicts["consistent"] + verdicts["rounding"] > 1500
    assert verdicts.keys() == KEEPS


def test_a_sum_that_holds_shows_its_gap_within_its_tolerance(made_warehouse: Path) -> None:
    rows = query(
        made_warehouse,
        "select subject, stated_value, computed_value, gap, tolerance, n_members from marts.fct_reconciliation"
        " where kind in ('sum', 'order') and verdict in ('consistent', 'rounding')",
    )
    for subject, stated, computed, gap, tolerance, members in rows:
        assert subject and members > 0
        assert gap in (stated - computed, max(computed - stated, 0))
        assert gap == 0 or tolerance is None or abs(gap) <= tolerance  # None: one of them is open at an end


def main() -> int:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Project.compile(), "made", Path(folder))
        warehouse.prepare()
        rows = sorted((*key, n) for key, n in told(warehouse.file).items())
    with HELD.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*COLUMNS, "n_checks"))
        writer.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
