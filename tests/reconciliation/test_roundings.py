"""How a document rounds is told by its sums: three that only cutting off explains, and none that it cannot."""

from __future__ import annotations

import pytest

from tests.reconciliation.engine import Engine
from tests.reconciliation.figures import Figure

MEMBERS = ("basic", "project", "remitted_upward", "operating", "affiliate_subsidy")


def line(number: int, total: str) -> list[Figure]:
    """A line of form 03 whose five members make 50.00万元."""
    row, item = str(number), f"function_21015{number:02d}"
    measures = [("total", total), *((measure, "10.00万元") for measure in MEMBERS)]
    return [Figure("a", "FA03", text, measure, item, row=row) for measure, text in measures]


@pytest.mark.parametrize(
    ("totals", "verdicts"),
    [
        pytest.param(["50.04万元"] * 2, ["inconsistent"] * 2, id="two slips are slips"),
        pytest.param(["50.04万元"] * 3, ["rounding"] * 3, id="three are a habit"),
        pytest.param(["50.05万元"] * 3, ["inconsistent"] * 3, id="no cut digits are as many"),
        pytest.param(["50.04万元"] * 3 + ["49.99万元"], ["inconsistent"] * 3 + ["rounding"], id="one was rounded up"),
        pytest.param(["50.03万元"] * 3, ["rounding"] * 3, id="rounding to the nearest explains them too"),
    ],
)
def test_digits_are_taken_as_cut_off_where_only_that_explains_the_sums(
    engine: Engine, totals: list[str], verdicts: list[str]
) -> None:
    figures = [figure for number, total in enumerate(totals, 1) for figure in line(number, total)]
    outcomes = [row for row in engine.run(figures) if row["rule_code"] == "fa03_row"]
    assert [row["verdict"] for row in sorted(outcomes, key=lambda row: int(row["figure_id"].split("#")[1]))] == verdicts
