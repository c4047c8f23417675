"""Planted errors: which figure, which slip, and whether what else is printed lets a reader see it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from benchmarks.corpus.identities import Identity, broken, identities, interval
from benchmarks.corpus.page import Page, Slip

_FACTOR = 10**4
_YEARS = {"cum_r_l": "cum_r", "cum_e_l": "cum_e", "inc_r_l": "inc_r", "exp_r_l": "exp_r", "opening": "closing",
          "ins_r_l": "ins_r", "ins_e_l": "ins_e", "ins_a_l": "ins_a"}  # fmt: skip
_ACROSS = {"cum_r_l": "fund_cumulative_over_years", "cum_e_l": "fund_cumulative_over_years",
           "opening": "opening_is_last_closing"}  # fmt: skip


class Planted(NamedTuple):
    """A planted error."""

    slip: Slip
    name: str
    kind: str
    rules: tuple[str, ...]
    visible: bool


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
