"""Indicator tables: columns in any order, merged first columns, rows that lost a cell and shifted."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.find.marks import mark_of
from ingest.find.numbers import Token
from ingest.find.scores import find_score_notes
from ingest.find.tables import Cell, Row, Table
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.tree import Node, Tree
from ingest.resolve.tables.grid import is_numeric, plain

_NUMBERED = {"一级": 1, "二级": 2, "三级": 3, "四级": 4}
_TOTAL = re.compile(
    r"^(?:总\s*分|总计|合计|总得分|评价总分|自评总分|得分合计|合计得分|总分值|综合得分|自评得分合计|总评)"
)
_SUBTOTAL = re.compile(r"^(?:小\s*计|分项合计|.{2,6}小计)$")
_GRADE = re.compile(
    r"^(?:评价等级|自评等级|等级|评价结果|评价结论|自评结论|评定等级|备注|说明|注|填报|联系|问题|年度总体目标|预期目标)"
)
_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?分?$")
_EMPTY = ("", "-", "—", "/", "--", "无")
_UNIT_NOTE = re.compile(r"\(([^()]{1,8})\)$")


class IndicatorTableReader:
    """Finds indicator headers inside any table and reads the rows below them into a tree."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._roles = {plain(row["phrase"]): row["role"] for row in lexicon.rows("indicator_headers")}
        self._role = lru_cache(maxsize=4096)(self._find_role)

    def is_header(self, row: Row) -> dict[int, str]:
        """Role of each column, or nothing where the row is no indicator header."""
        roles: dict[int, str] = {}
        for column, cell in enumerate(row):
            role = self._role(plain(cell.words))
            if role == "deviation" and "%" in cell.words:
                role = "deviation_percent"
            if role:
                roles[column] = role
        values = {role for role in roles.values() if role in ("target", "actual", "full", "self")}
        return roles if "level" in roles.values() and len(values) >= 2 else {}

    def _find_role(self, words: str) -> str:
        """The role that a header names: exactly, else by the longest phrase inside it."""
        if words in self._roles:
            return self._roles[words]
        if len(words) <= 3 and words[:2] in _NUMBERED:
            return "level"
        if not 3 <= len(words) <= 14:
            return ""
        inside = [phrase for phrase in self._roles if len(phrase) >= 3 and phrase in words]
        return self._roles[max(inside, key=len)] if inside else ""

    def read(self, facts: Facts, table: Table, skip: set[int], tree: Tree) -> set[int]:
        """Rows (by index) that belong to indicator blocks."""
        used: set[int] = set()
        roles: dict[int, str] = {}
        levels: dict[int, int] = {}
        width = 0
        current: dict[int, Node] = {}
        for index, row in enumerate(table.rows):
            if index in skip:
                continue
            header = self.is_header(row)
            if header:
                if not roles:
                    tree.restart()
                roles, width, current = header, len(row), current if roles else {}
                levels = self._levels(row, roles)
                used.add(index)
                continue
            if not roles:
                continue
            words = [cell.words for cell in row if cell.words]
            if not words:
                continue
            if _GRADE.match(words[0]):
                roles = {} if re.match(r"问题|填报|联系|注", words[0]) else roles
                used.add(index)
                self._other(facts, row)
                continue
            if _TOTAL.match(plain(words[0])):
                self._total(facts, row, roles, width, tree)
                used.add(index)
                continue
            subtotal = next((cell for cell in row if _SUBTOTAL.match(cell.words)), None)
            if subtotal is not None and current:
                self._subtotal(facts, row, roles, width, current)
                used.add(index)
                continue
            shift = self._shift(row, roles, levels, width)
            if self._row(facts, row, shift, roles, levels, tree, current):
                used.add(index)
        return used

    @staticmethod
    def _other(facts: Facts, row: Row) -> None:
        for cell in row:
            for token in facts.tokens_in(cell.start, cell.end):
                if len(cell.words) <= 20:
                    facts.claim(token, "other")

    @staticmethod
    def _levels(row: Row, roles: dict[int, str]) -> dict[int, int]:
        """Level of each level column: by its number, else by its place; a side label left of 一级 has none."""
        columns = [column for column, role in roles.items() if role == "level"]
        numbered = {c: _NUMBERED[row[c].words[:2]] for c in columns if row[c].words[:2] in _NUMBERED}
        if not numbered:
            return {column: depth + 1 for depth, column in enumerate(columns)}
        levels = dict(numbered)
        for column in columns:
            if column not in numbered and column > max(numbered):
                levels[column] = max(levels.values()) + 1
        return levels

    def _shift(self, row: Row, roles: dict[int, str], levels: dict[int, int], width: int) -> int:
        """By how many columns the row's cells stand left of the header: the shift under which most of them fit."""
        if len(row) == width and not self._contradicts(row, roles, levels):
            return 0
        best, best_fit = 0, -1.0
        for shift in (0, *((len(row) - width,) if len(row) != width else ()), -1, 1, -2):
            fit = 0.0
            for column, role in roles.items():
                at = column + shift
                words = row[at].words if 0 <= at < len(row) else ""
                if role in ("full", "self"):
                    fit += bool(_NUMBER.match(words)) - bool(words not in _EMPTY and not _NUMBER.match(words))
                elif role in ("target", "actual"):
                    fit += 0.5 * bool(words)
                elif role == "level" and column in levels:
                    bad = bool(re.match(r"^[\d.%≥≤<>=]+", words)) and mark_of(words) is None
                    fit += 0.25 * bool(words) - bad + (0.5 if words and column == max(levels) else 0)
            if fit > best_fit:
                best, best_fit = shift, fit
        return best

    @staticmethod
    def _contradicts(row: Row, roles: dict[int, str], levels: dict[int, int]) -> bool:
        """A value stands in a name column, or words in a score column: the row has lost a cell."""
        for column, role in roles.items():
            words = row[column].words
            if role == "level" and column in levels and re.match(r"^(?:[≥≤<>=]|\d+(?:\.\d+)?%?$)", words):
                return True
            if role in ("full", "self") and re.search(r"[一-鿿]{2}", words):
                return True
        return False

    def _row(
        self,
        facts: Facts,
        row: Row,
        shift: int,
        roles: dict[int, str],
        levels: dict[int, int],
        tree: Tree,
        current: dict[int, Node],
    ) -> bool:
        by_role: dict[str, Cell] = {}
        for column, role in roles.items():
            at = column + shift
            if role != "level" and 0 <= at < len(row) and role not in by_role:
                by_role[role] = row[at]
        if not any(by_role.get(role) and by_role[role].words for role in ("target", "actual", "full", "self")):
            return False
        leaf: Node | None = None
        fresh = False
        named = [
            (c, levels[c]) for c in sorted(levels) if 0 <= c + shift < len(row) and row[c + shift].words not in _EMPTY
        ]
        for position, (column, level) in enumerate(named):
            cell = row[column + shift]
            if len(cell.words) > 80:
                return False
            is_leaf = position == len(named) - 1
            known = current.get(level)
            name, start, end = self._name(facts, cell)
            if known is not None and not fresh and known.name == name and (not is_leaf or level < max(levels.values())):
                leaf = known
                continue
            node = tree.add(Node(level, name, start, end))
            self._notes(facts, node, cell)
            for deeper in [key for key in current if key >= level]:
                del current[deeper]
            current[level] = leaf = node
            fresh = True
        if leaf is None:
            return False
        self._values(facts, leaf, by_role)
        return True

    @staticmethod
    def _name(facts: Facts, cell: Cell) -> tuple[str, int, int]:
        """Name of a node as printed, without list mark and score note."""
        folded = facts.view.folded[cell.start : cell.end]
        mark = mark_of(folded)
        start = cell.start + (mark.end if mark and mark.end < len(folded) else 0)
        notes = find_score_notes(facts.view.folded, start, cell.end)
        end = notes[0].start if notes and notes[0].start > start else cell.end
        return facts.label(start, end) or re.sub(r"\s+", "", facts.printed(start, end)), start, end

    @staticmethod
    def _notes(facts: Facts, node: Node, cell: Cell) -> None:
        for note in find_score_notes(facts.view.folded, cell.start, cell.end)[:1]:
            full = facts.tokens_in(*note.full)
            own = facts.tokens_in(*note.own) if note.own else []
            node.full = full[0] if full else None
            node.own = own[0] if own else None

    def _values(self, facts: Facts, node: Node, cells: dict[str, Cell]) -> None:
        for role in ("full", "self"):
            cell = cells.get(role)
            token = self._plain_number(facts, cell) if cell else None
            if token is not None:
                if role == "full":
                    node.full = node.full or token
                else:
                    node.own = node.own or token
        node.deviation = node.deviation or self._deviation(facts, cells)
        unit_cell = cells.get("unit")
        unit = unit_cell.words if unit_cell and unit_cell.words not in _EMPTY else ""
        for role in ("target", "actual"):
            cell = cells.get(role)
            if cell is None or not cell.words:
                continue
            text = facts.label(cell.start, cell.end)
            numbers = [t for t in facts.tokens_in(cell.start, cell.end) if t.kind in ("quantity", "date", "other")]
            value = numbers[0] if numbers and len(cell.words) <= 24 else None
            if value is not None and value.kind != "quantity":
                value = None
            if role == "target":
                node.target_text, node.target = text, value
            else:
                node.actual_text, node.actual = text, value
        if not unit and node.target is not None:
            unit = node.target.unit_label
        if not unit and node.actual is not None:
            unit = node.actual.unit_label
        noted = _UNIT_NOTE.search(node.name.replace("（", "(").replace("）", ")"))
        if not unit and noted and facts.unit_class(noted[1]):
            unit = noted[1]
        node.unit_label = unit.strip("()")

    @staticmethod
    def _plain_number(facts: Facts, cell: Cell) -> Token | None:
        if not (is_numeric(cell) or _NUMBER.match(cell.words)):
            return None
        tokens = facts.tokens_in(cell.start, cell.end)
        return tokens[0] if len(tokens) == 1 and tokens[0].kind in ("quantity", "ordinal") else None

    @staticmethod
    def _deviation(facts: Facts, cells: dict[str, Cell]) -> Token | None:
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

    def _subtotal(self, facts: Facts, row: Row, roles: dict[int, str], width: int, current: dict[int, Node]) -> None:
        """小计 gives the scores of the group that it closes: the highest one open."""
        node = current[min(current)]
        for column, role in roles.items():
            at = column + len(row) - width
            token = self._plain_number(facts, row[at]) if role in ("full", "self") and 0 <= at < len(row) else None
            if token is not None and role == "full":
                node.full = node.full or token
            elif token is not None:
                node.own = node.own or token

    def _total(self, facts: Facts, row: Row, roles: dict[int, str], width: int, tree: Tree) -> None:
        """The total row: own score in its column; a lone number under a shifted header is the own score."""
        shift = len(row) - width
        found: dict[str, Token] = {}
        for column, role in roles.items():
            if role in ("full", "self") and 0 <= column + shift < len(row):
                token = self._plain_number(facts, row[column + shift])
                if token is not None:
                    found[role] = token
        numbers = [t for t in (self._plain_number(facts, cell) for cell in row) if t is not None]
        order = list(dict.fromkeys(role for _, role in sorted(roles.items()) if role in ("full", "self")))
        if len(numbers) == len(order) == 2 and (shift or len(found) < 2):
            found = dict(zip(order, numbers, strict=True))  # a row out of its columns keeps the header's order
        if "self" not in found and len(numbers) == 1 and ("self" in roles.values()):
            found = {"self": numbers[0]}
        if "self" not in found and "full" not in found and numbers:
            found = {"self": numbers[-1]}
        node = tree.total or Node(0, "", row[0].start, row[0].end)
        node.full = node.full or found.get("full")
        node.own = node.own or found.get("self")
        label = next(cell for cell in row if cell.words)
        if tree.total is None:
            node.start, node.end = label.start, label.end
        tree.total = node
