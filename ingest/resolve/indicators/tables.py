"""Indicator tables: columns in any order, merged first columns, rows that lost a cell and shifted."""

from __future__ import annotations

import re

from ingest.find.marks import bullet_end, mark_of
from ingest.find.numbers import Token
from ingest.find.scores import find_score_notes
from ingest.find.tables import Cell, Row, Table
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.across import read_across
from ingest.resolve.indicators.cards import read_card_rows
from ingest.resolve.indicators.cells import (
    deviation_in,
    full_noted,
    plain_number,
    score_in,
    take_slashed,
    take_stated_total,
)
from ingest.resolve.indicators.columns import ROWS
from ingest.resolve.indicators.headers import EMPTY, SCORES, TOTAL, VALUES, Header, HeaderReader, cell_under
from ingest.resolve.indicators.nodes import Block, Node
from ingest.resolve.indicators.panels import panels_of
from ingest.resolve.indicators.rows import (
    MAX_REMARK,
    MAX_VALUE,
    asides,
    closed_group,
    conclusion,
    style_of_number,
    subtotal_level,
)
from ingest.resolve.indicators.tree import Tree
from ingest.resolve.tables.grid import HEAD_ALIASES, NUMERIC, plain

_GRADE = re.compile(
    r"^(?:评价等级|自评等级|等级|评价结果|评价结论|自评结论|评定等级|备注|说明|注|填报|联系|问题|年度总体目标|预期目标)"
)
_BARE_SCORE = re.compile(r"\s*\(\s*(\d{1,3}(?:\.\d+)?)\s*\)\s*$")
# Below 一级指标及分值: 决策20, 决策（20%）.
_TRAILING_SCORE = re.compile(r"(?<=[一-鿿])\s*\(?\s*(\d{1,3}(?:\.\d+)?)\s*[分%]?\s*\)?\s*$")
_LABEL = re.compile(r"(?:指标\s*\d{1,2}\s*[:.、]?|其中\s*:)\s*(?=[一-鿿“])")
_NAME_END = re.compile(r"[(（]")
_MAX_NAME = 80
_MAX_BETWEEN, _MAX_HEADING = 2, 40  # lines that a page break may put between the parts of a table
_UNIT_NOTE = re.compile(r"\(([^()]{1,8})\)$")


class IndicatorTableReader:
    """Finds indicator headers inside any table and reads the rows below them into a tree."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._headers = HeaderReader(lexicon)

    def read(self, facts: Facts, table: Table, skip: set[int], tree: Tree) -> set[int]:
        """Rows (by index) that belong to indicator blocks."""
        head, panels = panels_of(table, self._headers.role)
        if not panels:
            return self._read_rows(facts, table, skip, tree)
        used = self._read_rows(facts, table, skip | set(range(head, len(table.rows))), tree)
        for panel in panels:
            self._read_rows(facts, panel, set(), tree)
        return used | set(range(head, len(table.rows)))

    def _read_rows(self, facts: Facts, table: Table, skip: set[int], tree: Tree) -> set[int]:
        block = self._going_on(facts, table, tree)
        if block is None and not self._headers.heads_values(table):
            for index, row in enumerate(table.rows):
                if index not in skip:
                    take_stated_total(facts, row, tree)
            tree.block = None
            return set()
        used = read_across(facts, table, self._headers, tree, plain_number)
        used |= read_card_rows(facts, table, self._headers.role, tree, skip | used)
        skip = skip | used
        for index, row in enumerate(table.rows):
            if index in skip:
                continue
            if block is None and take_stated_total(facts, row, tree):
                continue
            header, both = self._header(table.rows, index)
            if header:
                before = block or self._above(facts, table, tree)
                before = before if block or (before and before.header.roles == header.roles) else None
                if before is None:
                    tree.restart()
                block = Block(header, before.current if before else {}, table.end)
                used |= {index, index + 1} if both else {index}
                skip = skip | used
                continue
            words = [cell.words for cell in row if cell.words]
            if block is None or not words:
                continue
            if _GRADE.match(words[0]):
                block = None if re.match(r"问题|填报|联系|注", words[0]) else block
                used.add(index)
                self._other(facts, row)
                tree.asides += conclusion(row)
                continue
            first = next((w for w in words if not NUMERIC.match(w)), words[0])
            if self._is_read(facts, row, first, block, tree, table.rows[index + 1 :]):
                used.add(index)
        tree.block = block
        return used

    def _header(self, rows: list[Row], index: int) -> tuple[Header | None, bool]:
        """The header that a row is, alone or with the row below it, and whether it takes both."""
        row, below = rows[index], rows[index + 1 : index + 2 + ROWS]
        both = self._headers.read_both(row, below[0], below[1:]) if below else None
        return both or self._headers.read(row, below), both is not None

    @staticmethod
    def _above(facts: Facts, table: Table, tree: Tree) -> Block | None:
        """The block of the table above, where only a page break stands between, and its total is not read yet."""
        block = tree.block
        if block is None or block.closed:
            return None
        between = [line for line in facts.view.folded[block.end : table.start].split("\n") if line.strip()]
        if len(between) > _MAX_BETWEEN or any(len(line) > _MAX_HEADING or "。" in line for line in between):
            return None
        return None if any(map(mark_of, between)) else block

    def _going_on(self, facts: Facts, table: Table, tree: Tree) -> Block | None:
        """The block of the table above, where this one goes on with it without a header."""
        block = self._above(facts, table, tree)
        first = next((row for row in table.rows if any(cell.words for cell in row)), [])
        if block is None or not block.header.holds(first):
            return None
        block.end = table.end
        return block

    def _is_read(self, facts: Facts, row: Row, first: str, block: Block, tree: Tree, below: list[Row]) -> bool:
        """Read one row below a header; False where it is none of the tree's. `below`: the rows further down."""
        if block.current and (at := subtotal_level(row, block, below)):
            self._subtotal(facts, row, block, at)
            return True
        if TOTAL.match(plain(first)):
            self._total(facts, row, block.header, tree)
            block.closed = bool(tree.nodes)
            return True
        return self._row(facts, row, block, tree)

    @staticmethod
    def _other(facts: Facts, row: Row) -> None:
        for cell in row:
            for token in facts.tokens_in(cell.start, cell.end):
                if len(cell.words) <= MAX_REMARK:
                    facts.claim(token, "other")

    def _row(self, facts: Facts, row: Row, block: Block, tree: Tree) -> bool:
        header, current = block.header, block.current
        shift = header.shift(row)
        by_role: dict[str, Cell] = {}
        for column, role in header.roles.items():
            cell = cell_under(row, column, shift)
            if cell is not None and role != "level" and role not in by_role:
                by_role[role] = cell
        values = (cell_under(row, column, shift) for column, role in header.roles.items() if role in VALUES)
        if not any(cell is not None and cell.words for cell in values):
            return self._group_row(facts, row, block, tree)
        if header.beside:
            last = header.beside[max(header.beside)].items()  # of the leaf; the first columns are the groups'
            by_role = {role: cell for role, cell in by_role.items() if role not in SCORES}
            by_role |= {role: own for role, at in last if (own := cell_under(row, at, shift)) is not None}
        named = [
            (cell, header.levels[c], c)
            for c in sorted(header.levels)
            if (cell := cell_under(row, c, shift)) is not None and cell.words not in EMPTY
        ]
        if any(len(cell.words) > _MAX_NAME for cell, *_ in named):
            return False
        if len(named) > 2 and len({cell.words for cell, *_ in named}) == 1:
            del named[1:]  # one cell, merged over all columns of names
        leaf: Node | None = None
        fresh = False
        for position, (cell, level, column) in enumerate(named):
            is_leaf = position == len(named) - 1
            known = current.get(level)
            deepest = level == max(header.levels.values())
            noted = column in header.noted
            name, start, end = self._name(facts, cell, tree, is_group=not deepest or noted, noted=noted)
            if known is not None and not fresh and known.name == name and not (is_leaf and deepest):
                leaf = known
                continue
            mark = mark_of(facts.view.folded[cell.start : cell.end])
            marked = mark.style if mark else style_of_number(row, header, shift, name)
            style = tree.outline_style(marked, name) if header.is_outline else ""
            at = tree.outline_level(style, name) if header.is_outline else level
            node = tree.add(Node(at, name, start, end, style=style))
            self._notes(facts, node, cell)
            if header.beside:
                places = header.beside.get(column, {}).items()
                beside = {role: own for role, at in places if (own := cell_under(row, at, shift)) is not None}
                self._scores(facts, node, beside if not is_leaf else {**by_role, **beside})
            for deeper in [key for key in current if key >= level]:
                del current[deeper]
            current[level] = leaf = node
            fresh = True
        if leaf is None:
            return False
        self._values(facts, leaf, by_role)
        tree.asides += asides(row, header, shift)
        return True

    def _group_row(self, facts: Facts, row: Row, block: Block, tree: Tree) -> bool:
        """产出指标（60分） alone in its row, or merged over it, heads the rows below; False where it is none."""
        filled = [cell for cell in row if cell.words]
        if len({cell.words for cell in filled}) != 1:
            return False
        name, start, end = self._name(facts, filled[0], tree, is_group=True)
        level = tree.word_level(name)
        if level is None or level > min(block.header.levels.values(), default=1) + 1:
            return False
        node = tree.add(Node(level, name, start, end, style="group" if block.header.is_outline else ""))
        self._notes(facts, node, filled[0])
        for deeper in [key for key in block.current if key >= level]:
            del block.current[deeper]
        if not block.header.is_outline:
            block.current[level] = node
        return True

    @staticmethod
    def _name(facts: Facts, cell: Cell, tree: Tree, is_group: bool, noted: bool = False) -> tuple[str, int, int]:
        """Name of a node as printed, without list mark, code and score note; a bare (50) is one behind a group.

        `noted`: the header says that the cell bears a score: 决策20 below 一级指标及分值.
        """
        folded = facts.view.folded[cell.start : cell.end]
        mark = mark_of(folded)
        start = cell.start + (mark.end if mark and mark.end < len(folded) else bullet_end(folded))
        label = _LABEL.match(facts.view.folded, start, cell.end)
        start = label.end() if label else start
        if folded[:1].isupper() and tree.word_level(_NAME_END.split(folded[1:])[0].strip()) is not None:
            start = cell.start + 1  # A决策
        notes = find_score_notes(facts.view.folded, start, cell.end)
        end = notes[0].start if notes and notes[0].start > start else cell.end
        bare = _BARE_SCORE.search(facts.view.folded, start, cell.end)
        if bare and (is_group or tree.word_level(facts.label(start, bare.start())) is not None):
            end = bare.start()  # 产出指标（50）
        trailing = _TRAILING_SCORE.search(facts.view.folded, start, cell.end) if noted and end == cell.end else None
        end = trailing.start() if trailing else end
        return facts.label(start, end) or re.sub(r"\s+", "", facts.printed(start, end)), start, end

    @staticmethod
    def _notes(facts: Facts, node: Node, cell: Cell) -> None:
        bare = _TRAILING_SCORE.search(facts.view.folded, node.end, cell.end)
        if bare and bare.start() == node.end:
            node.full = next(iter(facts.tokens_in(*bare.span(1))), None)
        for note in find_score_notes(facts.view.folded, cell.start, cell.end)[:1]:
            full = facts.tokens_in(*note.full)
            own = facts.tokens_in(*note.own) if note.own else []
            node.full = full[0] if full else None
            node.own = own[0] if own else None

    def _scores(self, facts: Facts, node: Node, cells: dict[str, Cell]) -> None:
        for role in SCORES:
            if role in cells:
                take_slashed(facts, node, cells[role])
            token = score_in(facts, cells[role]) if role in cells else None
            if token is not None and role == "full":
                node.full = node.full or token
            elif token is not None:
                node.own = node.own or token

    def _values(self, facts: Facts, node: Node, cells: dict[str, Cell]) -> None:
        self._scores(facts, node, cells)
        node.deviation = node.deviation or deviation_in(facts, cells)
        unit_cell = cells.get("unit")
        unit = unit_cell.words if unit_cell and unit_cell.words not in EMPTY else ""
        unit = HEAD_ALIASES.get(unit, unit)
        for role in ("target", "actual"):
            cell = cells.get(role)
            if cell is None or not cell.words:
                continue
            text = facts.label(cell.start, cell.end)
            numbers = [t for t in facts.tokens_in(cell.start, cell.end) if t.kind in ("quantity", "date", "other")]
            value = numbers[0] if numbers and len(cell.words) <= MAX_VALUE else None
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

    def _subtotal(self, facts: Facts, row: Row, block: Block, level: int) -> None:
        """小计 gives a group its scores: the one it names, the one whose parts add up to it, else the highest."""
        found = self._found_scores(facts, row, block.header)
        node = closed_group(row, [block.current[key] for key in sorted(block.current)], level, found)
        node.take(found.get("full"), found.get("self"))  # that of several groups contradicts each

    def _found_scores(self, facts: Facts, row: Row, header: Header) -> dict[str, Token]:
        """Scores by role, of a row that may have lost cells at its left."""
        found: dict[str, Token] = {}
        for column, role in header.roles.items():
            cell = cell_under(row, column, len(row) - header.width) if role in SCORES else None
            token = plain_number(facts, cell) if cell is not None else None
            if token is not None:
                found[role] = token
        return found

    def _total(self, facts: Facts, row: Row, header: Header, tree: Tree) -> None:
        """The total row: own score in its column; a lone number under a shifted header is the own score."""
        roles, shift = header.roles, len(row) - header.width
        found = self._found_scores(facts, row, header)
        # 扣分 | 3 is no score; of a row that has lost cells nobody can say it
        beside = {column for column, role in roles.items() if role in ("other", "aside") and not shift}
        numbers = [t for c, cell in enumerate(row) if c not in beside and (t := plain_number(facts, cell)) is not None]
        order = list(dict.fromkeys(role for _, role in sorted(roles.items()) if role in SCORES))
        if len(numbers) == len(order) == 2 and (shift or len(found) < 2):
            found = dict(zip(order, numbers, strict=True))  # a row out of its columns keeps the header's order
        is_scored = shift or "full" not in found or any(node.own for node in tree.nodes)
        if "self" not in found and len(numbers) == 1 and "self" in roles.values() and is_scored:
            found = {"self": numbers[0]}
        if "self" not in found and "full" not in found and numbers:
            found = {"self": numbers[-1]}
        node = tree.total or Node(0, "", row[0].start, row[0].end, style="row")
        node.full = node.full or found.get("full")
        node.own = node.own or found.get("self")
        label = next(cell for cell in row if cell.words)
        if tree.total is None:
            node.start, node.end = label.start, label.end
        node.full = node.full or full_noted(facts, label)
        tree.total = node
