"""Scores and deviations in single cells of indicator tables, and totals that the head of a form states."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from ingest.find.numbers import Token
from ingest.find.tables import Cell, Row
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.headers import NUMBER
from ingest.resolve.indicators.nodes import Node
from ingest.resolve.indicators.tree import Tree
from ingest.resolve.tables.grid import is_numeric, plain

_STATED = re.compile(
    r"^(?:(?:项目|绩效|单位|部门|综合|整体)?(?:自评|评价|考核|绩效)?(?:价)?(?:总得分|总评分|总分|得分|评分)|最终得分|自评分数?|自评总?得?分合计)$"
)
_FULL_NOTE = re.compile(r"\((?:满分|总分|分值)?(?:为|:)?\s*(100)\s*分?(?:制)?\)")
_HIGHEST = 120  # of a total with points on top
_SLASHED = re.compile(r"\d{1,3}(?:\.\d+)?分?/\d{1,3}(?:\.\d+)?分?$")
_REMARKED = re.compile(r"\d{1,3}(?:\.\d+)?分?\([^()]{2,30}\)$")


def plain_number(facts: Facts, cell: Cell) -> Token | None:
    """The token of a cell that holds one number and nothing else."""
    if not (is_numeric(cell) or NUMBER.match(cell.words)):
        return None
    tokens = facts.tokens_in(cell.start, cell.end)
    return tokens[0] if len(tokens) == 1 and tokens[0].kind in ("quantity", "ordinal") else None


def score_in(facts: Facts, cell: Cell) -> Token | None:
    """A plain number, or one with a remark behind it: 18（扣2分）."""
    if _REMARKED.match(cell.words):
        return next((token for token in facts.tokens_in(cell.start, cell.end) if token.kind == "quantity"), None)
    return plain_number(facts, cell)


def take_slashed(facts: Facts, node: Node, cell: Cell) -> None:
    """20/18.5 below 分值/得分: the greater is the full score."""
    found = facts.tokens_in(cell.start, cell.end) if _SLASHED.match(cell.words) else []
    tokens = [token for token in found if token.kind == "quantity"]
    if len(tokens) == 2:
        own, full = sorted(tokens, key=lambda token: (Decimal(token.literal), -token.start))
        node.take(full, own)


def deviation_in(facts: Facts, cells: dict[str, Cell]) -> Token | None:
    """The number of a deviation column, where a percent sign stands at it or in its header."""
    for role in ("deviation_percent", "deviation"):
        token = facts.number_of(cells[role]) if role in cells else None
        if (
            token is not None
            and token.kind == "quantity"
            and (token.unit_class == "percent" or (role == "deviation_percent" and not token.unit_label))
        ):
            return token
    return None


def take_stated_total(facts: Facts, row: Row, tree: Tree) -> bool:
    """自评总分（满分100分） | 96.9 | 自评等级 | 优 in the head of a form; False where the row states no total."""
    if not any("分" in cell.words for cell in row):
        return False  # as of most rows: every label of a total has it
    filled = [cell for cell in row if cell.words]
    if sum(map(is_numeric, filled)) > 1:
        return False  # 得分 | 19 | 18: of several names
    inside = [(cell, cell) for cell in filled if ":" in cell.words]  # 自评得分：97分 in one cell
    for label, cell in (*pairwise(filled), *inside):
        token = _stated_in(facts, label, cell)
        if token is None or Decimal(token.literal) > _HIGHEST:
            continue
        if tree.total is None or tree.total.own is None:
            tree.total = tree.total or Node(0, "", label.start, label.end, style="row")
            tree.total.full, tree.total.own = tree.total.full or full_noted(facts, label), token
        return tree.total.own is token
    return False


def full_noted(facts: Facts, label: Cell) -> Token | None:
    """The full score in brackets behind the words of a total: 总分（100分）."""
    noted = _FULL_NOTE.search(facts.view.folded, label.start, label.end)
    return next(iter(facts.tokens_in(*noted.span(1))), None) if noted else None


def _stated_in(facts: Facts, label: Cell, cell: Cell) -> Token | None:
    """The total that a cell states behind its label, in the next cell or in the same one."""
    words, _, rest = label.words.partition(":")
    if not _STATED.match(plain(words)):
        return None
    if label is not cell:
        return None if rest else plain_number(facts, cell)
    tokens = facts.tokens_in(label.start, label.end) if NUMBER.match(rest) else []
    return tokens[-1] if tokens and tokens[-1].kind == "quantity" else None
