"""Headers of indicator tables: what each column holds, and how the cells of a row stand under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.find.marks import mark_of
from ingest.find.tables import Cell, Row, Table
from ingest.lexicon import Lexicon
from ingest.resolve.indicators.columns import number_column, settle_items
from ingest.resolve.tables.grid import plain

SCORES = ("full", "self")
VALUES = ("target", "actual", *SCORES)
NUMBER = re.compile(r"^-?\d+(?:\.\d+)?分?$")
EMPTY = ("", "-", "—", "/", "--", "无")
TOTAL = re.compile(
    r"^(?:总\s*分|总计|合计|总得分|评价总分|自评总(?:得|评)?分|得分合计|合计得分|综合得分|综合评分|综合评价得分|自评得分合计|自评合计|总评"
    r"|总成绩|最终得分|最后得分|评分合计|分值合计|指标得分合计|绩效评价得分|绩效自评得分|(?:项目|绩效|考核|评价|考评)总分)"
)
_NUMBERED = {"一级": 1, "二级": 2, "三级": 3, "四级": 4}
_NUMBERED_NAME = re.compile(
    r"^(?:[一二三四]级|第[一二三四]级|[一二三四]级.{0,4}(?:项目|内容|目录|维度|名称|要素|分类|类别|体系|及分值|及权重))$"
)
_FULL_IN_NAME = re.compile(r"\((?:分值|权重|满分|标准分|分)[^()]*\)|及(?:分值|权重)$")  # 一级指标（分值）
_BOTH = re.compile(r"(?:分值|满分|标准分|权重)\s*/|/\s*(?:分值|满分|标准分|权重)")
_OWN_OF_OFFICE = re.compile(r"自评|单位|部门|自我")
_VALUE = re.compile(r"^(?:[≥≤<>=]|\d+(?:\.\d+)?%?$)")
_WORDS = re.compile(r"[一-鿿]{2}")


def cell_under(row: Row, column: int, shift: int) -> Cell | None:
    """The row's cell below a column of the header, `shift` cells to the left or right; None where the row is short."""
    at = column + shift
    return row[at] if 0 <= at < len(row) else None


@dataclass(frozen=True)
class Header:
    """Role of each column, level of each level column, number of columns.

    `is_outline`: one column holds names of all levels, told apart by their marks and words. `beside`: where each
    level has a score column of its own (一级指标, 权重, 二级指标, 权重 …), those columns by level column and role.
    `numbers`: the column left of an outline whose numbers tell its levels. `noted`: columns of names that bear their
    full score in brackets, as 一级指标（分值） says.
    """

    roles: dict[int, str]
    levels: dict[int, int]
    width: int
    is_outline: bool
    beside: dict[int, dict[str, int]]
    noted: frozenset[int] = frozenset()
    numbers: int | None = None

    def shift(self, row: Row) -> int:
        """By how many columns the row's cells stand left of the header: the shift under which most of them fit."""
        if len(row) == self.width and not self._contradicts(row):
            return 0
        best, best_fit = 0, -1.0
        for shift in (0, *((len(row) - self.width,) if len(row) != self.width else ()), -1, 1, -2):
            fit = self._fit(row, shift)
            if fit > best_fit:
                best, best_fit = shift, fit
        return best

    def holds(self, row: Row) -> bool:
        """A row of the header's own width with a number under a score and nothing that belongs elsewhere."""
        scores = [row[c].words for c, role in self.roles.items() if role in SCORES and c < len(row)]
        return len(row) == self.width and not self._contradicts(row) and any(map(NUMBER.match, scores))

    def _fit(self, row: Row, shift: int) -> float:
        fit = 0.0
        for column, role in self.roles.items():
            cell = cell_under(row, column, shift)
            words = cell.words if cell is not None else ""
            if role in SCORES:
                fit += bool(NUMBER.match(words)) - bool(words not in EMPTY and not NUMBER.match(words))
            elif role in ("target", "actual"):
                fit += 0.5 * bool(words)
            elif role == "level" and column in self.levels:
                bad = bool(re.match(r"^[\d.%≥≤<>=]+", words)) and mark_of(words) is None
                fit += 0.25 * bool(words) - bad + (0.5 if words and column == max(self.levels) else 0)
        return fit

    def _contradicts(self, row: Row) -> bool:
        """A value stands in a name column, or words in a score column: the row has lost a cell."""
        for column, role in self.roles.items():
            words = row[column].words
            if role == "level" and column in self.levels and _VALUE.match(words):
                return True
            if role in SCORES and _WORDS.search(words):
                return True
        return False


class HeaderReader:
    """Tells headers of indicator tables from other rows, by the words of the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._roles = {plain(row["phrase"]): row["role"] for row in lexicon.rows("indicator_headers")}
        self.role = lru_cache(maxsize=4096)(self._find_role)

    def heads_values(self, table: Table) -> bool:
        """Whether any cell is the header, or the key, of a value or a score: no indicator is told without one."""
        words = {cell.words for row in table.rows for cell in row}
        return any(self.role(plain(said)) in VALUES for said in words if not said.isascii())  # figures are no headers

    def read(self, row: Row, below: Sequence[Row] = ()) -> Header | None:
        """The header that a row is; None where it is none. The rows below it tell which of its columns hold names."""
        roles: dict[int, str] = {}
        for column, cell in enumerate(row):
            role = self.role(plain(cell.words))
            if role == "deviation" and "%" in cell.words:
                role = "deviation_percent"
            if role:
                roles[column] = role
        if not roles:
            return None
        numbered = [c for c, role in roles.items() if role == "level" and level_number(row[c].words)]
        roles = settle_items(row, roles, below, bool(numbered))
        noted = frozenset(c for c, r in roles.items() if r == "level" and _FULL_IN_NAME.search(row[c].words))
        if "level" not in roles.values() or not _is_enough(row, roles, numbered, noted):
            return None
        levels, is_outline = _levels(row, roles)
        beside = _beside(roles, levels)
        roles = roles if beside else _of_the_office(row, roles)
        numbers = number_column(min(levels), below, len(row)) if is_outline else None
        return Header(roles, levels, len(row), is_outline, beside, noted, numbers)

    def read_both(self, row: Row, below: Row, rest: Sequence[Row] = ()) -> Header | None:
        """The header of two rows, the lower of them naming the columns that the upper one heads together."""
        if len(row) != len(below):
            return None
        named = [self.role(plain(cell.words)) for cell in below if cell.words]
        if not all(named) or sum(role != "other" for role in named) < 2:
            return None
        if all(lower.words in ("", upper.words) for upper, lower in zip(row, below, strict=True)):
            return None
        if "level" not in map(self.role, (plain(cell.words) for cell in row)):
            return None
        merged = [self._merged(upper, lower) for upper, lower in zip(row, below, strict=True)]
        return self.read(merged, rest)

    def _merged(self, upper: Cell, lower: Cell) -> Cell:
        """The lower of two cells of a header, unless it is empty or calls 名称 what the upper one numbers."""
        is_name = self.role(plain(lower.words)) in ("level", "item") and not level_number(lower.words)
        return upper if not lower.words or (is_name and level_number(upper.words)) else lower

    def _find_role(self, words: str) -> str:
        """The role that a header names: exactly, else by the longest phrase that it ends with, else that it holds."""
        if words in self._roles:
            return self._roles[words]
        if _NUMBERED_NAME.match(words):
            return "level"
        if words.isascii() or not 3 <= len(words) <= 14:
            return ""  # a figure, or too short or too long for a header
        inside = [phrase for phrase in self._roles if len(phrase) >= 3 and phrase in words]
        ends = [phrase for phrase in inside if words.endswith(phrase)] or [
            phrase for phrase in (words[-2:],) if self._roles.get(phrase) in SCORES
        ]
        return self._roles[max(ends or inside, key=len)] if ends or inside else ""


def level_number(words: str) -> int:
    """1 for 一级指标 and 第一级, 0 where a header bears no number."""
    return _NUMBERED.get(words.removeprefix("第")[:2], 0)


def _is_enough(row: Row, roles: dict[int, str], numbered: list[int], noted: frozenset[int]) -> bool:
    """Names and two kinds of values make a header; own scores do beside two numbered levels or names with 分值.

    分值/得分 in one column are two.
    """
    values = {role for role in roles.values() if role in VALUES}
    both = any(role == "self" and _BOTH.search(row[column].words) for column, role in roles.items())
    return len(values) >= 2 or ("self" in values and (len(numbered) >= 2 or bool(noted) or both))


def _of_the_office(row: Row, roles: dict[int, str]) -> dict[int, str]:
    """Of several columns of scores the office's own: 单位自评分 beside 财政评价得分."""
    scores = [column for column, role in roles.items() if role == "self"]
    own = [column for column in scores if _OWN_OF_OFFICE.search(row[column].words)]
    return {c: "other" if own and c in scores and c not in own else role for c, role in roles.items()}


def _levels(row: Row, roles: dict[int, str]) -> tuple[dict[int, int], bool]:
    """Level of each level column: by its number, else by its place; a side label left of 一级 has none."""
    columns = [column for column, role in roles.items() if role == "level"]
    numbered = {c: number for c in columns if (number := level_number(row[c].words))}
    if not numbered:
        return {column: depth + 1 for depth, column in enumerate(columns)}, len(columns) == 1
    levels = dict(numbered)
    for column in columns:
        if column not in numbered and column > max(numbered):
            levels[column] = max(levels.values()) + 1
    return levels, False


def _beside(roles: dict[int, str], levels: dict[int, int]) -> dict[int, dict[str, int]]:
    """Score columns between a level column and the next: those of that level, the last of them its leaves'."""
    beside: dict[int, dict[str, int]] = {}
    at: int | None = None
    for column, role in sorted(roles.items()):
        at = column if column in levels else at
        if at is not None and role in SCORES:
            beside.setdefault(at, {}).setdefault(role, column)
    return beside if len(beside) > 1 else {}
