"""Faults that the oracle and a second reading found in the models, one minimal example each: mended, and to stay so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reconciliation.engine import Engine, Outcome
from tests.reconciliation.figures import Figure

CASE = "a"


def fund(concept: str, text: str, report: str = "", start: int | None = None) -> Figure:
    return Figure(CASE, concept, text, scheme_code="resident", report=report, document=report, start=start)


def outcome(engine: Engine, rule_code: str, *figures: Figure) -> Outcome:
    [found] = [row for row in engine.run(figures) if row["rule_code"] == rule_code]
    return found


def test_two_documents_that_differ_in_the_same_place_are_not_consistent(engine: Engine) -> None:
    first, second = fund("insured_persons", "1159.23万人", "1", 500), fund("insured_persons", "1195.23万人", "2", 500)
    assert outcome(engine, "stated_across_documents", first, second)["verdict"] == "restated"


def test_a_member_that_is_open_above_makes_no_rounding_suspicious(engine: Engine) -> None:
    figures = ("fund_current_balance", "3.00万元"), ("fund_income", "不低于8.00万元"), ("fund_expense", "7.00万元")
    found = outcome(engine, "fund_balance", *(fund(*figure) for figure in figures))
    assert (found["verdict"], found["reason"]) != ("rounding", "suspicious")


def test_two_values_of_equal_decimals_are_no_single_operand(engine: Engine) -> None:
    figures = [fund("fund_current_balance", "3.00万元"), fund("fund_expense", "7.00万元")]
    twice = [fund("fund_income", "10.00万元"), fund("fund_income", "10.01万元")]
    assert outcome(engine, "fund_balance", *figures, *twice)["reason"] == "conflicting_member"


def test_a_product_that_is_off_by_less_than_it_shows_is_rounding(engine: Engine) -> None:
    # 422936200 × 15.5 = 6555511100, and 12 × 546292600 = 6555511200.
    figures = (
        ("fund_expense", "42293.62万元"),
        ("fund_months_payable", "15.50个月"),
        ("fund_cumulative_balance", "54629.26万元"),
    )
    assert outcome(engine, "fund_months", *(fund(*figure) for figure in figures))["verdict"] == "rounding"


def test_persons_are_not_added_to_money(engine: Engine) -> None:
    parts = [("whole", "100.00万元"), ("part", "60.00万元"), ("part", "40人")]
    figures = [Figure(CASE, "parts", text, measure, term=term) for term, (measure, text) in enumerate(parts)]
    assert outcome(engine, "parts_make_whole", *figures)["verdict"] == "not_checkable"


def test_an_open_end_suggests_no_turned_sign(engine: Engine) -> None:
    spent, available = Figure(CASE, "funding_spent", "30.00万元"), Figure(CASE, "funding_available", "不高于20万元")
    found = outcome(engine, "funding_spent_within", spent, available)
    assert (found["verdict"], found["hint"]) == ("inconsistent", None)


def test_a_member_in_yi_for_wan_is_told_as_a_slip_of_its_unit(engine: Engine) -> None:
    # Its unit mended it fits to the cent; as an omitted member it fits only within the half unit of 10.00亿元.
    figures = ("fund_current_balance", "3.00万元"), ("fund_income", "10.00亿元"), ("fund_expense", "7.00万元")
    found = outcome(engine, "fund_balance", *(fund(*figure) for figure in figures))
    assert found["hint"].startswith("unit_slip_of_member")


def spent(available: str, rate: str, text: str) -> list[Figure]:
    money = {"program_code": "resident_subsidy", "funding_level": "all"}
    return [
        Figure(CASE, "funding_available", available, **money),
        Figure(CASE, "execution_rate", rate, **money),
        Figure(CASE, "funding_spent", text, **money),
    ]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("31252000.00万元", "inconsistent"),  # 3125.20万元, its unit slipped
        ("0.31亿元", "rounding"),
        ("3125.20亿元", "inconsistent"),
        ("3100.00亿元", "inconsistent"),  # rounded to 0.31亿元, then written in another unit
        ("312520.00万元", "not_checkable"),  # a hundred times the money is that of something else
    ],
)
def test_money_spent_in_the_wrong_unit_is_no_other_base(engine: Engine, text: str, verdict: str) -> None:
    assert outcome(engine, "execution_rate", *spent("3200.00万元", "97.66%", text))["verdict"] == verdict


def in_table(text: str, start: int, line: int, concept: str = "fund_income") -> Figure:
    return replace(fund(concept, text, start=start), form="table", line=line)


def test_two_tables_that_differ_are_a_conflict(engine: Engine) -> None:
    cells = [in_table("500.10", 100, 10), in_table("480.00", 110, 11, "fund_expense"), in_table("501.10", 300, 30)]
    assert outcome(engine, "stated_twice", cells[0], cells[2], cells[1])["verdict"] == "conflict"


@pytest.mark.parametrize("lines", [(10, 10), (10, 11)])
def test_columns_of_a_row_that_are_not_told_apart_are_no_conflict(engine: Engine, lines: tuple[int, int]) -> None:
    row = [in_table("500.10", 100, lines[0]), in_table("480.00", 110, lines[1])]
    assert not [found for found in engine.run(row) if found["rule_code"] == "stated_twice"]


def test_a_value_rounded_in_words_is_no_third_value_beside_two_tables(engine: Engine) -> None:
    words = replace(fund("fund_income", "5.00亿元", start=10), line=1)
    cells = [in_table("500123000.00元", 300, 30), in_table("510123000.00元", 500, 50)]
    found = outcome(engine, "stated_twice", words, *cells)
    assert (found["verdict"], found["stated_value"], found["computed_value"]) == ("conflict", 510123000, 500000000)
    third = replace(words, text="4.21亿元")  # three values are three things
    assert not [row for row in engine.run([third, *cells]) if row["rule_code"] == "stated_twice"]
