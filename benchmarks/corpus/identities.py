"""What holds on a page, and what cannot hold when one of its figures is printed with other digits.

The arithmetic is our own, exact, over intervals of what was printed: half a unit of the last digit either way, nothing
where a count or an amount to the fen is exact. It knows nothing of the rules' SQL but their codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from benchmarks.corpus.figures import Figure
from benchmarks.corpus.page import Page
from benchmarks.corpus.vocabulary import rows

Interval = tuple[Fraction, Fraction]


class Identity(NamedTuple):
    """What must hold: kind, the figure of the result, the others with weights; figures are by number."""

    rule: str
    kind: str
    result: int
    others: tuple[tuple[int, int], ...]


def interval(figure: Figure, digits: int | None = None) -> Interval:
    """What a printed figure may stand for."""
    digits = figure.digits if digits is None else digits
    unit = Fraction(10) ** figure.exponent
    half = 0 if figure.exact or (figure.spec.quantity.unit == "yuan" and figure.exponent <= -2) else Fraction(1, 2)
    return (digits - half) * unit, (digits + half) * unit


def identities(page: Page) -> Iterator[Identity]:
    """Everything that holds on a page, by the numbers of its figures."""
    for rule, total, members in page.sums:
        yield Identity(rule, "sum", total, tuple(members))
    for rule, rate, part, whole in page.ratios:
        yield Identity(rule, "ratio", rate, ((part, 1), (whole, 1)))
    for rule, smaller, larger in page.orders:
        yield Identity(rule, "order", smaller, ((larger, 1),))
    named: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number, figure in enumerate(page.figures):
        if figure.spec.name in _stated_once_or_more():
            named[figure.section, figure.spec.name].append(number)
    for row in rows("identities"):
        for section in range(page.sections):
            for result in named[section, row["result"]]:
                taken = list(_members(page, row, result, named, section))
                others = tuple((number, weight) for number, weight in taken if number is not None)
                if others and len(others) == len(taken):
                    yield Identity(row["rule"], _kind(page, row["kind"], result), result, others)
    same: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for number, figure in enumerate(page.figures):
        if not figure.spec.name.endswith("_score"):
            same[figure.spec.name, figure.region, figure.section].append(number)
    for numbers in same.values():
        for number in numbers[1:]:
            yield Identity("same", "same", numbers[0], ((number, 1),))


def _kind(page: Page, kind: str, result: int) -> str:
    """Parts make their whole where the words say that they are all, and are not larger than it where not."""
    if kind == "parts":
        return "sum" if page.figures[result].near in page.closed else "atleast"
    return kind


def _members(
    page: Page, row: dict[str, str], result: int, named: dict[tuple[int, str], list[int]], section: int
) -> Iterator[tuple[int | None, int]]:
    """The figures of a rule's members: -name is taken away, name? may be missing, $base is what spending is of."""
    for word in row["members"].split():
        name = word.strip("-?").replace("$base", page.bases[section])
        number = _nearest(page, result, named[section, name], bool(row["near"]))
        if number is not None or not word.endswith("?"):
            yield number, -1 if word.startswith("-") else 1


@cache
def _stated_once_or_more() -> frozenset[str]:
    words = {word.strip("-?") for row in rows("identities") for word in (*row["members"].split(), row["result"])}
    return frozenset(words | {"ready", "got"})


def _nearest(page: Page, to: int, numbers: Sequence[int], near: bool) -> int | None:
    """The statement of a figure that stands with another: in its block where it must."""
    blocks = page.figures
    here = [number for number in numbers if blocks[number].near == blocks[to].near]
    if here or near:
        return min(here, key=lambda number: abs(number - to), default=None)
    return numbers[0] if numbers else None


def broken(page: Page, found: Sequence[Identity], at: int, digits: int) -> tuple[str, ...]:
    """Rules that cannot hold when figure `at` is printed with other digits."""
    intervals: dict[int, Interval] = {at: interval(page.figures[at], digits)}

    def of(number: int) -> Interval:
        if number not in intervals:
            intervals[number] = interval(page.figures[number])
        return intervals[number]

    return tuple(
        dict.fromkeys(one.rule for one in found if not _holds(one, of(one.result), [of(n) for n, _ in one.others]))
    )


def _holds(one: Identity, result: Interval, others: Sequence[Interval]) -> bool:
    if one.kind in ("sum", "atleast"):
        low = high = Fraction(0)
        for (_, weight), bounds in zip(one.others, others, strict=True):
            low += weight * bounds[0 if weight > 0 else 1]
            high += weight * bounds[1 if weight > 0 else 0]
        return result[1] >= low and (one.kind == "atleast" or result[0] <= high)
    if one.kind == "order":
        return result[0] <= others[0][1]
    if one.kind == "same":
        return result[0] <= others[0][1] and others[0][0] <= result[1]
    part, whole = others
    if one.kind == "growth":
        change, now = others
        low, high = _times(result, (now[0] - change[1], now[1] - change[0]))
        return low <= 100 * change[1] and 100 * change[0] <= high
    scale = {"ratio": 100, "months": 12}[one.kind]
    low, high = _times(result, whole)
    return low <= scale * part[1] and scale * part[0] <= high


def _times(one: Interval, two: Interval) -> Interval:
    products = [a * b for a in one for b in two]
    return min(products), max(products)
