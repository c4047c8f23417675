"""Tables that set indicators side by side: names in one row, 分值 and 得分 in the rows below it."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.find.numbers import Token
from ingest.find.tables import Cell, Row, Table
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.headers import SCORES, TOTAL, HeaderReader
from ingest.resolve.indicators.nodes import Node
from ingest.resolve.indicators.tree import Tree
from ingest.resolve.tables.grid import is_numeric, plain

_NAME = re.compile(r"[一-鿿]{2}")
_MIN_NAMES = 2
_MAX_ABOVE = 3  # rows that targets or weights may take between names and scores


def read_across(
    facts: Facts, table: Table, headers: HeaderReader, tree: Tree, number: Callable[[Facts, Cell], Token | None]
) -> set[int]:
    """Rows (by index) of a block set across; its nodes are of the first level, as their words say."""
    used: set[int] = set()
    nodes: dict[int, Node] = {}
    for index, row in enumerate(table.rows):
        role = headers.role(plain(row[0].words))
        heads = role in ("level", "item") or not row[0].words
        if not nodes and heads and _holds_names(row, tree, headers) and _scores_below(table.rows[index + 1 :], headers):
            nodes = _nodes(facts, row, tree)
            used.add(index)
        elif nodes and role in SCORES:
            for column, node in nodes.items():
                token = number(facts, row[column]) if column < len(row) else None
                if token is not None and role == "full":
                    node.full = node.full or token
                elif token is not None:
                    node.own = node.own or token
            used.add(index)
        elif nodes:
            break
    return used


def _holds_names(row: Row, tree: Tree, headers: HeaderReader) -> bool:
    """Names stand in a row, of the first level or behind 指标名称, and no number does.

    产出 | 成本指标 | … | 3 | 3 is a row of a tree set down, 指标名称 | 分值 | 得分 the header of one.
    """
    if any(map(is_numeric, row)):
        return False
    if headers.role(plain(row[0].words)) == "level":
        named = [cell for cell in row[1:] if _NAME.search(cell.words)]
        return len(named) >= _MIN_NAMES and not any(headers.role(plain(cell.words)) for cell in named)
    return sum(_is_top(cell, tree) for cell in row[1:]) >= _MIN_NAMES


def _scores_below(rows: list[Row], headers: HeaderReader) -> bool:
    """One of the next rows is one of scores."""
    return any(headers.role(plain(row[0].words)) in SCORES for row in rows[:_MAX_ABOVE])


def _is_top(cell: Cell, tree: Tree) -> bool:
    return tree.word_level(plain(cell.words)) == 1


def _nodes(facts: Facts, row: Row, tree: Tree) -> dict[int, Node]:
    """Node by column; the total's column is the tree's total."""
    tree.restart()
    nodes: dict[int, Node] = {}
    for column, cell in enumerate(row[1:], 1):
        if not cell.words:
            continue
        name = facts.label(cell.start, cell.end)
        node = Node(0 if TOTAL.match(plain(cell.words)) else 1, name, cell.start, cell.end)
        if node.level:
            tree.add(node)
        else:
            node = tree.total = tree.total or node
        nodes[column] = node
    return nodes
