"""What a rule says where one thing about figures that keep it is different (variants.py), each variant as it was read.

A figure is missing, stated again, of another year, or one of another scheme, program, level, part or line stands
beside it; figures stand in one sentence, in rows, reports or documents of their own. variants.csv has the verdicts.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.helpers import csv_rows
from tests.reconciliation.engine import Engine
from tests.reconciliation.test_rule_cases import rules
from tests.reconciliation.variants import VARIANTS, named, told

# Rules that list many figures of one kind, where one more is one more, and nothing is merely stated again.
LISTS = {"account_changes", "parts_make_whole", "parts_within_whole", "projects_money", "shares_of_classes"}
# A break of any other rule is a contradiction. Of these it is none: what is usual or most often so; a plan or a wider
# base that the words may mean; two reports or two years, whose scopes may differ.
NO_CONTRADICTION = {
    "full_marks_for_a_met_target", "ob01_within_budget", "pf01_within_budget", "operating_within_public",
    "fa06_fa07_reception", "fa06_fa07_travel_abroad", "fa06_fa07_vehicle_running", "fa05_fa06_2080505",
    "fa05_fa06_2080506", "fa05_fa06_2210201", "fa05_fa06_2101103", "fa05_fa06_medical", "account_changes",
    "deviation_rate", "stated_twice_usually", "indicator_and_words", "table_and_words", "projects_money",
    "stated_across_documents",
    "running_of_no_vehicle", "insured_over_years", "fund_cumulative_ratio", "fund_cumulative_over_years",
    "fund_income_total", "fund_expense_total", "fund_cumulative_balance_total", "funding_spent_within",
    "execution_rate", "claim_staff_control_rate", "opening_is_last_closing",
}  # fmt: skip


@pytest.fixture(scope="module")
def said(engine: Engine) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for (rule_code, variant), words in told(engine).items():
        found[rule_code][variant] = words
    return found


def expected() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in csv_rows(VARIANTS):
        found[row["rule_code"]][row["variant"]] = row["told"]
    return found


EXPECTED = expected()


@pytest.mark.parametrize("rule_code", EXPECTED)
def test_a_rule_says_of_each_variant_what_it_means(said: dict[str, dict[str, str]], rule_code: str) -> None:
    assert said[rule_code] == EXPECTED[rule_code]


def test_every_rule_whose_figures_can_be_varied_is() -> None:
    assert {rule_code for rule_code, _ in named()} == EXPECTED.keys()
    assert rules().keys() - EXPECTED.keys() == {row["rule_code"] for row in rules().values() if row["tree"]}


def test_no_figure_of_another_year_report_or_document_makes_up_for_a_missing_one() -> None:
    # Rules over years, reports and documents compare just those.
    within = {code for code, row in rules().items() if row["scope"] in ("within_table", "within_report")}
    for rule_code in within & EXPECTED.keys():
        for variant, verdicts in EXPECTED[rule_code].items():
            if variant.endswith("each in a report of its own"):
                assert "inconsistent" not in verdicts and "conflict" not in verdicts, rule_code


def test_a_figure_that_is_stated_again_breaks_nothing() -> None:
    for rule_code, of in EXPECTED.items():
        again = {words for variant, words in of.items() if variant.endswith(("again", "again in its row"))}
        assert rule_code in LISTS or not any("inconsistent" in w or "conflict" in w for w in again), (rule_code, again)


@pytest.mark.parametrize("rule_code", rules())
def test_only_what_is_no_contradiction_is_told_softly(rule_code: str) -> None:
    severity = rules()[rule_code]["severity"]
    # A hint only explains another break; a range doubts the reading as much as the report.
    others = {"execution_rate_of_part": "hint", "plausible_range": "warn"}
    assert severity == others.get(rule_code, "soft" if rule_code in NO_CONTRADICTION else "hard")


def test_every_rule_without_contradiction_is_a_rule() -> None:
    assert rules().keys() >= NO_CONTRADICTION
