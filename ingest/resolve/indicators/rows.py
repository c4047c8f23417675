"""Rows of an indicator table beside those of its indicators: subtotals, conclusions, cells that tell in words."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.find.numbers import Token
from ingest.find.scores import SCORED
from ingest.find.tables import Row
from ingest.resolve.indicators.columns import number_style
from ingest.resolve.indicators.headers import SCORES, TOTAL, Header, cell_under
from ingest.resolve.indicators.nodes import Block, Node
from ingest.resolve.tables.grid import plain

_SUBTOTAL = re.compile(r"^(?:小\s*计|分项合计|.{2,6}小计)$")
_GROUP_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|总\s*分|得分合计|合计得分|.{2,6}合计)$")
_SUMMING = re.compile(r"(?:小\s*计|合\s*计)$")
_CONCLUSION = re.compile(r"^(?:自评|评价|绩效|总体)(?:结论|结果)")
MAX_REMARK = 20  # longer words beside 自评结论 are a sentence
MAX_VALUE = 24  # longer words under 实际完成值 are a sentence


def style_of_number(row: Row, header: Header, shift: int, name: str) -> str:
    """The style of the number that a column of its own gives a name of an outline: 1, 1.1; 一, （一）."""
    cell = cell_under(row, header.numbers, shift) if header.numbers is not None else None
    return number_style(cell.words, name) if cell is not None else ""


def asides(row: Row, header: Header, shift: int) -> list[tuple[int, int]]:
    """Cells with words on what was done: reasons, proofs, remarks, and actual values told in a sentence; no scores."""
    cells = [(cell_under(row, column, shift), role) for column, role in header.roles.items()]
    return [
        (cell.start, cell.end)
        for cell, role in cells
        if cell is not None
        and (role == "aside" or (role == "actual" and len(cell.words) > MAX_VALUE))
        and not SCORED.search(cell.words)
    ]


def conclusion(row: Row) -> list[tuple[int, int]]:
    """Cells of the row 自评结论 below a tree that tell in a sentence what came out."""
    if not any(_CONCLUSION.match(cell.words) for cell in row):
        return []
    return [(cell.start, cell.end) for cell in row if len(cell.words) > MAX_REMARK]


def has_total(rows: list[Row]) -> bool:
    """A row of a total stands among these."""
    return any(TOTAL.match(plain(next((cell.words for cell in row if cell.words), ""))) for row in rows)


def subtotal_level(row: Row, block: Block, below: list[Row]) -> int:
    """The level of the name column that the row's 小计 stands in, 0 where the row is no subtotal.

    合计 is one where it stands below the first level and the total is still to come, or right of an open group.
    """
    header, shift = block.header, len(row) - block.header.width
    top = min(header.levels.values(), default=1)
    for column, cell in enumerate(row):
        level = header.levels.get(column - shift, top)
        if _SUBTOTAL.match(cell.words):
            return level
        if level > top and _GROUP_TOTAL.match(cell.words):
            before = [other.words for other in row[:column] if other.words and other.words != cell.words]
            return level if before or (not any(other.words for other in row[:column]) and has_total(below)) else 0
    return 0


def closed_group(row: Row, groups: list[Node], level: int, found: dict[str, Token]) -> Node:
    """The group that a subtotal closes, of those open from the highest down."""
    label = next((cell.words for cell in row if _SUMMING.search(cell.words)), "")
    name = _SUMMING.sub("", label)
    if name and (named := [node for node in groups if node.name.startswith(name)]):
        return named[0]
    role = next((role for role in SCORES if role in found), "")
    whole = Decimal(found[role].literal) if role else None
    above = [node for node in groups if node.level < level] or groups[:1]
    fitting = [node for node in above if node.full is None and node.own is None and node.points(role) == whole]
    return fitting[-1] if fitting else groups[0]
