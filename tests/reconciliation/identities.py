"""Oracle of the verdicts, written from the definitions with exact rationals and without sight of the models' SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product


@dataclass(frozen=True)
class Stated:
    """A number as stated, with the least and the greatest value it stands for; decimals None is exact."""

    value: Fraction
    low: Fraction
    high: Fraction
    decimals: int | None

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        return self.low, self.high


def stated(value: Fraction, decimals: int | None) -> Stated:
    half = Fraction(0) if decimals is None else Fraction(1, 2) * Fraction(10) ** -decimals
    return Stated(value, value - half, value + half, decimals)


def intersected(statements: Sequence[Stated]) -> Stated | None:
    """One data point of all its statements, the most precise for its value; None where they cannot be one."""
    low, high = max(one.low for one in statements), min(one.high for one in statements)
    best = max(statements, key=lambda one: 99 if one.decimals is None else one.decimals)
    return Stated(best.value, low, high, best.decimals) if low <= high else None


def meets(residues: Iterable[Fraction]) -> bool:
    """Whether 0 lies between the least and the greatest residue that the corners of the box of intervals give."""
    found = list(residues)
    return min(found) <= 0 <= max(found)


def holds(identity: Callable[..., Fraction], operands: Sequence[Stated]) -> str:
    """Verdict on an identity that is of first power in each operand: `identity` is 0 where it holds."""
    if not meets(identity(*corner) for corner in product(*(operand.ends for operand in operands))):
        return "inconsistent"
    return "consistent" if identity(*(operand.value for operand in operands)) == 0 else "rounding"


def summed(total: Stated, weighted: Sequence[tuple[int, Stated]], factor: int = 1) -> str:
    """Verdict on factor × total = Σ weight × member, interval arithmetic instead of all corners."""
    least = sum((min(weight * end for end in member.ends) for weight, member in weighted), Fraction(0))
    greatest = sum((max(weight * end for end in member.ends) for weight, member in weighted), Fraction(0))
    if least > factor * total.high or factor * total.low > greatest:
        return "inconsistent"
    exact = sum((weight * member.value for weight, member in weighted), Fraction(0)) == factor * total.value
    return "consistent" if exact else "rounding"


def same(one: Stated, other: Stated) -> tuple[str, str | None]:
    """Verdict and reason on two statements of one data point (OIM: equal decimals mean equal values)."""
    if one.value == other.value:
        return "consistent", None
    if one.decimals != other.decimals and one.low <= other.high and other.low <= one.high:
        return "rounding", None
    stated_digits = [number.decimals for number in (one, other) if number.decimals is not None]
    within_one = bool(stated_digits) and abs(one.value - other.value) <= Fraction(10) ** -min(stated_digits)
    return "conflict", "last_digit" if within_one else None
