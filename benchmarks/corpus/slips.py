"""Planted errors: which figure, which slip, and whether what else is printed lets a reader see it.

The arithmetic is our own, exact, over intervals of what was printed: half a unit of the last digit either way, nothing
where a count or an amount to the fen is exact. It knows nothing of the rules' SQL but their codes.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from benchmarks.corpus.page import Figure, Page, Slip
from benchmarks.corpus.vocabulary import rows

Interval = tuple[Fraction, Fraction]
_FACTOR = 10**4
_YEARS = {"cum_r_l": "cum_r", "cum_e_l": "cum_e", "inc_r_l": "inc_r", "exp_r_l": "exp_r", "opening": "closing",
          "ins_r_l": "ins_r", "ins_e_l": "ins_e", "ins_a_l": "ins_a"}  # fmt: skip
_ACROSS = {"cum_r_l": "fund_cumulative_over_years", "cum_e_l": "fund_cumulative_over_years",
           "opening": "opening_is_last_closing"}  # fmt: skip


class Identity(NamedTuple):
    """What must hold: kind, the figure of the result, the others with weights; figures are by number."""

    rule: str
    kind: str
    result: int
    others: tuple[tuple[int, int], ...]


class Planted(NamedTuple):
    """A planted error."""

    slip: Slip
    name: str
    kind: str
    rules: tuple[str, ...]
    visible: bool


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


def plant(page: Page, draw: random.Random, before: Page | None = None) -> Planted | None:
    """An error for a page; `before` is the page of the year before, where the corpus has it."""
    found = list(identities(page))
    taking: dict[int, list[Identity]] = defaultdict(list)
    for one in found:
        taking[one.result].append(one)
        for number, _ in one.others:
            taking[number].append(one)
    if before is not None and draw.random() < 0.25:
        planted = _across(page, draw, before, taking)
        if planted:
            return planted
    groups: dict[str, list[int]] = defaultdict(list)
    for number in taking:
        figure = page.figures[number]
        if figure.digits and figure.spec.name != "full_score":
            groups[figure.spec.metric or figure.spec.name].append(number)
    for _ in range(20):
        at = draw.choice(groups[draw.choice(sorted(groups))])
        kind, digits = _slip(page, draw, at, taking[at])
        if digits != page.figures[at].digits:
            rules = broken(page, taking[at], at, digits)
            return Planted(Slip(at, digits), page.figures[at].spec.name, kind, rules, bool(rules))
    return None


def _across(page: Page, draw: random.Random, before: Page, taking: dict[int, list[Identity]]) -> Planted | None:
    """A figure of the year before that is not the one which that year's report states."""
    stated = {figure.spec.name: figure for figure in before.figures if figure.region == page.region}
    numbers = [number for number, figure in enumerate(page.figures) if _YEARS.get(figure.spec.name) in stated]
    if not numbers:
        return None
    at = draw.choice(numbers)
    figure = page.figures[at]
    digits = _digit(figure.digits, draw)
    now, then = interval(figure, digits), interval(stated[_YEARS[figure.spec.name]])
    rules = broken(page, taking[at], at, digits)
    if now[1] < then[0] or then[1] < now[0]:
        rules += (_ACROSS.get(figure.spec.name, "stated_across_documents"),)
    return Planted(Slip(at, digits), figure.spec.name, "across_years", rules, bool(rules))


def _slip(page: Page, draw: random.Random, at: int, taking: Sequence[Identity]) -> tuple[str, int]:
    """Kind and digits of a slip that a typist or a spreadsheet makes of a figure."""
    figure = page.figures[at]
    digits = figure.digits
    totals = [one for one in taking if one.kind == "sum" and one.result == at]
    kinds = ["digit", "digit", "transposition"]
    if totals:
        kinds += ["wrong_total", "member_omitted"]
    if figure.spec.quantity.unit in ("yuan", "person") and abs(digits) > 99:
        kinds.append("factor")
    if figure.spec.quantity.words[0]:
        kinds += ["sign", "sign"]
    if figure.spec.quantity.unit == "percent":
        kinds += ["wrong_rate", "wrong_rate"]
    if any(one.kind == "same" for one in taking):
        kinds.append("conflict")
    kind = draw.choice(kinds)
    if kind == "transposition":
        return kind, _transposed(digits, draw)
    if kind == "factor":
        return kind, digits * _FACTOR if draw.random() < 0.5 or abs(digits) < 100 * _FACTOR else digits // _FACTOR
    if kind == "sign":
        return kind, -digits
    if kind == "wrong_rate":
        return kind, digits + draw.choice((-1, 1)) * draw.randint(20, 900)
    if kind in ("wrong_total", "member_omitted"):
        number, weight = draw.choice(draw.choice(totals).others)
        member = page.figures[number]
        moved = weight * member.digits * Fraction(10) ** (member.exponent - figure.exponent)
        return kind, digits + round(-moved if kind == "member_omitted" else moved)
    return kind, _digit(digits, draw)


def _digit(digits: int, draw: random.Random) -> int:
    words = str(abs(digits))
    at = draw.randrange(len(words))
    other = draw.choice(
        [digit for digit in "0123456789" if digit != words[at] and (at or digit != "0" or len(words) == 1)]
    )
    changed = int(words[:at] + other + words[at + 1 :])
    return -changed if digits < 0 else changed


def _transposed(digits: int, draw: random.Random) -> int:
    words = str(abs(digits))
    places = [at for at in range(len(words) - 1) if words[at] != words[at + 1] and (at or words[1] != "0")]
    if not places:
        return _digit(digits, draw)
    at = draw.choice(places)
    changed = int(words[:at] + words[at + 1] + words[at] + words[at + 2 :])
    return -changed if digits < 0 else changed
