"""Third-party cases as figures, rules and expected verdicts; the docstring of test_xbrl_cases.py says how."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import lcm
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import ROOT
from tests.reconciliation.figures import Figure, precision
from tests.reconciliation.identities import Stated, intersected, stated, summed
from tests.reconciliation.seeds import Row, member, rule

Case = dict[str, Any]
Verdict = tuple[str, str | None]
FOLDER = Path(os.environ.get("YIBAO_XBRL_CASES", ROOT.parent / "shared" / "xbrl_cases"))
ABSENT = f"no cases.json in {FOLDER}; set YIBAO_XBRL_CASES to the folder of the third-party cases"
N_CASES = 159


@cache
def cases() -> list[Case]:
    file = FOLDER / "cases.json"
    return list(json.loads(file.read_text(encoding="utf-8"))["cases"]) if file.is_file() else []


def unusable(case: Case) -> str | None:
    """Why a case cannot be rows of the warehouse."""
    if case["kind"] == "sum" and not case["usable_in_sql"]:
        return "tuples: facts nest, and a row has no nest"
    numbers = [fact["value"] for fact in case["facts"] if fact["value"] is not None]
    digits = [fact["decimals"] for fact in case["facts"] if fact["decimals"] not in (None, "INF", "UNKNOWN")]
    if any(abs(Decimal(number)) >= 10**22 or Fraction(number) % Fraction(1, 10**6) for number in numbers):
        return "more digits than decimal(28,6) holds"
    if case["kind"] == "excess_digits" and any(int(decimals) > 6 for decimals in digits):
        return "more decimals than decimal(28,6) holds"
    return None


def of_kind(kind: str) -> list[Any]:
    """The cases of a kind as parameters; without the folder, one that says so."""
    found = [case for case in cases() if case["kind"] == kind]
    if not found:
        return [pytest.param({}, marks=pytest.mark.skip(reason=ABSENT), id="absent")]
    return [
        pytest.param(case, id=case["case_id"], marks=[pytest.mark.skip(reason=why)] if (why := unusable(case)) else [])
        for case in found
    ]


def as_stated(fact: Case) -> Stated:
    return stated(Fraction(fact["value"]), None if fact["decimals"] in ("INF", "UNKNOWN") else int(fact["decimals"]))


def as_figure(case_id: str, concept: str, fact: Case) -> Figure:
    """UNKNOWN has no interval: 约 says the same of a printed number."""
    about = "约" if fact["decimals"] == "UNKNOWN" else ""
    text = f"{about}{Decimal(fact['value']):f}{fact['unit']}"
    decimals = precision(as_stated(fact).decimals)
    return Figure(case_id, concept, text, row=fact["context"], form="statement", decimals=decimals)


def operands(calculation: Case) -> tuple[int, dict[str, int]]:
    """Weight of the total and of each item, as integers."""
    weights = {item["item"]: Fraction(item["weight"]) for item in calculation["items"]}
    common = lcm(*(weight.denominator for weight in weights.values()))
    return common, {name: int(weight * common) for name, weight in weights.items()}


def rule_code(case: Case, calculation: Case, reading: str) -> str:
    return f"{case['case_id']} {calculation['total']} {reading}"


def usable_sums() -> list[Case]:
    return [case for case in cases() if case["kind"] == "sum" and not unusable(case)]


def rules_of(case: Case) -> tuple[list[Row], list[Row]]:
    """Each calculation as a closed and as an open rule, with its members."""
    rules, members = [], []
    for calculation in case["rules"]:
        common, weights = operands(calculation)
        for reading in ("closed", "open"):
            code = rule_code(case, calculation, reading)
            rules.append(rule(code, "sum", scope="within_table", closed=str(reading == "closed").lower()))
            roles = [(calculation["total"], "total", common), *((n, "member", w) for n, w in weights.items())]
            for number, (name, role, weight) in enumerate(roles, 1):
                required = str(role == "total" or reading == "open").lower()
                concept = f"{case['case_id']} {name}"
                members.append(member(code, number, role, concept, weight, required=required))
    return rules, members


def figures_of(case: Case) -> list[Figure]:
    reported = [fact for fact in case["facts"] if not fact["is_nil"]]
    return [as_figure(case["case_id"], f"{case['case_id']} {fact['concept']}", fact) for fact in reported]


def expected_sums(case: Case, calculation: Case, reading: str) -> list[Verdict]:
    """Verdicts by definition: one check for each context and unit that states the total and an item."""
    common, weights = operands(calculation)
    points: dict[tuple[str, str], dict[str, list[Case]]] = defaultdict(lambda: defaultdict(list))
    for fact in case["facts"]:
        if not fact["is_nil"] and fact["concept"] in (calculation["total"], *weights):
            points[fact["context"], fact["unit"]][fact["concept"]].append(fact)
    found: list[Verdict] = []
    for reported in points.values():
        if calculation["total"] in reported and len(reported) > 1:
            found.append(judged(common, calculation["total"], weights, reported, reading == "open"))
    return found


def judged(common: int, total: str, weights: dict[str, int], reported: dict[str, list[Case]], is_open: bool) -> Verdict:
    if is_open and any(name not in reported for name in weights):
        return "not_checkable", "missing_member"
    if any(fact["decimals"] == "UNKNOWN" for facts in reported.values() for fact in facts):
        return "not_checkable", "approximate_member"
    merged = {name: intersected([as_stated(fact) for fact in facts]) for name, facts in reported.items()}
    if any(point is None for point in merged.values()):
        return "not_checkable", "conflicting_member"
    known = {name: point for name, point in merged.items() if point is not None}
    items = [(weight, known[name]) for name, weight in weights.items() if name in known]
    return summed(known[total], items, common), None
