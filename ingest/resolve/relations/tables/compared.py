"""Columns that are compared: this year and last year with the change and its rate, budget and actual with the rate."""

from __future__ import annotations

import re

from ingest.resolve.facts import Facts
from ingest.resolve.relations.tables.grids import Column, Grid, Number, TableWords
from ingest.resolve.relations.write import Operand, relate

_YEAR = re.compile(r"((?:19|20)\d{2})(?:年度?)?")
_UNITS = re.compile(r"\([^()]*\)|[%\d.]")
_TAIL = re.compile(r"(?:决算数|决算|数|额|情况|的)$")
_BASE = re.compile(r"^(?:与|比|较)(?:上年|去年)(?:相比)?|^同比")


def read_changes_of(facts: Facts, words: TableWords, grid: Grid) -> None:
    """上年 and 本年 side by side, then 增减额 or 增减率, as far as printed."""
    columns = [column for column in grid.columns if column is not None]
    for position in range(len(columns) - 2):
        one, other = columns[position : position + 2]
        if one.index + 1 != other.index or one.key != other.key or not (one.is_added and other.is_added):
            continue
        pair = _pair(words, columns, one, other)
        if pair is None:
            continue
        current, previous = pair
        moves = _moves(words, grid, other.index + 1, current)
        if not moves:
            continue
        for row in range(len(grid.labels)):
            now, then = current.numbers[row], previous.numbers[row]
            found = [(role, n) for role, column in moves if (n := column.numbers[row]) is not None]
            if now is not None and then is not None and found:
                operands = [now.operand("current"), then.operand("previous"), *_operands(found)]
                relate(facts, "change", grid.subject(row, current), operands)


def _operands(found: list[tuple[str, Number]]) -> list[Operand]:
    return [number.operand(role) for role, number in sorted(found, key=lambda pair: pair[0])]


def _pair(words: TableWords, columns: list[Column], one: Column, other: Column) -> tuple[Column, Column] | None:
    """Current and previous, where the headers say which is which and name one thing."""
    (stem_one, when_one), (stem_other, when_other) = _when(words, one), _when(words, other)
    if stem_one != stem_other or when_one == when_other:
        return None
    alike = [column for column in columns if _when(words, column)[0] == stem_one and column.key == one.key]
    if len(alike) != 2:
        return None  # three years, or budgets beside: what the rate is one of is not certain
    if isinstance(when_one, int) and isinstance(when_other, int):
        if abs(when_one - when_other) != 1:
            return None
        return (one, other) if when_one > when_other else (other, one)
    kinds = {str(when_one): one, str(when_other): other}
    current = kinds.get("present") or (kinds.get("") if stem_one else None)
    if current is None:
        # 2024年 beside 上年
        current = next((c for c, when in ((one, when_one), (other, when_other)) if isinstance(when, int)), None)
    previous = kinds.get("prior")
    return (current, previous) if current is not None and previous is not None and current is not previous else None


def _when(words: TableWords, column: Column) -> tuple[str, int | str]:
    """What a column is called without its year, and its year: a number, prior, present or ''."""
    head = re.sub(r"\([^()]*\)", "", column.full)
    year = _YEAR.search(head)
    if year:
        return _TAIL.sub("", head.replace(year[0], "", 1)), int(year[1])
    for role in ("prior", "present"):
        if words.has(role, head):
            return _TAIL.sub("", words.without(role, head)), role
    return _TAIL.sub("", head), ""


def _moves(words: TableWords, grid: Grid, at: int, current: Column) -> list[tuple[str, Column]]:
    """The columns right behind a pair that say how it moved."""
    stem = _when(words, current)[0]
    found: list[tuple[str, Column]] = []
    while (column := grid.column(at)) is not None and len(found) < 2:
        path = column.path[-1]
        head = re.sub(r"\([^()]*\)", "", path).replace("%", "")
        bare = head.replace(stem, "", 1) if stem and stem in head else head
        is_rate = column.unit_class == "percent" and (
            words.named("rate", bare) or words.named("rate", _BASE.sub("", bare))
        )
        is_change = column.key == current.key and (
            words.named("change", bare) or words.named("change", _BASE.sub("", bare))
        )
        role = "rate" if is_rate else "change" if is_change else ""
        if not role or role in (taken for taken, _ in found):
            break
        found.append((role, column))
        at += 1
    return found


def read_completions_of(facts: Facts, words: TableWords, grid: Grid) -> None:
    """预算数, 执行数, 执行率: one budget and one actual right before the rate."""
    for rate in grid.columns:
        if rate is None or rate.unit_class != "percent" or not words.named("completion", _bare(rate)):
            continue
        first, second = grid.column(rate.index - 2), grid.column(rate.index - 1)
        third = grid.column(rate.index - 3)
        if first is None or second is None or first.key != second.key or not (first.is_added and second.is_added):
            continue
        if third is not None and third.key == first.key and third.is_added:
            continue  # more amounts than two: which of them the rate is of is not certain
        if not (words.named("budget", _bare(first)) and words.named("actual", _bare(second))):
            continue
        for row in range(len(grid.labels)):
            budget, actual, done = first.numbers[row], second.numbers[row], rate.numbers[row]
            if budget is not None and actual is not None and done is not None:
                operands = [actual.operand("actual"), budget.operand("budget"), done.operand("rate")]
                relate(facts, "completion", grid.subject(row, second), operands)


def _bare(column: Column) -> str:
    return _UNITS.sub("", column.path[-1]).removeprefix("年度").removeprefix("年")
