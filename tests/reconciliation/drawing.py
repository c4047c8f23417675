"""Seeded cases that hug the edges of tolerance, with the verdicts that exact rationals give them.

Figures are drawn so that intervals just touch, or miss each other by one last digit or by 0.000001; precisions are
mixed, signs too.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from tests.reconciliation.figures import Figure, precision
from tests.reconciliation.identities import Stated, holds, intersected, same, stated, summed
from tests.reconciliation.seeds import Row, member, rule

CASES = 1500  # of each kind
WEIGHTS = ((1,), (1, 1), (1, -1), (2, -3), (1, 1, -1), (1, 1, 1, 1), (1, -1, 12, 1, -1))
FACTORS = tuple((scale, addend, weight) for scale in (1, 12, 100) for addend in (0, 100) for weight in (1, -1))
FINEST = Fraction(1, 10**6)


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

    def add(self, code: str, operands: list[Stated], verdict: str, reason: str | None = None) -> str:
        case = f"{code} {len(self.expected)}"
        self.expected[case] = (verdict, reason)
        for number, operand in enumerate(operands, 1):
            self.state(case, f"{code}.{number}", operand)
        return case

    def state(self, case: str, concept: str, number: Stated, term: int = 1) -> None:
        text, decimals = f"{plain(number.value)}元", precision(number.decimals)
        self.figures.append(Figure(case, concept, text, decimals=decimals, term=term))


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


def suspicion(verdict: str, total: Stated, parts: list[tuple[int, Stated]]) -> str | None:
    """Roundings that all lean one way: a gap above three standard deviations of their sum."""
    variance = sum((weight * (part.high - part.low)) ** 2 for weight, part in [(1, total), *parts]) / 12
    gap = total.value - sum(weight * part.value for weight, part in parts)
    return "suspicious" if verdict == "rounding" and 0 < 9 * variance < gap**2 else None


def sums(source: random.Random, into: Drawn) -> None:
    for number, weights in enumerate(WEIGHTS):
        into.declare(f"sum{number}", "sum", 1, [("total", 1, 0), *(("member", weight, 0) for weight in weights)])
    for _ in range(CASES):
        number = source.randrange(len(WEIGHTS))
        parts = [(weight, drawn(source)) for weight in WEIGHTS[number]]
        edges = [sum(pick(weight * end for end in part.ends) for weight, part in parts) for pick in (min, max)]
        total = beside(source, [Fraction(edge) for edge in edges])
        verdict = summed(total, parts)
        into.add(f"sum{number}", [total, *(part for _, part in parts)], verdict, suspicion(verdict, total, parts))


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


def repeated(source: random.Random, into: Drawn) -> None:
    """Members that are stated twice: their intervals are intersected, or cannot be one."""
    into.declare("repeated", "sum", 1, [("total", 1, 0), ("member", 1, 0), ("member", -1, 0)])
    for _ in range(CASES):
        first, second = drawn(source), drawn(source)
        again = beside(source, [first.value, *first.ends])
        if again.decimals == first.decimals and again.value != first.value:
            continue  # see test_faults.py
        merged = intersected([first, again])
        edges = [end - other for end in (merged or first).ends for other in second.ends]
        total = beside(source, [min(edges), max(edges)])
        verdict, reason = "not_checkable", "conflicting_member" if merged is None else None
        if merged is not None:
            verdict = summed(total, [(1, merged), (-1, second)])
            reason = suspicion(verdict, total, [(1, merged), (-1, second)])
        into.state(into.add("repeated", [total, first, second], verdict, reason), "repeated.2", again)


def classes(source: random.Random, into: Drawn) -> None:
    """Two products make one result: the shares of classes."""
    into.declare("class", "product", 100, [("factor_a", 1, 0), ("factor_b", 1, 0), ("result", 1, 0)])
    for row in into.members:
        if row["rule_code"] == "class" and row["role"] != "result":
            row["takes"] = "each"

    def identity(a: Fraction, b: Fraction, c: Fraction, d: Fraction, e: Fraction) -> Fraction:
        return a * b + c * d - 100 * e

    for _ in range(CASES):
        pairs = [(drawn(source), drawn(source)) for _ in range(2)]
        corners = [[x * y / 100 for x in one.ends for y in other.ends] for one, other in pairs]
        result = beside(source, [sum(map(min, corners), Fraction(0)), sum(map(max, corners), Fraction(0))])
        verdict = holds(identity, [pairs[0][0], pairs[0][1], pairs[1][0], pairs[1][1], result])
        case = into.add("class", [], verdict)
        into.state(case, "class.3", result)
        for term, (one, other) in enumerate(pairs, 1):
            into.state(case, "class.1", one, term)
            into.state(case, "class.2", other, term)


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


def draw(seed: int) -> Drawn:
    into, source = Drawn(), random.Random(seed)
    for kind in (sums, repeated, products, classes, growths, sames):
        kind(source, into)
    return into
