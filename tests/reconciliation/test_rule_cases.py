"""Every rule of the seeds on figures that keep it and on figures that break it, down to intervals that just touch.

A row of cases.csv is one figure of one case: the member of the rule that it is meant for, what the figure is (written
out: a rule whose members select other figures fails its cases), and the number as printed. A case speaks of one rule;
what other rules say of its figures is theirs. Most cases are one check; `expected_verdict` names as many verdicts as
there are checks.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

import pytest

from tests.helpers import ROOT, csv_rows
from tests.reconciliation.engine import Engine, Outcome
from tests.reconciliation.figures import Figure

CASES = ROOT / "tests" / "fixtures" / "reconciliation" / "cases.csv"
FACETS = ("item", "scheme_code", "program_code", "funding_level", "breakdown", "form")
FAILS = {"inconsistent", "conflict", "restated"}
KEEPS = {"consistent", "rounding"}

Key = tuple[str, str]


@cache
def rules() -> dict[str, dict[str, str]]:
    return {row["rule_code"]: row for row in csv_rows(ROOT / "seeds" / "rules" / "reconciliation_rules.csv")}


@cache
def members() -> dict[tuple[str, str], dict[str, str]]:
    rows = csv_rows(ROOT / "seeds" / "rules" / "reconciliation_members.csv")
    return {(row["rule_code"], row["member_no"]): row for row in rows}


@cache
def cases() -> dict[Key, list[dict[str, str]]]:
    found: dict[Key, list[dict[str, str]]] = defaultdict(list)
    for row in csv_rows(CASES):
        found[row["rule_code"], row["case"]].append(row)
    return found


def as_figure(row: dict[str, str]) -> Figure:
    """The figure as the case writes it down, whatever the rule's members say; `-` is the empty code."""
    facets: dict[str, Any] = {name: "" if row[name] == "-" else row[name] for name in FACETS if row[name]}
    is_tree = not row["member_no"] and rules()[row["rule_code"]]["tree"] != "" and row["role"] != ""
    return Figure(
        case=f"{row['rule_code']}: {row['case']}",
        concept=row["concept"],
        measure=row["measure"],
        text=row["text"],
        year=int(row["year"] or 2024),
        term=int(row["term"] or 1),
        report=row["report"],
        document=row["document"],
        line=int(row["line"]) if row["line"] else None,
        column=row["column"],
        rule_code=row["rule_code"] if is_tree else "",
        binding="tree" if is_tree else "",
        role=row["role"] if is_tree else "",
        **facets,
    )


@pytest.fixture(scope="module")
def outcomes(engine: Engine) -> dict[str, list[Outcome]]:
    """Outcomes of the rule that each case speaks of, by case: all of them from one pass."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in engine.run([as_figure(row) for rows in cases().values() for row in rows]):
        if outcome["case"].startswith(outcome["rule_code"] + ": "):
            found[outcome["case"]].append(outcome)
    return found


@pytest.mark.parametrize("rule_code", rules())
def test_a_rule_tells_figures_that_keep_it_from_figures_that_break_it(
    outcomes: dict[str, list[Outcome]], rule_code: str
) -> None:
    expected, seen = {}, {}
    for (rule, case), rows in cases().items():
        if rule == rule_code:
            told = outcomes[f"{rule}: {case}"]
            expected[case] = (rows[0]["expected_verdict"], rows[0]["expected_reason"])
            verdicts = " ".join(sorted(outcome["verdict"] for outcome in told))
            seen[case] = (verdicts, " ".join(outcome["reason"] for outcome in told if outcome["reason"]))
    assert seen == expected


def test_every_rule_has_a_case_that_keeps_it_and_one_that_breaks_it() -> None:
    verdicts: dict[str, set[str]] = defaultdict(set)
    for (rule_code, _), rows in cases().items():
        verdicts[rule_code].update(rows[0]["expected_verdict"].split())
    assert verdicts.keys() == rules().keys()
    for rule_code, rule in rules().items():
        assert verdicts[rule_code] & KEEPS, rule_code
        # A hint only explains: where it fails it says nothing.
        assert verdicts[rule_code] & FAILS or rule["severity"] == "hint", rule_code


def test_a_case_expects_one_verdict_and_its_figures_are_of_its_rule() -> None:
    for (rule_code, case), rows in cases().items():
        assert len({(row["expected_verdict"], row["expected_reason"]) for row in rows}) == 1, (rule_code, case)
        for row in rows:
            assert not row["member_no"] or members()[rule_code, row["member_no"]]["role"] == row["role"], (
                rule_code,
                case,
            )
