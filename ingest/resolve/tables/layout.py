"""Plain tables laid out: for each value the words over it, the labels before it, the section it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ingest.find.tables import Cell, Row
from ingest.resolve.tables.grid import NUMERIC, ORDINAL_HEADER, is_column_numbers, plain

_YEAR = re.compile(r"^(?:19|20)\d{2}$")
_VALUE = re.compile(r"^(?:[≥≤><约近超]|不低于|不少于|不超过|达到?)*\d(?!\d{3}年)")
_NOTE = re.compile(r"^(?:注|备注|说明|数据来源|填表|制表|审核|单位)")
_MAX_LABEL = 24
_MAX_HEADER = 6


class Slot(NamedTuple):
    """A cell with what stands around it: labels from the outermost in, header words from the top down."""

    cell: Cell
    row: Row
    column: int
    labels: list[Cell]
    head: list[str]
    section: str

    @property
    def label(self) -> Cell:
        """The innermost label."""
        return self.labels[-1]


@dataclass
class Block:
    """Rows below one header; `heads[c]` are the words over column c."""

    heads: list[list[str]]
    rows: list[tuple[Row, str]]  # each with its section


def is_value(cell: Cell) -> bool:
    """A figure, with a comparator or a unit; no year that heads a column."""
    return _is_value(cell.words)


@lru_cache(maxsize=4096)  # each cell is looked at several times
def _is_value(words: str) -> bool:
    return len(words) <= _MAX_LABEL and bool(_VALUE.match(words) or NUMERIC.match(words)) and not _YEAR.match(words)


def blocks(rows: list[Row]) -> Iterator[Block]:
    """The blocks of a table: rows without a figure head what follows them, a lone label begins a section."""
    header: list[Row] = []
    block: Block | None = None
    section = ""
    for row in rows:
        filled = [cell for cell in row if cell.words]
        if not filled or is_column_numbers(row):
            continue
        if any(is_value(cell) for cell in filled[1:]) or (len(row) > 1 and not row[0].words and is_value(filled[0])):
            if block is None or header:
                if block is not None:
                    yield block
                block = Block(_heads(header), [])
                header = []
            block.rows.append((row, section))
        elif len({cell.words for cell in filled}) == 1 and (block is not None or not header or row[0].words):
            words = filled[0].words
            section = section if len(words) > _MAX_LABEL or _NOTE.match(words) else words
        elif (len(filled) > 1 and len(filled) * 2 > len(row)) or header or block is None:
            header = [*header, row][-_MAX_HEADER:]
    if block is not None:
        yield block


def slots(block: Block, is_unit: Callable[[str], bool]) -> Iterator[Slot]:
    """Every value of a block that has a label; `is_unit` tells unit columns from labels."""
    leading = _leading(block)
    first_names = _first_names(block, leading)
    above: list[Cell] = []
    ordinals = {c for c, head in enumerate(block.heads) if any(ORDINAL_HEADER.match(words) for words in head)}
    for row, section in block.rows:
        shift = len(row) - len(block.heads) if block.heads else 0
        labels, above = _labels(row, leading + shift, above, is_unit, {at + shift for at in ordinals})
        labels = [*labels[1:], labels[0]] if first_names and len(labels) > 1 else labels
        beside: list[Cell] = []
        for column, cell in enumerate(row):
            if not cell.words:
                continue
            head = block.heads[column - shift] if 0 <= column - shift < len(block.heads) else []
            if not is_value(cell):
                if column >= leading + shift and not is_unit(cell.words):
                    beside = [cell]
                continue
            if column - shift in ordinals or (column < leading + shift and cell.words.isdigit()):
                continue
            near = labels if head or not beside else beside
            if near and len(near[-1].words) <= _MAX_LABEL:
                yield Slot(cell, row, column, near, head, section)


def _heads(header: list[Row]) -> list[list[str]]:
    """Words over each column: a blank under a merged header carries its words on where a narrower one stands below."""
    width = max((len(row) for row in header), default=0)
    heads: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(header):
        carried = ""
        for column in range(width):
            words = row[column].words if column < len(row) else ""
            carried = words or carried
            below = any(column < len(lower) and lower[column].words for lower in header[depth + 1 :])
            if words or (carried and below and column):
                heads[column] += [carried] if carried not in heads[column] else []
    return heads


def _leading(block: Block) -> int:
    """How many columns of labels a row begins with."""
    width = max(len(row) for row, _ in block.rows)
    for column in range(width):
        cells = [row[column] for row, _ in block.rows if column < len(row) and row[column].words]
        ordinal = column < len(block.heads) and any(ORDINAL_HEADER.match(words) for words in block.heads[column])
        if not ordinal and sum(map(is_value, cells)) * 2 > len(cells):
            return column if column or len(cells) < len(block.rows) else 0
    return width


def _first_names(block: Block, leading: int) -> bool:
    """Whether the first column of labels names the rows, and the others only describe them: it is filled and new in
    every row."""
    rows = [row for row, _ in block.rows]
    at = next((c for c in range(leading) if not all(row[c].words.isdigit() for row in rows if c < len(row))), leading)
    names = [row[at].words for row in rows if at < len(row)]
    return len(rows) > 1 and len(names) == len(rows) and all(names) and len(set(names)) == len(names)


def _labels(
    row: Row, leading: int, above: list[Cell], is_unit: Callable[[str], bool], ordinals: set[int]
) -> tuple[list[Cell], list[Cell]]:
    """The row's labels, outermost first; a blank below a merged label takes the one above, none under 序号."""
    first = [cell for at, cell in enumerate(row[: max(leading, 1)]) if cell.words or at not in ordinals]
    own = [cell for cell in first if not plain(cell.words).isdigit()]
    missing = max(len(above) - len(own), 0)
    own = above[:missing] + own  # a row that lost its merged leading cells
    last = max((at for at, cell in enumerate(own) if cell.words), default=-1)
    filled = [cell if cell.words or at > last or at >= len(above) else above[at] for at, cell in enumerate(own)]
    return [cell for cell in filled if cell.words and not is_unit(cell.words) and not is_value(cell)], filled
