"""Tables of a Word document: cells with the rows and columns that they span."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ingest.read.blocks import Block, Slot, Tabular
from ingest.read.limits import number_in
from ingest.read.package import Element, attribute, child, local, value, whole

_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_NARROW = 120  # twips (2 mm): rules that are this close are meant to be one
_MAX_COLUMNS = 4000


def table_of(table: Element, blocks_of: Callable[[Element], list[Block]]) -> Tabular:
    """A w:tbl as cells; `blocks_of` gives the blocks inside a cell."""
    slots: list[Slot] = []
    open_above: dict[int, int] = {}  # first column of a vertical merge -> its place in `slots`
    row = 0
    for line in _inside(table, "tr"):
        properties = child(line, "trPr")
        if child(properties, "del") is not None:
            continue
        column = _number(properties, "gridBefore", 0)
        merging: dict[int, int] = {}
        for cell in _inside(line, "tc"):
            shape = child(cell, "tcPr")
            span = max(1, _number(shape, "gridSpan", 1))
            merge = value(shape, "vMerge")
            above = open_above.get(column)
            if merge is not None and merge != "restart" and above is not None and slots[above].colspan == span:
                # What stands in a covered cell is not shown.
                slots[above] = replace(slots[above], rowspan=row - slots[above].row + 1)
                merging[column] = above
            else:
                if merge is not None:
                    merging[column] = len(slots)
                slots.append(Slot(row, column, 1, span, blocks_of(cell)))
            column += span
        open_above = merging
        row += 1
    return Tabular(_aligned(slots, _widths(table)))


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, content controls and insertions opened."""
    for item in parent:
        found = local(item)
        if found == name:
            yield item
        elif found in _WRAPPERS:
            yield from _inside(item, name)


def _number(properties: Element | None, name: str, otherwise: int) -> int:
    written = whole(properties, name)
    return otherwise if written is None else min(written, _MAX_COLUMNS)


def _widths(table: Element) -> list[int]:
    """Widths of the grid columns in twips; 0 where the file gives none."""
    grid = child(table, "tblGrid")
    written = [
        attribute(column, "w") or "" for column in (grid if grid is not None else ()) if local(column) == "gridCol"
    ]
    return [number_in(width) or 0 for width in written]


def _aligned(slots: list[Slot], widths: list[int]) -> list[Slot]:
    """Cells without the sliver columns that rules drawn by hand leave between rows."""
    narrow = {column for column, width in enumerate(widths) if 0 < width < _NARROW}
    if not slots or not narrow or any(set(range(slot.column, slot.column + slot.colspan)) <= narrow for slot in slots):
        return slots
    shift = [0]
    for column in range(max(slot.column + slot.colspan for slot in slots)):
        shift.append(shift[-1] + (column not in narrow))
    return [
        replace(slot, column=shift[slot.column], colspan=shift[slot.column + slot.colspan] - shift[slot.column])
        for slot in slots
    ]
