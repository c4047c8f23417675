"""Headers of tables: which rows head a table, what stands over each column, which unit it is in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ingest.find.tables import Cell, Row, Table

NUMERIC = re.compile(r"^[(（]?[-+¥￥]?\d[\d,，]*(?:\.\d+)?[%％]?[)）]?$")
_UNIT = re.compile(r"(?:金额)?单位\s*[:：]?\s*(?:人民币)?\s*(百万元|千元|万元|亿元|元)")
_BRACKET_UNIT = re.compile(r"[(（]\s*(?:单位\s*[:：]?\s*)?(百万元|千元|万元|亿元|元|%|％)\s*[)）]")
HEAD_ALIASES = {"月": "个月"}  # as a unit of its own 月 is no date
_MARK = re.compile(r"^(?:其中:|\d+[.、]|[一二三四五六七八九十]+、)")
_BRACKETS = re.compile(r"\([^()]*\)")
ORDINAL_HEADER = re.compile(r"^(?:序号|编号|序)$")
_COLUMN_NUMBERS = frozenset(("栏", "栏次", "行", "行次"))
_CAPTION = re.compile(  # most cells begin with none of its characters
    r"(?=[金单编预填部公])"
    r"(?:(?:金额)?单位[:：]|(?:编制|预算|填报)?部门[:：(]|(?:编制|填报|编报)?单位(?:名称)?[:：]|公开\d+表)"
)
LABEL_HEADER = re.compile(r"项目$|^项目\(|科目|名称|编码|分类|^类$|^款$|^项$|人员经费|公用经费|^收入$|^支出$")


@lru_cache(maxsize=4096)
def plain(words: str) -> str:
    """A header's words without blanks, bracketed remarks and list marks: the form that lexicon phrases match."""
    words = _BRACKETS.sub("", "".join(words.split()))
    return _MARK.sub("", words).strip(":*")


def unit_in(words: str) -> str:
    """The money unit (or %) that a caption or header declares, or ''."""
    found = _UNIT.search(words) or _BRACKET_UNIT.search(words)
    return found[1].replace("％", "%") if found else ""


def last_unit(words: str) -> str:
    """The money unit that a longer text declares last, or ''."""
    found = _UNIT.findall(words)
    return found[-1] if found else ""


def is_numeric(cell: Cell) -> bool:
    """Whether the cell is one figure, in brackets or with a sign of money or % at most."""
    return bool(NUMERIC.match(cell.words))


@dataclass(frozen=True)
class Header:
    """`paths[c]` are the words over column c, top to bottom; `body` is the first row below the header."""

    paths: list[list[str]]
    body: int

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the header."""
        return frozenset(words for path in self.paths for words in path)

    def deepest(self, column: int) -> str:
        """The lowest words over a column, or ''."""
        return self.paths[column][-1] if column < len(self.paths) and self.paths[column] else ""


def read_header(table: Table) -> Header:
    """Header of a statement: the rows above the first row that holds a figure."""
    width = table.width
    figures = (i for i, row in enumerate(table.rows) if any(map(is_numeric, row)) and not is_column_numbers(row))
    body = next(figures, len(table.rows))
    rows = [row for row in table.rows[:body] if not is_column_numbers(row) and not is_caption(row)]
    paths: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(rows):
        # A header that names only labels stands over the label columns; any other ends at the right edge.
        shift = 0 if all(LABEL_HEADER.search(cell.words) for cell in row if cell.words) else width - len(row)
        carried = ""
        for column in range(width):
            cell = row[column - shift] if shift <= column < shift + len(row) else None
            words = cell.words if cell is not None else ""
            if words:
                # What heads several columns has a narrower header below its own column too.
                carried = words if _has_words_below(rows, depth, column, width) else ""
                paths[column].append(words)
            elif carried and _has_words_below(rows, depth, column, width):
                paths[column].append(carried)
    return Header(paths, body)


def _has_words_below(rows: list[Row], depth: int, column: int, width: int) -> bool:
    """A blank under a merged header carries its words on only where a narrower header stands below it."""
    for row in rows[depth + 1 :]:
        at = column - (0 if all(LABEL_HEADER.search(cell.words) for cell in row if cell.words) else width - len(row))
        if 0 <= at < len(row) and row[at].words:
            return True
    return False


def is_caption(row: Row) -> bool:
    """A line above the header that says form number, department or unit."""
    return any(map(_CAPTION.match, [cell.words for cell in row]))


def is_caption_table(table: Table) -> bool:
    """A table that only sets out a title, form number, department and unit, above the table they are said of."""
    return (
        len(table.rows) <= 4
        and any(map(is_caption, table.rows))
        and all(sum(bool(cell.words) for cell in row) <= 3 for row in table.rows)
        and not any(is_numeric(cell) for row in table.rows for cell in row)
    )


def is_column_numbers(row: Row) -> bool:
    """The row 栏次 1 2 3, which numbers the columns."""
    words = [cell.words for cell in row if cell.words]
    if len(words) >= 3 and words[0] == "1" and words == [str(number) for number in range(1, len(words) + 1)]:
        return True
    return not _COLUMN_NUMBERS.isdisjoint(words) and all(len(w) <= 4 for w in words) and any(w.isdigit() for w in words)
