"""Blocks of a document as DOCX, HTML and sheets give them, and how they become canonical text.

A cell may hold paragraphs and tables of its own; the canonical text has neither, so they are settled here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.read.indents import typed
from ingest.read.writer import Part, TableCell, TextWriter

BLANK = " \t\r\n\u3000\u00a0\u2002\u2003\u2009\u200b\ufeff"
# Two blanks where a cell breaks a line: one would make "10 200" of 10 over 200, which is a number.
BREAK = "  "
_SENTENCE = re.compile("[。；;]")
_MAX_CELL = 60  # longer lines behind a tab are indented prose, not cells
_MIN_ROWS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, heading or furniture; tabs in it stand where the file has tab stops.

    `indent` is what the file sets it in besides the blanks in its text; None where it is not set to the left.
    """

    text: str
    kind: str = "paragraph"
    indent: int | None = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a table: place and spans, from 0, and the blocks in it."""

    row: int
    column: int
    rowspan: int
    colspan: int
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Tabular:
    """A table that the file declares."""

    slots: Sequence[Slot]


Block = Line | Tabular


def write(blocks: Iterable[Block], writer: TextWriter) -> None:
    """Write blocks in order; runs of lines with tabs are tables as well."""
    run: list[Line] = []
    for block in blocks:
        if isinstance(block, Line) and block.kind == "paragraph" and (_is_tabbed(block) or (run and not block.text)):
            run.append(block)
            continue
        _write_run(run, writer)
        run = []
        if isinstance(block, Line):
            writer.paragraph(block.text.strip(BLANK), block.kind)
        else:
            _write_tabular(block, writer)
    _write_run(run, writer)


def _is_tabbed(line: Line) -> bool:
    return ("\t" in line.text and bool(line.text.strip(BLANK))) or line.text.startswith("\t")


def _write_run(run: list[Line], writer: TextWriter) -> None:
    """Lines with tabs: a table where they agree on its columns, lines as in a text where they do not."""
    lines = [line.text for line in run]
    while lines and not lines[-1].strip(BLANK):
        lines.pop()
    rows = [line.split("\t") for line in lines if line.strip(BLANK)]
    # Where several tabs only reach the next column, rows agree once they count as one.
    filled = [[cell for cell in row if cell.strip(BLANK)] for row in rows]
    even = next((form for form in (filled, rows) if _is_even(form)), None)
    if _stand_alone(lines, rows) or (even is None and sum(len(row) > 1 for row in filled) > 1):
        writer.lines(lines)
    elif even is not None and len(even) >= (_MIN_ROWS if len(even[0]) < 3 else 2):
        cells = [(y, x, cell) for y, row in enumerate(even) for x, cell in enumerate(row)]
        writer.table(
            [TableCell(y, x, [Part(cell.strip(BLANK))], indent=typed(cell)) for y, x, cell in cells], "inferred"
        )
    else:
        for row in filled:
            writer.paragraph("\t".join(row).strip(BLANK))


def _is_even(rows: list[list[str]]) -> bool:
    """Whether rows have one number of short cells, two at least."""
    return len({len(row) for row in rows}) == 1 and len(rows[0]) > 1 and all(map(_is_short, rows))


def _stand_alone(lines: list[str], rows: list[list[str]]) -> bool:
    """Cells one a line, each behind a tab."""
    lone = sum(line.startswith("\t") and "\t" not in line.strip("\t") for line in lines)
    return len(rows) >= _MIN_ROWS and lone * 10 >= sum(map(bool, lines)) * 8 and all(map(_is_short, rows))


def _is_short(row: list[str]) -> bool:
    return all(len(cell) <= _MAX_CELL and not _SENTENCE.search(cell) for cell in row)


def _write_tabular(tabular: Tabular, writer: TextWriter) -> None:
    slots = compact(tabular.slots)
    if all(slot.column == 0 for slot in slots):
        # A frame around text: what is in it stands for itself.
        for slot in slots:
            write(slot.blocks, writer)
        return
    nested: list[Tabular] = []
    cells = [
        TableCell(
            slot.row,
            slot.column,
            [Part(cell_text(slot.blocks, nested))],
            slot.rowspan,
            slot.colspan,
            _indent(slot.blocks),
        )
        for slot in slots
    ]
    writer.table(cells, "native")
    for inner in nested:
        _write_tabular(inner, writer)


def cell_text(blocks: Sequence[Block], nested: list[Tabular]) -> str:
    """Words of a cell. A table in it of one row or one column is words; a larger one goes to `nested`.

    A larger one has headers of its own, which the outer table's columns would contradict: it follows the outer table.
    """
    words = []
    for block in blocks:
        if isinstance(block, Line):
            words.append(block.text.strip(BLANK))
        elif len({slot.row for slot in block.slots}) == 1 or len({slot.column for slot in block.slots}) == 1:
            words += [cell_text(slot.blocks, nested) for slot in block.slots]
        else:
            nested.append(block)
    return BREAK.join(word for word in words if word)


def _indent(blocks: Sequence[Block]) -> int | None:
    """What the first words of a cell are set in."""
    first = next((block for block in blocks if not isinstance(block, Line) or block.text.strip(BLANK)), None)
    if not isinstance(first, Line):
        return 0
    return None if first.indent is None else first.indent + typed(first.text)


def compact(slots: Sequence[Slot]) -> list[Slot]:
    """The cells without rows and columns in which none begins: spans declared wider than the table is."""
    rows = sorted({slot.row for slot in slots})
    columns = sorted({slot.column for slot in slots})
    compacted = []
    for slot in slots:
        row, column = bisect_left(rows, slot.row), bisect_left(columns, slot.column)
        rowspan = bisect_left(rows, slot.row + slot.rowspan) - row
        colspan = bisect_left(columns, slot.column + slot.colspan) - column
        compacted.append(Slot(row, column, rowspan, colspan, slot.blocks))
    return compacted
