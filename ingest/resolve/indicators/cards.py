"""Cards: one indicator told field by field, line by line or in one line.

指标名称：居民参保率 / 指标分值：10 / 自评得分：10   一级指标：产出；二级指标：参保人数；分值：20分；得分：20分
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.find.scores import find_score_notes
from ingest.find.tables import Row, Table
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.headers import EMPTY, NUMBER, SCORES, level_number
from ingest.resolve.indicators.nodes import Node
from ingest.resolve.indicators.tree import Tree
from ingest.resolve.tables.grid import plain

Span = tuple[int, int]
RoleOf = Callable[[str], str]

_KEY = r"[一-鿿]{2,10}(?:\([^()]{1,6}\))?\s*:"
_FIELD = re.compile(
    rf"(?P<key>{_KEY})\s*(?P<value>(?:\([^()]*\)|[^;；，,。\n(]|[,，](?=\d{{3}}(?!\d)))*?)\s*"
    rf"(?:[;；，,。]\s*(?={_KEY})|\s(?={_KEY})|[;；，,。]?\s*$)"
)
_NAME = re.compile(r"[^。；;]{0,40}[一-鿿]{2}[^。；;]{0,40}")
_NAMED = "指标"
_OF_ALL = "总"  # 自评总分 is no field of a card


@dataclass(frozen=True)
class Field:
    """One field: its role (a name's is `level`), the level that its key numbers or 0, where its value stands."""

    role: str
    level: int
    value: Span


_END = Field("", 0, (0, 0))  # what a row that holds no fields says of a card: it is over


@dataclass
class Card:
    """Names from the highest group down, and the values of the last of them by role."""

    names: list[Field] = field(default_factory=list)
    values: dict[str, Field] = field(default_factory=dict)
    style: str = ""  # the mark of the heading that names it

    @property
    def is_scored(self) -> bool:
        """It names an indicator and gives it a score, both of them where its name is a heading."""
        told = sum(role in self.values for role in SCORES)
        return bool(self.names) and told >= (2 if self.style else 1)

    def fits(self, told: Field) -> bool:
        """A field may go on with the card: not told yet, a name before all values, a value behind a name."""
        if told.role == "level":
            return not self.values and all(told.level > name.level or not told.level for name in self.names[-1:])
        return bool(told.role and self.names) and told.role not in self.values

    def take(self, told: Field) -> None:
        """Take in a field that fits."""
        if told.role == "level":
            self.names.append(told)
        else:
            self.values[told.role] = told


def fields_in(prose: str, start: int, end: int, role_of: RoleOf) -> list[Field]:
    """Fields of a line that consists of nothing else but a total behind them; none where it says anything beside."""
    fields: list[Field] = []
    at = start
    while at < end:
        match = _FIELD.match(prose, at, end)
        if match is not None and _OF_ALL in match["key"]:
            return fields
        told = _field(prose, match, role_of) if match else None
        if match is None or told is None:
            return []
        fields.append(told)
        at = match.end()
    return fields


def _role(key: str, role_of: RoleOf) -> str:
    """The role of a key; 评价项目 names what is evaluated, no indicator."""
    role = role_of(key)
    return "" if role == "item" or (role == "level" and _NAMED not in key) else role


def _field(prose: str, match: re.Match[str], role_of: RoleOf) -> Field | None:
    """The field that a key and a value make; None for a score that is no number and a name that is none."""
    key, value = plain(match["key"]), prose[slice(*match.span("value"))].strip()
    role = _role(key, role_of)
    if role in SCORES and not NUMBER.match(value.replace(" ", "")):
        return None
    if role == "level" and not _NAME.fullmatch(value):
        return None
    return Field(role, level_number(key), match.span("value")) if role else None


def add_card(facts: Facts, tree: Tree, card: Card) -> None:
    """The nodes of a card: groups that stand open already are entered, its indicator is a new one."""
    for position, told in enumerate(card.names):
        name, start, end = _name(facts, told)
        level = told.level or (tree.child_of_last() if position else tree.place(card.style or "card", name))
        is_group = position < len(card.names) - 1
        known = tree.child_of(tree.open_above(level), name, level) if is_group else None
        if known is not None:
            tree.enter(known)
            continue
        node = tree.add(Node(level, name, start, end, style=card.style or ("" if told.level or is_group else "card")))
        for note in find_score_notes(facts.view.prose, *told.value)[:1]:
            node.full = next(iter(facts.tokens_in(*note.full)), None)
            node.own = next(iter(facts.tokens_in(*note.own)), None) if note.own else None
    _take(facts, tree.nodes[-1], card)


def read_card_rows(facts: Facts, table: Table, role_of: RoleOf, tree: Tree, skip: set[int]) -> set[int]:
    """Rows (by index) of cards set as tables: 指标名称 | 居民参保率 | 分值 | 10, or a field a row."""
    used: set[int] = set()
    card, begun = Card(), set[int]()
    for index, row in enumerate([*table.rows, []]):
        fields = _fields_of(row, role_of) if index not in skip else []
        for told in fields or [_END]:
            if not card.fits(told):
                used |= begun if card.is_scored else set()
                if card.is_scored:
                    add_card(facts, tree, card)
                card, begun = Card(), set()
            if card.fits(told):
                card.take(told)
                begun.add(index)
    return used


def _fields_of(row: Row, role_of: RoleOf) -> list[Field]:
    """Fields of a row whose cells are keys and values by turns, or none."""
    filled = [cell for cell in row if cell.words]
    cells = row if len(row) % 2 == 0 and all(key.words for key in row[::2]) else filled
    if not cells or len(cells) % 2:
        return []
    fields = []
    for key, cell in zip(cells[::2], cells[1::2], strict=True):
        if key.words and not cell.words and role_of(plain(key.words)):
            continue  # 备注 and nothing
        words = plain(key.words)
        role = "" if role_of(plain(cell.words)) else _role(words, role_of)
        is_score = role not in SCORES or NUMBER.match(cell.words)
        if not role or not is_score or (role == "level" and not _NAME.fullmatch(cell.words)):
            return []
        fields.append(Field(role, level_number(words), (cell.start, cell.end)))
    return fields


def _name(facts: Facts, told: Field) -> tuple[str, int, int]:
    """Name of a group or an indicator without the score note behind it."""
    start, end = told.value
    notes = find_score_notes(facts.view.prose, start, end)
    end = notes[0].start if notes and notes[0].start > start else end
    return facts.label(start, end), start, end


def _take(facts: Facts, node: Node, card: Card) -> None:
    """Scores and values of a card go to its indicator."""
    for role, told in card.values.items():
        token = next((t for t in facts.tokens_in(*told.value) if t.kind == "quantity"), None)
        text = facts.label(*told.value)
        if role == "full":
            node.full = token
        elif role == "self":
            node.own = token
        elif role == "target" and text not in EMPTY:
            node.target, node.target_text = token, text
        elif role == "actual" and text not in EMPTY:
            node.actual, node.actual_text = token, text
    unit = card.values.get("unit")
    told_unit = next((t.unit_label for t in (node.target, node.actual) if t and t.unit_label), "")
    node.unit_label = facts.label(*unit.value) if unit else told_unit
