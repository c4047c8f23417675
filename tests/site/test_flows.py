"""Flows of money and charts of years, from rows written by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from yibao_site.flows import Flow, flows
from yibao_site.trends import trends

Row = dict[str, Any]


def money(stage: str, level: str, amount: int, **more: Any) -> Row:
    row = {
        "fiscal_year": 2024, "program_code": "resident_subsidy", "report_id": "d1-r01", "scope": "whole",
        "stage": stage, "funding_level": level, "amount_yuan": Decimal(amount), "insured_residents": None,
    }  # fmt: skip
    return {**row, **more}


def one(*rows: Row) -> Flow:
    [flow] = flows(list(rows), [])
    return flow


def test_parts_stand_from_the_centre_down_on_one_scale() -> None:
    flow = one(
        money("allocated", "county", 100),
        money("allocated", "central", 600),
        money("allocated", "provincial", 300),
        money("spent", "all", 500),
    )
    allocated, spent = flow.stages
    assert [(p.row["funding_level"], p.width) for p in allocated.parts] == [
        ("central", 60.0),
        ("provincial", 30.0),
        ("county", 10.0),
    ]
    assert (allocated.rest, spent.rest, spent.parts) == (0.0, 50.0, [])


def test_money_of_both_is_not_drawn_beside_its_parts() -> None:
    rows = [money("allocated", "central", 300), money("allocated", "central_and_provincial", 400)]
    both = one(*rows, money("allocated", "provincial", 100))
    assert {p.row["funding_level"]: p.width for p in both.stages[0].parts} == {
        "central": 75.0,
        "provincial": 25.0,
        "central_and_provincial": 0.0,
    }
    # Of the centre alone beside money of both, the larger holds the smaller.
    assert {p.row["funding_level"]: p.width for p in one(*rows).stages[0].parts} == {
        "central": 0.0,
        "central_and_provincial": 100.0,
    }


def test_what_is_allocated_follows_what_was_carried_over() -> None:
    flow = one(money("carried_over", "all", 200), money("allocated", "all", 800), money("available", "all", 1000))
    assert [(s.code, s.offset, s.rest) for s in flow.stages] == [
        ("carried_over", 0.0, 20.0),
        ("allocated", 20.0, 80.0),
        ("available", 0.0, 100.0),
    ]


def test_what_is_not_spent_is_told_of_money_of_the_same_level_only() -> None:
    same = one(money("allocated", "central", 400), money("spent", "central", 300))
    assert (same.level, same.unspent, same.executed) == ("central", 100, 75)
    other = one(money("allocated", "all", 400), money("spent", "central", 300))
    assert (other.level, other.unspent, other.executed) == (None, None, None)
    available = one(money("allocated", "all", 400), money("available", "all", 500), money("spent", "all", 450))
    assert (available.unspent, available.executed, available.unspent_width) == (50, 90, 10.0)


def test_money_a_head_is_of_the_insured_of_the_program() -> None:
    assert one(money("allocated", "all", 6_700, insured_residents=Decimal(10))).per_insured == 670
    assert one(money("allocated", "all", 6_700, insured_residents=Decimal(10), program_code="none")).per_insured is None


def test_reports_of_one_program_are_not_added_up() -> None:
    found = flows([money("allocated", "all", 1), money("allocated", "all", 1, report_id="d1-r02")], [])
    assert [flow.row["report_id"] for flow in found] == ["d1-r01", "d1-r02"]


def fund(year: int, **more: Any) -> Row:
    row = dict.fromkeys(
        [
            "income_yuan", "income_observation_id", "expense_yuan", "expense_observation_id",
            "months_payable_stated", "months_payable_observation_id", "months_payable_computed",
        ]
    )  # fmt: skip
    return {"scheme_code": "resident", "scope": "whole", "fiscal_year": year, **row, **more}


def test_months_are_as_stated_else_computed_and_years_that_say_nothing_are_dashed() -> None:
    stated = {"months_payable_stated": Decimal(9), "months_payable_observation_id": "o1"}
    [chart] = trends([], [fund(2021, **stated), fund(2023, months_payable_computed=Decimal(3)), fund(2024, **stated)])
    [line] = chart.lines
    assert [(p.year, p.value, p.observation_id) for p in line.points] == [
        (2021, 9, "o1"),
        (2023, 3, None),
        (2024, 9, "o1"),
    ]
    assert [stroke.dashed for stroke in line.strokes] == [True, False]
    # From nothing at the bottom to nine at the top, six lies a third down.
    top, bottom = line.points[0].y, 2 * line.points[1].y - chart.six if chart.six else 0
    assert chart.six is not None and abs((chart.six - top) / (bottom - top) - 1 / 3) < 0.01


def test_a_year_alone_and_the_own_level_draw_nothing() -> None:
    income = {"income_yuan": Decimal(1), "income_observation_id": "o1"}
    assert trends([], [fund(2024, **income)]) == []
    assert trends([], [fund(2023, scope="own_level", **income), fund(2024, scope="own_level", **income)]) == []


def test_words_of_two_lines_stand_on_their_outer_sides() -> None:
    def year(at: int, income: int, expense: int) -> Row:
        named = {"income_observation_id": f"i{at}", "expense_observation_id": f"e{at}"}
        return fund(at, income_yuan=Decimal(income), expense_yuan=Decimal(expense), **named)

    [chart] = trends([], [year(2023, 10, 8), year(2024, 9, 11)])
    assert [[p.above for p in line.points] for line in chart.lines] == [[True, False], [False, True]]
