"""The models against an oracle of exact rationals, on thousands of seeded cases that hug the edges of tolerance.

Figures are drawn so that intervals just touch, or miss each other by one last digit or by 0.000001; precisions are
mixed, signs too. One pass runs them all; not one verdict may differ.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.reconciliation.engine import Engine, Outcome
from tests.reconciliation.figures import Figure, precision
from tests.reconciliation.identities import Stated, holds, same, stated, summed
from tests.reconciliation.seeds import member, rule

CASES = 1500  # of each kind
WEIGHTS = ((1,), (1, 1), (1, -1), (2, -3), (1, 1, -1), (1, 1, 1, 1), (1, -1, 12, 1, -1))
FACTORS = tuple((scale, addend, weight) for scale in (1, 12, 100) for addend in (0, 100) for weight in (1, -1))
FINEST = Fraction(1, 10**6)
Row = dict[str, object]


@dataclass
class Drawn:
    """Cases as they were drawn: their figures, and the verdict and reason that the oracle gives."""

    rules: list[Row] = field(default_factory=list)
    members: list[Row] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    expected: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    def declare(self, code: str, kind: str, scale: int, roles: list[tuple[str, int, int]]) -> None:
        self.rules.append(rule(code, kind, scale))
        for number, (role, weight, addend) in enumerate(roles, 1):
            self.members.append(member(code, number, role, f"{code}.{number}", weight, addend))

    def add(self, code: str, operands: list[Stated], verdict: str, reason: str | None = None) -> None:
        case = f"{code} {len(self.expected)}"
        self.expected[case] = (verdict, reason)
        for number, operand in enumerate(operands, 1):
            decimals = precision(operand.decimals)
            self.figures.append(Figure(case, f"{code}.{number}", f"{plain(operand.value)}元", decimals=decimals))


def plain(value: Fraction) -> str:
    assert value % FINEST == 0, "more digits than a value holds"
    return f"{Decimal(int(value / FINEST)).scaleb(-6):f}"


def drawn(source: random.Random, greatest: int = 3) -> Stated:
    """A number of any precision and sign; zero, too."""
    decimals = source.choice((None, -3, -2, -1, 0, 1, 2, 2, greatest))
    unit = Fraction(1, 100) if decimals is None else Fraction(10) ** -decimals
    return stated(source.choice((-1, 1, 1, 1)) * source.choice((0, 1, 7, source.randint(1, 9999))) * unit, decimals)


def beside(source: random.Random, edges: list[Fraction]) -> Stated:
    """A number whose interval ends at an edge, or a last digit before or behind it."""
    edge, decimals = source.choice(edges), source.choice((None, None, -2, 0, 1, 2, 3))
    unit = FINEST if decimals is None else Fraction(10) ** -decimals
    half = 0 if decimals is None else unit / 2
    return stated(round((edge + source.choice((-1, 1)) * half) / unit + source.randint(-1, 1)) * unit, decimals)


def sums(source: random.Random, into: Drawn) -> None:
    for number, weights in enumerate(WEIGHTS):
        into.declare(f"sum{number}", "sum", 1, [("total", 1, 0), *(("member", weight, 0) for weight in weights)])
    for _ in range(CASES):
        number = source.randrange(len(WEIGHTS))
        parts = [(weight, drawn(source)) for weight in WEIGHTS[number]]
        edges = [sum(pick(weight * end for end in part.ends) for weight, part in parts) for pick in (min, max)]
        total = beside(source, [Fraction(edge) for edge in edges])
        reason = None
        verdict = summed(total, parts)
        variance = sum((w * (part.high - part.low)) ** 2 for w, part in [(1, total), *parts]) / 12
        gap = total.value - sum(w * part.value for w, part in parts)
        if verdict == "rounding" and variance > 0 and gap**2 > 9 * variance:
            reason = "suspicious"
        into.add(f"sum{number}", [total, *(part for _, part in parts)], verdict, reason)


def products(source: random.Random, into: Drawn) -> None:
    for number, (scale, addend, weight) in enumerate(FACTORS):
        roles = [("factor_a", 1, 0), ("factor_b", weight, addend), ("result", 1, 0)]
        into.declare(f"product{number}", "product", scale, roles)
    for _ in range(CASES):
        number = source.randrange(len(FACTORS))
        scale, addend, weight = FACTORS[number]
        first, second = drawn(source), drawn(source)
        corners = [x * (addend + weight * y) / scale for x in first.ends for y in second.ends]
        result = beside(source, [min(corners), max(corners)])

        def identity(a: Fraction, b: Fraction, c: Fraction, by: tuple[int, int, int] = FACTORS[number]) -> Fraction:
            return a * (by[1] + by[2] * b) - by[0] * c

        into.add(f"product{number}", [first, second, result], holds(identity, [first, second, result]))


def growths(source: random.Random, into: Drawn) -> None:
    into.declare("growth", "growth", 100, [("current", 1, 0), ("change", 1, 0), ("rate", 1, 0)])

    def identity(current: Fraction, change: Fraction, rate: Fraction) -> Fraction:
        return current * rate - change * (100 + rate)

    for _ in range(2 * CASES):
        current, rate = drawn(source), drawn(source, 2)
        if any(end == -100 for end in rate.ends):
            continue
        corners = [x * y / (100 + y) for x in current.ends for y in rate.ends]
        change = beside(source, [min(corners), max(corners)])
        verdict, reason = holds(identity, [current, change, rate]), None
        if verdict == "inconsistent" and current.low - change.high <= 0 <= current.high - change.low:
            verdict, reason = "not_checkable", "zero_base"  # from nothing there is no rate
        into.add("growth", [current, change, rate], verdict, reason)


def sames(source: random.Random, into: Drawn) -> None:
    into.declare("same", "same", 1, [("stated", 1, 0), ("reference", 1, 0)])
    for _ in range(CASES):
        one = drawn(source)
        other = beside(source, [*one.ends, one.value])
        into.add("same", [one, other], *same(one, other))


@pytest.fixture(scope="module")
def compared(engine: Engine) -> tuple[Drawn, dict[str, Outcome]]:
    into, source = Drawn(), random.Random(20241122)
    for draw in (sums, products, growths, sames):
        draw(source, into)
    return into, {outcome["case"]: outcome for outcome in engine.run(into.figures, into.rules, into.members)}


def differing(compared: tuple[Drawn, dict[str, Outcome]]) -> Iterator[tuple[object, ...]]:
    into, found = compared
    for case, expected in into.expected.items():
        outcome = found.get(case, {})
        seen = (outcome.get("verdict"), outcome.get("reason"))
        if seen != expected:
            texts = [(figure.text, figure.decimals) for figure in into.figures if figure.case == case]
            yield case, texts, expected, seen


def test_no_verdict_differs_from_that_of_exact_rationals(compared: tuple[Drawn, dict[str, Outcome]]) -> None:
    assert list(differing(compared)) == []


@pytest.mark.parametrize("kind", ["sum", "product", "growth", "same"])
def test_the_cases_hug_the_edges_on_both_sides(compared: tuple[Drawn, dict[str, Outcome]], kind: str) -> None:
    verdicts = [verdict for case, (verdict, _) in compared[0].expected.items() if case.startswith(kind)]
    assert len(verdicts) >= CASES
    for verdict in ("rounding", "conflict" if kind == "same" else "inconsistent"):
        assert verdicts.count(verdict) > CASES / 5, verdict
