"""Third-party cases of calculations, duplicates and intervals, read where $YIBAO_XBRL_CASES lies; none is kept here.

A fact becomes a figure: its concept the concept, its context the row of a form, its unit the unit, its decimals the
precision (INF is exact; UNKNOWN, of precision 0, is 约); a nil fact is not stated, so it is no figure. A calculation
becomes a rule over a row. Weights such as 1.01 become integers: 100·A = 101·B + 101·C is the same identity.

What is asserted of each kind:

- sum: the verdict that reconciliation.md defines, by an oracle of rationals. The rule is declared closed, as XBRL takes
  what is not reported for nothing; declared open, a missing item must be not_checkable / missing_member. XBRL 2.1
  rounds its facts and Calculations 1.1 does not, so a verdict of XBRL 2.1 binds in three ways only: where it says
  inconsistent, a check was made; where all facts are exact, nothing is nil and nothing is stated twice, both say the
  same; where another context or unit keeps a summation from binding, there is no check. Calculations 1.1 verdicts bind.
- duplicate: the class of a set is the worst of its pairs; two statements also as statements of one data point in one
  report. Where sources disagree (viewer-dup-3) OIM's word counts: equal decimals mean equal values.
- interval: the very bounds.
- excess_digits: what a value has beyond its decimals, by the types and powers of ten of the models. A literal never has
  any, as its decimals are counted off it.

Not usable, and skipped one by one: tuples (no rows), more digits than decimal(28,6) holds.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import combinations

import pytest

from tests.reconciliation.engine import Engine, Outcome
from tests.reconciliation.identities import same
from tests.reconciliation.macros import macros
from tests.reconciliation.seeds import member, rule
from tests.reconciliation.xbrl import (
    Case,
    as_figure,
    as_stated,
    cases,
    expected_sums,
    figures_of,
    of_kind,
    rule_code,
    rules_of,
    unusable,
    usable_sums,
)

N_CASES, N_TUPLES, N_TOO_LONG = 159, 10, 39
# A figure of another unit is not left out of a check, as XBRL does: it keeps the check from being made.
UNITS = {"xbrl21-397-V-03"}
# Verdicts of Calculations 1.1 (rounding is none of its words) as ours.
FITS = {"consistent": {"consistent", "rounding"}, "inconsistent": {"inconsistent"}}


@pytest.fixture(scope="module")
def sums(engine: Engine) -> dict[str, list[Outcome]]:
    """Outcomes by rule, all calculations of all cases in one pass, each closed and open."""
    declared = [rules_of(case) for case in usable_sums()]
    outcomes = engine.run(
        [figure for case in usable_sums() for figure in figures_of(case)],
        [row for rules, _ in declared for row in rules],
        [row for _, members in declared for row in members],
    )
    found: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        found[outcome["rule_code"]].append(outcome)
    return found


@pytest.mark.parametrize("reading", ["closed", "open"])
@pytest.mark.parametrize("case", of_kind("sum"))
def test_a_sum_has_the_verdict_that_its_intervals_prove(
    sums: dict[str, list[Outcome]], case: Case, reading: str
) -> None:
    for calculation in case["rules"]:
        seen = [(o["verdict"], o["reason"]) for o in sums[rule_code(case, calculation, reading)]]
        seen = [(verdict, None if reason == "suspicious" else reason) for verdict, reason in seen]
        if case["case_id"] in UNITS:
            assert {verdict for verdict, _ in seen} <= {"not_checkable"}
            continue
        assert sorted(seen, key=str) == sorted(expected_sums(case, calculation, reading), key=str)


def closed_verdicts(sums: dict[str, list[Outcome]], case: Case) -> set[str]:
    return {o["verdict"] for calculation in case["rules"] for o in sums[rule_code(case, calculation, "closed")]}


@pytest.mark.parametrize("case", of_kind("sum"))
def test_a_sum_is_bound_and_judged_as_its_source_says_where_both_mean_the_same(
    sums: dict[str, list[Outcome]], case: Case
) -> None:
    verdicts, expected = closed_verdicts(sums, case), case["expected"]
    if "calc11_nearest" in expected:
        assert verdicts and verdicts <= FITS[expected["calc11_nearest"]]
    if expected.get("xbrl21") == "inconsistent":
        assert verdicts, "what XBRL 2.1 found inconsistent was bound"
    concepts = [fact["concept"] for fact in case["facts"]]
    is_plain = all(fact["decimals"] == "INF" for fact in case["facts"]) and len(set(concepts)) == len(concepts)
    if is_plain and "xbrl21" in expected:
        assert ("inconsistent" in verdicts) == (expected["xbrl21"] == "inconsistent")


def duplicate_verdicts(engine: Engine, case: Case) -> list[Outcome]:
    """Each pair of statements held against each other, and the whole set as statements of one data point."""
    rules = [rule("pair", "same"), rule("set", "same")]
    members = [
        member("pair", 1, "stated", "one"),
        member("pair", 2, "reference", "other"),
        member("set", 1, "statement", "point"),
    ]
    figures = [as_figure("set", "point", fact) for fact in case["facts"]]
    for number, (one, other) in enumerate(combinations(case["facts"], 2)):
        figures += [as_figure(f"pair {number}", "one", one), as_figure(f"pair {number}", "other", other)]
    return engine.run(figures, rules, members)


@pytest.mark.parametrize("case", of_kind("duplicate"))
def test_statements_of_one_data_point_are_of_the_class_that_oim_gives(engine: Engine, case: Case) -> None:
    outcomes = duplicate_verdicts(engine, case)
    stated = case["expected"].get("duplicates_oim", case["expected"]["duplicates"])
    pairs = {o["case"]: (o["verdict"], o["reason"]) for o in outcomes if o["rule_code"] == "pair"}
    for number, (one, other) in enumerate(combinations(case["facts"], 2)):
        assert pairs[f"pair {number}"] == same(as_stated(one), as_stated(other))
    assert ("conflict" in {verdict for verdict, _ in pairs.values()}) == (stated == "inconsistent")
    # Three values are three things, by design, but where one of them may be another that is stated less precisely.
    as_set = [o["verdict"] for o in outcomes if o["rule_code"] == "set"]
    least, *between, greatest = sorted(map(as_stated, case["facts"]), key=lambda one: one.value)
    if not between:
        assert as_set == [pairs["pair 0"][0]]
    elif all(one.low < least.high or one.high > greatest.low for one in between):
        assert [verdict == "conflict" for verdict in as_set] == [stated == "inconsistent"]
    else:
        assert as_set == []


@pytest.mark.parametrize("case", [c for c in of_kind("duplicate") if c.values[0].get("intersection")])
def test_statements_of_one_data_point_are_intersected(engine: Engine, case: Case) -> None:
    # A sum of the data point alone shows what it stands for.
    rules = [rule("sum", "sum")]
    members = [member("sum", 1, "total", "whole"), member("sum", 2, "member", "point")]
    whole = {**case["facts"][0], "value": "0", "decimals": "INF"}
    figures = [as_figure("set", "whole", whole), *(as_figure("set", "point", fact) for fact in case["facts"])]
    [outcome] = engine.run(figures, rules, members)
    seen = [Fraction(outcome["computed_low"]), Fraction(outcome["computed_high"])]
    assert seen == [Fraction(bound) for bound in case["intersection"]]


@pytest.mark.parametrize("case", of_kind("interval"))
def test_a_fact_stands_for_the_interval_that_its_decimals_give(engine: Engine, case: Case) -> None:
    [fact] = case["facts"]
    engine.run([as_figure("interval", "X", fact)], [], [])
    [row] = engine.rows("select value_low, value_high from given_figures")
    assert [Fraction(row["value_low"]), Fraction(row["value_high"])] == [
        Fraction(bound) for bound in case["expected"]["interval_nearest"]
    ]


@pytest.mark.parametrize("case", of_kind("excess_digits"))
def test_digits_beyond_the_decimals_are_what_is_left_of_a_power_of_ten(engine: Engine, case: Case) -> None:
    [fact] = case["facts"]
    value = f"cast('{fact['value']}' as {macros().type_value()})"
    unit = macros().power_of_ten(-int(fact["decimals"]))
    [row] = engine.rows(f"select {value} % {unit} as excess, {value} - {value} % {unit} as significant")
    expected = case["expected"]
    assert (row["excess"] != 0) == expected["excess_digits"]
    if expected["excess_digits"]:
        assert abs(Fraction(row["excess"])) == Fraction(expected["excess"])
        assert Fraction(row["significant"]) == Fraction(expected["significant"])


@pytest.mark.skipif(not cases(), reason="the third-party cases are absent")
def test_no_case_is_left_out_unsaid() -> None:
    reasons = [why for case in cases() if (why := unusable(case))]
    assert len(cases()) == N_CASES
    assert sum(why.startswith("tuples") for why in reasons) == N_TUPLES
    assert len(reasons) == N_TUPLES + N_TOO_LONG
