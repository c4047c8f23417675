"""Tables of web pages: which are data and which only lay a page out, and where their cells stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from selectolax.lexbor import LexborNode

from ingest.read.blocks import Block, Slot, Tabular

_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_MAX_SPAN = 1000
# A page laid out in a table: at most so many rows, and a cell with at least so many paragraphs.
_LAYOUT_ROWS = 2
_LAYOUT_PARAGRAPHS = 4

Row = tuple[Sequence[LexborNode], int]


def rows_of(table: LexborNode) -> list[Row]:
    """Rows as (cells, index after the last row of their group): no span reaches out of thead, tbody or tfoot."""
    rows: list[Row] = []
    lone: list[LexborNode] = []
    groups: list[list[LexborNode]] = [lone]
    for item in _children(table):
        if item.tag == "tr":
            lone.append(item)
        elif item.tag in _GROUPS:
            groups.append([row for row in _children(item) if row.tag == "tr"])
    for group in groups:
        end = len(rows) + len(group)
        rows += [([cell for cell in _children(row) if cell.tag in ("td", "th")], end) for row in group]
    return rows


def caption_of(table: LexborNode) -> LexborNode | None:
    """The caption of a table."""
    return next((item for item in _children(table) if item.tag == "caption"), None)


def cells_of(rows: Sequence[Row]) -> Iterator[LexborNode]:
    """Cells in order."""
    for cells, _ in rows:
        yield from cells


def is_layout(table: LexborNode, rows: Sequence[Row]) -> bool:
    """Whether a table arranges a page: it holds a table or a heading, or an article in one of a few cells."""
    if table.attributes.get("role") in ("presentation", "none") or table.css_first("h1,h2,h3") is not None:
        return True
    if any(inner.mem_id != table.mem_id and _is_data(inner) for inner in table.css("table")):
        return True
    return len(rows) <= _LAYOUT_ROWS and any(
        sum(bool(block.text().strip()) for block in cell.css("p,div,li")) >= _LAYOUT_PARAGRAPHS
        for cell in cells_of(rows)
    )


def _is_data(table: LexborNode) -> bool:
    rows = rows_of(table)
    return len(rows) > 1 and any(len(cells) > 1 for cells, _ in rows)


def table_of(rows: Sequence[Row], blocks_of: Callable[[LexborNode], list[Block]]) -> Tabular:
    """Cells with their places, as browsers place them; a span that runs into a cell from above ends there."""
    slots: list[Slot] = []
    taken: list[int] = []  # by column, the first row that is free again
    for row, (cells, end) in enumerate(rows):
        column = 0
        for cell in cells:
            while column < len(taken) and taken[column] > row:
                column += 1
            wanted = _span(cell, "colspan") or 1
            colspan = 1
            while colspan < wanted and (column + colspan >= len(taken) or taken[column + colspan] <= row):
                colspan += 1
            rowspan = min(_span(cell, "rowspan") or end - row, end - row)
            taken += [0] * (column + colspan - len(taken))
            taken[column : column + colspan] = [row + rowspan] * colspan
            slots.append(Slot(row, column, rowspan, colspan, blocks_of(cell)))
            column += colspan
    return Tabular(slots)


def _span(cell: LexborNode, name: str) -> int:
    """A span as declared; 0 means to the end, what is no number means 1."""
    written = (cell.attributes.get(name) or "1").strip()
    return min(int(written), _MAX_SPAN) if written.isdecimal() and len(written) < 7 else 1


def _children(node: LexborNode) -> Iterator[LexborNode]:
    item = node.first_child
    while item is not None:
        yield item
        item = item.next
