"""Plain tables as the relations of tables see them: header words, columns with their unit, cells with their number.

A table is read whole or not at all: a row that is wider or narrower than its header may be shifted, and a shifted
cell would be checked against the wrong total.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from ingest.find.numbers import Token
from ingest.find.tables import Cell, Row, Table
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.relations.write import Operand
from ingest.resolve.tables.grid import ORDINAL_HEADER, is_caption, is_column_numbers, is_numeric, plain, unit_in

NOTHING = frozenset(("", "-", "—", "--", "——", "–", "/", "\\", "无"))
MAX_SUBJECT = 40
_MAX_ROWS = 400
_MAX_HEADER = 4
_LONG = 40
_HEAD_UNIT = re.compile(r"\(\s*(?:单位\s*:\s*)?([^()]{1,5})\s*\)")
_CAPTION_UNIT = re.compile(r"单位\s*:\s*([^)。\n]{1,30})")
_YEAR = re.compile(r"^(?:19|20)\d{2}年?$")
_UNIT_COLUMN = re.compile(r"^(?:计量)?单位$")
_NOTE = re.compile(r"^(?:注|备注|说明|数据来源|填表|制表|审核)")


class TableWords:
    """The words of tables, by role."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._by_role: dict[str, list[str]] = {}
        for row in lexicon.rows("table_words"):
            self._by_role.setdefault(row["role"], []).append(row["phrase"])
        self._any_of = {role: re.compile("|".join(map(re.escape, said))) for role, said in self._by_role.items()}

    def has(self, role: str, words: str) -> bool:
        """Whether a phrase of the role stands inside the words."""
        return self._any_of[role].search(words) is not None

    def named(self, role: str, words: str) -> bool:
        """Whether the words are a phrase of the role."""
        return words in self._by_role[role]

    def without(self, role: str, words: str) -> str:
        """Words less the longest phrase of a role that stands in them; '' where none does."""
        found = [phrase for phrase in self._by_role[role] if phrase in words]
        return words.replace(max(found, key=len), "", 1) if found else ""


@cache
def table_words(lexicon: Lexicon) -> TableWords:
    """The table words of a lexicon, compiled once."""
    return TableWords(lexicon)


class Number(NamedTuple):
    """A cell that is one number."""

    token: Token
    literal: str
    unit_label: str

    def operand(self, role: str, weight: int = 1) -> Operand:
        """The number as an operand of a relation, in the cell's unit."""
        made = Operand.of(self.token, role, weight)
        return Operand(role, self.literal, self.unit_label, made.qualifier, made.start, made.end, weight)


@dataclass
class Column:
    """A column of numbers: None for nothing printed; a column with anything else in it is no such column."""

    index: int
    path: list[str]
    head: str  # the deepest header without its unit
    full: str  # all header words
    unit_class: str
    unit_label: str
    is_added: bool
    numbers: list[Number | None] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What its numbers count: columns of one key can be added up."""
        return self.unit_class or "number"


@dataclass
class Grid:
    """One plain table."""

    table: Table
    caption: str
    head_words: str
    labels: list[str]  # of each row, without blanks
    columns: list[Column | None]  # by position; None for words, or for what is not certain
    indents: list[int]
    first_ordinal: str

    def column(self, index: int) -> Column | None:
        """The column of numbers at a position, None where there is none."""
        return self.columns[index] if 0 <= index < len(self.columns) else None

    def subject(self, row: int, column: Column) -> str:
        """What a cell is of: the label of its row and the words over it, cut to MAX_SUBJECT characters."""
        head = re.sub(r"\([^()]*\)", "", column.full)
        return f"{self.labels[row]} {head}"[:MAX_SUBJECT]


def read_grid(facts: Facts, words: TableWords, table: Table, caption: str) -> Grid | None:
    """The grid of a table, or None where it is no table of numbers under one header."""
    width = table.width
    if width < 2 or len(table.rows) > _MAX_ROWS:
        return None
    rows = [_trimmed(row, width) for row in table.rows if not is_caption(row)]
    body = next((i for i, row in enumerate(rows) if any(map(_is_figure, row)) and not is_column_numbers(row)), 0)
    if not 1 <= body <= _MAX_HEADER:
        return None
    header = [row for row in rows[:body] if not is_column_numbers(row)]
    while header and sum(bool(cell.words) for cell in header[0]) < 2:
        caption, header = f"{caption} {header[0][0].words if header[0] else ''}", header[1:]
    if not header or any(len(row) != width for row in header):
        return None
    paths = _paths(header, width)
    said = {tuple(cell.words for cell in row) for row in header}
    kept: list[Row] = []
    for row in rows[body:]:
        if tuple(cell.words for cell in row) in said or is_column_numbers(row):
            continue
        if not any(map(is_numeric, row)) and (len(row) < width or _NOTE.match(_first(row))):
            if not _NOTE.match(_first(row)) and row is not rows[-1]:
                return None
            continue
        if len(row) != width:
            return None
        kept.append(row)
    head_words = "|".join("/".join(path) for path in paths)
    label_at = _label_column(kept, paths)
    if label_at is None or words.has("not_a_table", head_words) or _has_more_labels(paths, label_at):
        return None
    columns = [
        _column(facts, words, kept, position, paths, caption) if position > label_at else None
        for position in range(width)
    ]
    labels = [_label(row, label_at) for row in kept]
    if not any(columns) or any(len(label) > _LONG for label in labels):
        return None
    if any(facts.unit_class(unit) for label in labels for unit in _HEAD_UNIT.findall(label)):
        return None  # each row counts in its own unit
    # A deeper level may be indented: blanks before the label.
    indents = [_indent(facts, row[label_at]) for row in kept]
    ordinal = kept[0][0].words if label_at and kept else ""
    return Grid(table, caption, head_words, labels, columns, indents, ordinal)


def _is_figure(cell: Cell) -> bool:
    """A number that is no year: 2023 and 2024 may head columns."""
    return is_numeric(cell) and not _YEAR.match(cell.words)


def _trimmed(row: Row, width: int) -> Row:
    """A row without the empty cells that a stray separator makes at its end."""
    while len(row) > width and not row[-1].words:
        row = row[:-1]
    return row


def _first(row: Row) -> str:
    return next((cell.words for cell in row if cell.words), "")


def _paths(header: list[Row], width: int) -> list[list[str]]:
    paths: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(header):
        carried = ""
        for at in range(width):
            words = row[at].words
            below = any(other[at].words for other in header[depth + 1 :])
            if words:
                carried = words
            if words or (carried and below):
                paths[at].append(words or carried)
    return paths


def _label_column(rows: list[Row], paths: list[list[str]]) -> int | None:
    """The column that names the rows: the first that is neither ordinals nor blank."""
    for at in range(min(3, len(paths))):
        cells = [row[at] for row in rows]
        if paths[at] and ORDINAL_HEADER.match(plain(paths[at][-1])):
            continue
        named = [cell for cell in cells if cell.words]
        if named and not any(map(is_numeric, named)):
            return at
        return None
    return None


def _has_more_labels(paths: list[list[str]], label_at: int) -> bool:
    """Two lists side by side, or a column that says the unit of each row."""
    rest = [path for at, path in enumerate(paths) if at != label_at and path]
    return paths[label_at] in rest or any(_UNIT_COLUMN.match(path[-1]) for path in rest)


def _label(row: Row, at: int) -> str:
    """The words that name a row; those of a total may stand under the ordinals."""
    words = row[at].words or next((cell.words for cell in row[:at] if cell.words), "")
    return words.strip(":*")


def _indent(facts: Facts, cell: Cell) -> int:
    count, at = 0, cell.start - 1
    while at >= 0 and facts.view.folded[at] == " ":
        count, at = count + 1, at - 1
    return count


def _column(
    facts: Facts, words: TableWords, rows: list[Row], at: int, paths: list[list[str]], caption: str
) -> Column | None:
    path = paths[at]
    full = "".join(path)
    if not path:
        return None
    numbers: list[Number | None] = []
    for row in rows:
        number = _number(facts, row[at])
        if number is None and row[at].words not in NOTHING:
            return None
        numbers.append(number)
    found = [number for number in numbers if number is not None]
    if not found:
        return None
    labels = {number.unit_label for number in found if number.unit_label}
    label = _unit(facts, words, found, full, caption) if not labels else labels.pop() if len(labels) == 1 else None
    if label is None or (label and not facts.unit_class(label)):
        return None
    numbers = [n and Number(n.token, n.literal, label) for n in numbers]
    unit_class = facts.unit_class(label)
    base = label.lstrip("十百千万亿")
    key = unit_class if unit_class != "count" else f"count:{base}"
    head = re.sub(r"\([^()]*\)", "", path[-1])
    is_added = unit_class not in ("percent", "score", "month", "minute", "year") and (
        words.has("added", full) or not words.has("not_added", full)
    )
    if unit_class == "money" and base not in ("元", "人民币元"):
        is_added = False  # per head
    return Column(at, path, head, full, key, label, is_added, numbers)


def _number(facts: Facts, cell: Cell) -> Number | None:
    token = facts.number_of(cell) if cell.words else None
    if token is None or token.kind != "quantity" or token.qualifier != "exact" or token.is_range_high:
        return None
    literal = token.literal
    if cell.words.startswith("(") and cell.words.endswith(")") and not literal.startswith("-"):
        literal = "-" + literal
    # The unit printed in the cell: readers before may have given the token one of the header or caption.
    printed = facts.view.folded[token.digits_end : cell.end].strip(" )")
    return Number(token, literal, printed if printed and printed == token.unit_label else "")


def _unit(facts: Facts, words: TableWords, found: list[Number], full: str, caption: str) -> str | None:
    """The unit of a column of bare numbers; None where numbers without one could be rounded to anything."""
    own = [m[1] for m in _HEAD_UNIT.finditer(full) if facts.unit_class(m[1])]
    if own:
        return own[-1]
    if "%" in full:
        return "%"
    is_whole = not any("." in number.literal for number in found)
    noted = _CAPTION_UNIT.search(caption)
    listed = [unit for unit in re.split(r"[、,，/\s;；]+", noted[1]) if facts.unit_class(unit)] if noted else []
    money = [unit for unit in listed if facts.unit_class(unit) == "money"] or [u for u in [unit_in(caption)] if u]
    if words.has("not_added", full) and not words.has("added", full):
        return "%" if "%" in listed or "%" in caption else None
    if words.has("counted", full) and (is_whole or len(listed) == 1):
        single = [unit for unit in listed if facts.unit_class(unit) in ("person", "visit", "count")]
        return single[0] if len(single) == 1 and len(listed) == 1 else "" if is_whole else None
    if len(listed) == 1:
        return listed[0]
    if len(money) == 1 and (not is_whole or len(listed) <= 1):
        return money[0]
    return None
