"""Which columns of an indicator table hold names, where its header numbers none: their order and their gaps tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.find.marks import mark_of
from ingest.find.tables import Row

_SENTENCE = re.compile(r"[。；;，,]|\d+(?:\.\d+)?分")
_SUMS = re.compile(r"^(?:总|合|小)\s*(?:计|分)$")  # blanks beside it are of no merged cell
_MONEY = re.compile(r"预算|执行数|金额|资金|支出数|决算|万元")
_MAX_NAME = 30
_MAX_NUMBER = 8
ROWS = 60  # as many rows tell what a column holds


def settle_items(row: Row, roles: dict[int, str], below: Sequence[Row], numbered: bool) -> dict[int, str]:
    """Roles where each `item` column is decided: a level, or words that explain one.

    考核内容 names indicators right of 考核项目 that spans several rows, and explains them right of names that stand on
    every row. No column is one beside 一级指标, right of the scores, in a table of money, or without scores.
    """
    if "item" not in roles.values():
        return roles
    scored = [column for column, role in roles.items() if role in ("full", "self")]
    is_tree = bool(scored) and not numbered and not any(_MONEY.search(cell.words) for cell in row)
    same = [other for other in below[:ROWS] if len(other) == len(row) and not any(_SUMS.match(c.words) for c in other)]
    settled: dict[int, str] = {}
    left: int | None = None  # the column of names left of it
    for column, role in sorted(roles.items()):
        is_level = role == "level" or (
            role == "item"
            and is_tree
            and column < max(scored)
            and holds_names(same, column)
            and (left is None or _spans_rows(same, left))
        )
        left = column if is_level else left
        settled[column] = "level" if is_level else "other" if role == "item" else role
    return settled


def number_column(column: int, below: Sequence[Row], width: int) -> int | None:
    """The column left of the names, where it numbers them in more than one style: 1, 1.1; 一, （一）; A, A1."""
    same = [row for row in below[:ROWS] if len(row) == width and row[column].words] if column else []
    styles = {number_style(row[column - 1].words, row[column].words) for row in same} - {""}
    return column - 1 if len(styles) > 1 else None


def number_style(number: str, name: str) -> str:
    """The style of mark that a number in a cell of its own is to the name beside it."""
    if not number or len(number) > _MAX_NUMBER:
        return ""
    mark = mark_of(number + name) or mark_of(f"{number}、{name}")
    return mark.style if mark and mark.end <= len(number) + 1 else ""


def holds_names(rows: Sequence[Row], column: int) -> bool:
    """Most cells of a column are short and no sentences."""
    words = [row[column].words for row in rows if row[column].words]
    good = sum(len(word) <= _MAX_NAME and not _SENTENCE.search(word) for word in words)
    return good * 4 >= len(words) * 3


def _spans_rows(rows: Sequence[Row], column: int) -> bool:
    """Cells of a column are merged over rows: blank, or the same as the one above."""
    words = [row[column].words for row in rows]
    return any(not word or word == before for before, word in pairwise(words))
