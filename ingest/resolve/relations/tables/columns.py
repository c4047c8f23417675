"""Total columns of plain tables: which columns beside it a column 合计 adds up."""

from __future__ import annotations

import re

from ingest.resolve.facts import Facts
from ingest.resolve.relations.lists.groups import Groups
from ingest.resolve.relations.tables.grids import Column, Grid, TableWords
from ingest.resolve.relations.write import relate

_LEVELS = ("中央", "省", "自治区", "市", "县", "区", "州")


def relate_total_columns(facts: Facts, words: TableWords, groups: Groups, grid: Grid) -> None:
    """Land each column 合计 as the sum of the columns beside it, row by row."""
    for total in grid.columns:
        if total is None or not total.is_added or not words.named("column_total", total.head):
            continue
        before = _run(grid, total, -1)
        after = _run(grid, total, 1) if not before and _is_first(grid, total) else []
        parts = before or after
        if not _are_all_parts(words, groups, total, parts):
            continue
        for row in range(len(grid.labels)):
            whole = total.numbers[row]
            found = [number for part in parts if (number := part.numbers[row]) is not None]
            if whole is not None and len(found) >= 2:
                operands = [whole.operand("whole"), *(number.operand("part") for number in found)]
                relate(facts, "parts", grid.subject(row, total), operands)


def _run(grid: Grid, total: Column, step: int) -> list[Column]:
    """Neighbouring columns of the same kind, in order."""
    found: list[Column] = []
    at = total.index + step
    while (column := grid.column(at)) is not None and column.key == total.key and column.is_added:
        found.append(column)
        at += step
    return found[::step]


def _is_first(grid: Grid, total: Column) -> bool:
    return not any(column for column in grid.columns[: total.index])


def _are_all_parts(words: TableWords, groups: Groups, total: Column, parts: list[Column]) -> bool:
    """Columns that are certainly what 合计 adds up: under one header, of one name, or a closed group."""
    heads = [part.head for part in parts]
    if len(parts) < 2 or len(set(heads)) < len(heads) or any(re.search(r"\d", head) for head in heads):
        return False
    if any(words.named("column_total", head) for head in heads):
        return False
    shared = len(total.path) > 1 and all(part.path[:-1] == total.path[:-1] for part in parts)
    if any(words.has("not_parts", head) for head in heads):
        # 职工收入 and 居民收入 add up, 收入 and 支出 do not.
        tails = {head[-2:] for head in heads}
        if len(tails) > 1 or any(words.has("not_parts", head[:-2]) or len(head) < 4 for head in heads):
            return False
    tails = {head[-2:] for head in heads}
    is_named = len(tails) == 1 and all(len(head) > 2 for head in heads)
    is_level = total.key == "money" and len({_level(head) for head in heads} - {""}) == len(heads)
    return shared or is_named or is_level or groups.match(heads, [], "")[0] == len(heads)


def _level(words: str) -> str:
    return next((level for level in _LEVELS if words.startswith(level)), "")
