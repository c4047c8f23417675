"""A sheet of cells as blocks: titles and notes are paragraphs, what stands together between blank rows is a table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.read.blocks import BLANK, Block, Line, Slot, Tabular
from ingest.read.limits import refuse_table

Place = tuple[int, int]
_COLONS = ("：", ":")
BLANKS_A_LEVEL = 3  # an indent of one more in the format of a cell
_OVERLAPS = 10  # merged cells never lie above each other; so many times damage is borne with
_MAX_CAPTIONS = 4  # cells of a line such as 编制部门：… | 2024年 | 单位：万元
_NOTE = 20  # a lone cell as long as this below a table is a note, a shorter one an item without values


@dataclass(frozen=True)
class Sheet:
    """Shown cells by (row, column) from 0, and how far merged ones reach: first cell -> last cell.

    `indents` are what the format of a cell sets it in, in blanks; None where it is not set to the left.
    """

    name: str
    cells: Mapping[Place, str]
    merged: Mapping[Place, Place] = field(default_factory=dict)
    indents: Mapping[Place, int | None] = field(default_factory=dict)


def without_hidden(sheet: Sheet, rows: Collection[int], columns: Collection[int]) -> Sheet:
    """The sheet with these rows and columns closed up; a merged cell shows as long as a part of it does."""
    if not rows and not columns:
        return sheet
    hidden_rows, hidden_columns = sorted(rows), sorted(columns)
    cells: dict[Place, str] = {}
    merged: dict[Place, Place] = {}
    indents: dict[Place, int | None] = {}
    for (row, column), words in sheet.cells.items():
        bottom, right = sheet.merged.get((row, column), (row, column))
        first = row - bisect_left(hidden_rows, row), column - bisect_left(hidden_columns, column)
        last = bottom - bisect_right(hidden_rows, bottom), right - bisect_right(hidden_columns, right)
        if first[0] <= last[0] and first[1] <= last[1]:
            cells[first] = words
            merged[first] = last
            indents[first] = sheet.indents.get((row, column), 0)
    return Sheet(sheet.name, cells, merged, indents)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    slots: tuple[Slot, ...]


def blocks_of(sheet: Sheet) -> Iterator[Block]:
    """The blocks of a sheet in order."""
    block: list[_Row] = []
    reach = 0
    for row in _rows(sheet):
        if block and row.number > reach:
            yield from _block(block)
            block = []
        block.append(row)
        reach = max(reach, *(slot.row + slot.rowspan for slot in row.slots))
    if block:
        yield from _block(block)


def _rows(sheet: Sheet) -> list[_Row]:
    """Rows that hold words, in order."""
    covered = _covered(sheet)
    by_row: dict[int, list[Slot]] = {}
    for (row, column), words in sorted(sheet.cells.items()):
        if words.strip(BLANK) and (row, column) not in covered:
            bottom, right = sheet.merged.get((row, column), (row, column))
            indent = sheet.indents.get((row, column), 0)
            lines = [Line(line, indent=indent) for line in words.split("\n")]
            slot = Slot(row, column, bottom - row + 1, right - column + 1, lines)
            by_row.setdefault(row, []).append(slot)
    return [_Row(number, tuple(slots)) for number, slots in by_row.items()]


def _covered(sheet: Sheet) -> set[Place]:
    """Cells below a merged one: they keep their words, but show none."""
    covered: set[Place] = set()
    looked = 0
    for (top, left), (bottom, right) in sheet.merged.items():
        looked += min((bottom - top + 1) * (right - left + 1), len(sheet.cells))
        refuse_table(0, 0, looked // _OVERLAPS)
        if (bottom - top + 1) * (right - left + 1) > len(sheet.cells):
            covered.update((y, x) for y, x in sheet.cells if top <= y <= bottom and left <= x <= right)
        else:
            covered.update((y, x) for y in range(top, bottom + 1) for x in range(left, right + 1))
        covered.discard((top, left))
    return covered


def _block(rows: Sequence[_Row]) -> Iterator[Block]:
    """Captions, the table, notes."""
    width = max(len(row.slots) for row in rows)
    first, last = 0, len(rows)
    while first < last and _is_caption(rows[first], width):
        first += 1
    while last > first and _is_note(rows[last - 1], rows[first:last]):
        last -= 1
    yield from _lines(rows[:first])
    if last > first:
        yield Tabular([slot for row in rows[first:last] for slot in row.slots])
    yield from _lines(rows[last:])


def _lines(rows: Sequence[_Row]) -> Iterator[Line]:
    for row in rows:
        yield from (line for slot in row.slots for line in slot.blocks if isinstance(line, Line))


def _words(slot: Slot) -> str:
    return "".join(line.text for line in slot.blocks if isinstance(line, Line))


def _is_named(slot: Slot) -> bool:
    return any(colon in _words(slot) for colon in _COLONS)


def _is_caption(row: _Row, width: int) -> bool:
    """One cell, or a few that name what they say (单位：万元); if not all do, fewer than the table has columns."""
    named = sum(map(_is_named, row.slots))
    return len(row.slots) == 1 or (
        len(row.slots) <= _MAX_CAPTIONS
        and (named == len(row.slots) or (len(row.slots) < width and named * 2 >= len(row.slots)))
    )


def _is_note(row: _Row, rows: Sequence[_Row]) -> bool:
    """One cell below the table that is wide, long or names what it says; or a line of such: 负责人：… | 填表人：…"""
    left = min(slot.column for other in rows for slot in other.slots)
    right = max(slot.column + slot.colspan for other in rows for slot in other.slots)
    if len(row.slots) > 1:
        return all(map(_is_named, row.slots))
    (slot,) = row.slots
    is_wide = slot.colspan > 1 and slot.colspan * 2 > right - left
    return is_wide or len(_words(slot)) > _NOTE or _is_named(slot)
