"""Sums of plain tables: total rows, shares of the total row; `columns.py` has the total columns.

Words and structure decide what is added to what; where they leave a doubt, nothing is related.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.find.tables import Table
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.relations.lists.groups import Groups, Words
from ingest.resolve.relations.tables.columns import relate_total_columns
from ingest.resolve.relations.tables.compared import read_changes_of, read_completions_of
from ingest.resolve.relations.tables.grids import Column, Grid, read_grid, table_words
from ingest.resolve.relations.write import relate

_MARK = re.compile(r"^(?:([一二三四五六七八九十]+)、|(\([一二三四五六七八九十]+\))|(\d{1,2})[.、](?!\d)|(\(\d{1,2}\)))")
_DEEP = re.compile(r"^\d+\.\d+")
_BRACKET = re.compile(r"\([^()]*\)")
_OF_WHICH = re.compile(r"^(?:其中|#|-|—)")
_PLACE = re.compile(r"^[一-鿿]{1,14}(?:[市县区旗州盟]|本级|直属|管委会|兵团|特区|开发区|新区|高新区|经开区)$")
_WHOLE_PLACES = ("全市", "全县", "全省", "全区", "全州", "全盟", "全旗")
_OTHER_TABLE = 400  # characters up to the next piece of one table
_AFTER = 160


@dataclass(frozen=True)
class _Sum:
    """A total row and the rows that it adds up."""

    row: int
    parts: list[int]
    rank: int


class TableSums:
    """Reads the sums, shares, changes and completions of plain tables."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = table_words(lexicon)
        self._groups = Groups(lexicon, Words(lexicon))

    def read(self, facts: Facts, rest: list[tuple[Table, set[int], str]]) -> None:
        """Land what the plain tables relate; `rest`: table, rows that others took, text before."""
        grids = [
            None if skip else read_grid(facts, self._words, table, _caption(before)) for table, skip, before in rest
        ]
        for position, grid in enumerate(grids):
            if grid is None:
                continue
            read_changes_of(facts, self._words, grid)
            read_completions_of(facts, self._words, grid)
            relate_total_columns(facts, self._words, self._groups, grid)
            if self._is_whole(rest, facts.view.folded, position, grid):
                after = facts.view.folded[grid.table.end : grid.table.end + _AFTER]
                is_twice = self._words.has("deduplicated", grid.caption + after + grid.head_words)
                self._total_rows(facts, grid, is_twice)

    @staticmethod
    def _is_whole(rest: list[tuple[Table, set[int], str]], folded: str, position: int, grid: Grid) -> bool:
        """No table that goes on elsewhere."""
        if grid.first_ordinal not in ("", "1", "01", "一"):
            return False
        for other in (position - 1, position + 1):
            if 0 <= other < len(rest):
                near = rest[other][0]
                first, last = sorted((near, grid.table), key=lambda table: table.start)
                if near.width == grid.table.width and 0 <= last.start - first.end < _OTHER_TABLE:
                    between = folded[first.end : last.start]
                    named = re.search(r"表\s*\d|[一二三四五六七八九十]\s*[、)]|[:：。]", between)
                    if _heads(near) == _heads(grid.table) or not named:
                        return False
        return True

    def _rank(self, label: str) -> int:
        """0 for no total, 1 小计 and totals of something named, 2 合计 and the whole place, 3 总计."""
        words = _BRACKET.sub("", label).strip(":")
        for rank, role in ((3, "grand"), (2, "total"), (1, "subtotal")):
            if self._words.named(role, words):
                return rank
        return 1 if words.endswith(("合计", "小计", "总计", "共计")) else 0

    def _total_rows(self, facts: Facts, grid: Grid, is_twice: bool) -> None:
        """`is_twice`: a note says that rows overlap, or that the table is an extract: only a named group adds up."""
        sums = [
            one
            for one in self._sums(grid)
            if (not is_twice or self._name(grid, one.row)) and _lists_all_places(facts, grid, one)
        ]
        columns = [column for column in grid.columns if column is not None]
        for total in sums:
            for column in columns:
                whole = column.numbers[total.row]
                parts = [number for row in total.parts if (number := column.numbers[row]) is not None]
                if whole is None or not column.is_added or len(parts) < 2 or self._overlap(grid, column, total):
                    continue
                operands = [whole.operand("whole"), *(part.operand("part") for part in parts)]
                relate(facts, "parts", grid.subject(total.row, column), operands)
        self._members(facts, grid, columns)
        if len([total for total in sums if total.rank > 1]) == 1 and sums:
            self._shares(facts, grid, sums[-1])

    def _overlap(self, grid: Grid, column: Column, total: _Sum) -> bool:
        """People that more than one row may count: those helped in hospital and those helped outside."""
        if column.key not in ("person", "number") or all(_is_place(grid.labels[row]) for row in total.parts):
            return False
        if self._words.has("staff", column.full):
            return False
        titles = [line for line in grid.caption.split() if not re.search("[。，；]", line)]
        return self._words.has("beneficiaries", "".join(titles) + column.full + "".join(grid.labels))

    def _sums(self, grid: Grid) -> list[_Sum]:
        """Which rows each total row adds up; nothing at all where the levels of the table are not certain."""
        ranks = [self._rank(label) for label in grid.labels]
        kept = self._plain_rows(grid, ranks)
        if kept is None:
            return []
        totals = [row for row, rank in enumerate(ranks) if rank]
        if totals == [0]:
            return self._named_sum(grid, _Sum(0, kept, ranks[0])) if ranks[0] > 1 else []
        found: list[_Sum] = []
        loose: list[int] = []  # rows since the last total
        below: list[_Sum] = []  # totals that the next higher one adds up
        for row, rank in enumerate(ranks):
            if not rank:
                loose += [row] if row in kept else []
                continue
            if not loose and not below:
                return []  # a total that stands above its parts, among others
            lower = [one for one in below if one.rank < rank]
            if len(lower) < len(below) and (lower or not loose):
                return []
            if lower and loose and len(lower) != 1:
                return []  # rows outside groups, or a group without its total
            one = _Sum(row, [*(total.row for total in lower), *loose], rank)
            if rank == 1 and not self._is_group(grid, one):
                return []
            found += self._named_sum(grid, one)
            below = [total for total in below if total.rank >= rank] + [one]
            loose = []
        return found

    def _named_sum(self, grid: Grid, total: _Sum) -> list[_Sum]:
        """全市 is the sum of places only; a total that says what it holds or leaves out is none that is certain."""
        label = grid.labels[total.row]
        if re.search(r"\([^()]*(?:含|不|除|去重)", label):
            return []
        places = [_is_place(grid.labels[row]) or self._rank(grid.labels[row]) for row in total.parts]
        is_of_place = label.startswith("全")
        return [total] if (all(places) or not is_of_place) and len(total.parts) >= 2 else []

    def _is_group(self, grid: Grid, total: _Sum) -> bool:
        """基本医疗保险小计 adds up rows that are called so; 小计 alone, rows of one kind."""
        name = self._name(grid, total.row)
        labels = [grid.labels[row] for row in total.parts]
        if name:
            return all(name in label for label in labels)
        own = sum("本级" in label or "直属" in label for label in labels)
        return own in (0, len(labels))

    def _name(self, grid: Grid, row: int) -> str:
        """What a total is called after: 基本医疗保险 of 基本医疗保险小计, nothing of 合计 and 全市合计."""
        if self._rank(grid.labels[row]) != 1:
            return ""
        return re.sub(r"(?:合计|小计|总计|共计)$", "", _BRACKET.sub("", grid.labels[row]))

    def _plain_rows(self, grid: Grid, ranks: list[int]) -> list[int] | None:
        """The rows that can be parts of a total, or None where one may be a part of another."""
        kept: list[int] = []
        marks: set[int] = set()
        inside = False  # after 其中: the next row may be one more of its parts
        for row, label in enumerate(grid.labels):
            if ranks[row]:
                inside = False
                continue
            if not label or _DEEP.match(label):
                return None
            if _OF_WHICH.match(label):
                if row == 0:
                    return None
                inside = True
                continue
            mark = _MARK.match(label)
            style = next((i for i, group in enumerate(mark.groups()) if group), 9) if mark else 8
            if inside and (style == 8 or style not in marks):
                return None
            inside = False
            marks.add(style)
            kept.append(row)
        names = [_BRACKET.sub("", _MARK.sub("", grid.labels[row])) for row in kept]
        indents = {grid.indents[row] for row in kept}
        if len(marks) > 1 or len(set(names)) < len(names) or len(indents) > 1 or self._is_tree(grid, kept, names):
            return None
        return kept

    def _is_tree(self, grid: Grid, kept: list[int], names: list[str]) -> bool:
        """A row that others are parts of by name: 基本支出 above 人员经费, 医疗保险 beside 职工医疗保险."""
        if any(self._words.named("group_row", name) for name in names):
            return True
        if "基本支出" in names and any("人员" in name or "公用" in name for name in names):
            return True
        if any("购置及运行" in name or "购置和运行" in name for name in names) and sum("用车" in n for n in names) > 1:
            return True
        within = [bracket[1:-1] for row in kept for bracket in _BRACKET.findall(grid.labels[row])]
        said = [words.lstrip("含包括") for words in within if words.startswith(("含", "包含", "包括"))]
        if any(name in words or words in name for words in said if len(words) > 1 for name in names):
            return True
        if all(map(_is_place, names)):
            return False
        tails = {name[at:] for name in names for at in range(1, len(name))}
        heads = {name[:at] for name in names for at in range(2, len(name))}
        return any(len(name) > 1 and (name in tails or name in heads) for name in names)

    def _members(self, facts: Facts, grid: Grid, columns: list[Column]) -> None:
        """A row 其中 and the row above it."""
        for row, label in enumerate(grid.labels):
            if not row or not label.startswith("其中") or self._rank(grid.labels[row - 1]):
                continue
            if _OF_WHICH.match(grid.labels[row - 1]):
                continue
            for column in columns:
                whole, part = column.numbers[row - 1], column.numbers[row]
                if whole is not None and part is not None and column.is_added:
                    operands = [whole.operand("whole"), part.operand("part")]
                    relate(facts, "of_which", grid.subject(row, column), operands)

    def _shares(self, facts: Facts, grid: Grid, total: _Sum) -> None:
        """占比 of each row: its amount over that of the total row."""
        has_total_column = any(c is not None and self._words.named("column_total", c.head) for c in grid.columns)
        for column in grid.columns:
            if column is None or column.unit_class != "percent" or not self._words.named("share", column.head):
                continue
            amount = grid.column(column.index - 1)
            if amount is None or not amount.is_added or (has_total_column and "全" not in column.head):
                continue
            whole, all_of_it = amount.numbers[total.row], column.numbers[total.row]
            # The total is 100 % of itself, else the share is one of something else.
            if whole is None or (all_of_it is not None and not 99 <= float(all_of_it.literal) <= 101):
                continue
            for row in total.parts:
                part, rate = amount.numbers[row], column.numbers[row]
                if part is not None and rate is not None:
                    operands = [part.operand("part"), whole.operand("whole"), rate.operand("rate")]
                    relate(facts, "share", grid.subject(row, column), operands)


def _lists_all_places(facts: Facts, grid: Grid, total: _Sum) -> bool:
    """A row 全市 is more than the sum of some of its counties: every one of them must be listed."""
    if grid.labels[total.row] not in _WHOLE_PLACES:
        return True
    report = facts.report_at(grid.table.start)
    is_province = report.region_code.endswith("0000")
    below = {code for code in report.inner_regions.values() if not is_province or code.endswith("00")}
    listed = {report.inner_regions.get(_BRACKET.sub("", grid.labels[row]), "") for row in total.parts}
    return len(total.parts) >= len(below) or below <= listed


def _is_place(label: str) -> bool:
    return bool(_PLACE.match(_BRACKET.sub("", _MARK.sub("", label)).strip()))


def _heads(table: Table) -> list[str]:
    return [cell.words for cell in table.rows[0]]


def _caption(before: str) -> str:
    """The two lines above a table, without paragraphs of prose."""
    lines = [line.strip() for line in before.strip().split("\n") if line.strip()][-3:]
    notes = [at for at, line in enumerate(lines) if line.startswith("注")]
    lines = lines[notes[-1] + 1 :] if notes else lines  # what stands under the table before
    return " ".join(line if len(line) <= 60 else line[-60:] for line in lines)
