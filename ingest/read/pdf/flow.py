"""From pages to one text: paragraphs and tables that go over page breaks are whole, furniture comes after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.read.pdf.aligned import infer
from ingest.read.pdf.bands import Band, cell_lines, single_lines, to_bands
from ingest.read.pdf.furniture import furniture
from ingest.read.pdf.growth import GrownTable
from ingest.read.pdf.headers import header_chunks
from ingest.read.pdf.indents import with_indents
from ingest.read.pdf.joins import JoinedTable
from ingest.read.pdf.prose import Column, columns_of, goes_on, usual_pitch
from ingest.read.pdf.runs import find_runs, rows_below
from ingest.read.pdf.sheet import PageTable, Sheet
from ingest.read.pdf.words import Line
from ingest.read.writer import Part, TextWriter


def write(sheets: Sequence[Sheet], writer: TextWriter) -> None:
    """Write all pages."""
    _Flow(sheets, writer).run()


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that is no part of the text."""

    line: Line


def _with_runs(sheet: Sheet, marked: set[int], taken: set[int]) -> Iterator[Block]:
    """Blocks of a page, with runs of lines that may be aligned tables put together."""
    waiting: list[Line] = []
    for at, block in enumerate(sheet.blocks):
        if at in taken:
            continue
        if isinstance(block, Line) and at not in marked:
            waiting.append(block)
            continue
        yield from _split(waiting)
        waiting = []
        yield block if isinstance(block, PageTable) else Furniture(block)
    yield from _split(waiting)


def _split(lines: list[Line]) -> Iterator[Line | list[Line]]:
    if not lines:
        return
    at, rows = 0, to_bands(lines)
    for first, end in find_runs(rows):
        yield from rows[at:first]
        yield rows[first:end]
        at = end
    last = len(rows)
    while last > at and isinstance(rows[last - 1], Band):  # may be a header without its rows
        last -= 1
    yield from rows[at:last]
    if last < len(rows):
        yield rows[last:]


Block = Line | PageTable | Furniture | list[Line]


class _Held(NamedTuple):
    """A line that may head a table on the next page, or furniture below such a line; as `_add_block` takes it."""

    page: int
    block: Line | PageTable | Furniture
    column: Column
    is_first: bool


def _header_at_end(blocks: Sequence[Block]) -> int:
    """Where the lines begin that end a page side by side, as cells do, and make no table by themselves."""
    at = len(blocks)
    while at and isinstance(blocks[at - 1], Furniture):
        at -= 1
    last = blocks[at - 1] if at else None
    if not isinstance(last, list) or infer([(0, line) for line in last]) is not None:
        return len(blocks)
    at -= 1
    while at and isinstance(above := blocks[at - 1], Line) and len(header_chunks(above)) > 1:
        at -= 1
    return at


def _parts_of(block: Block) -> Iterator[Line | PageTable | Furniture]:
    """The lines of a run; any other block as it is."""
    if isinstance(block, list):
        yield from block
    else:
        yield block


class _Flow:
    """What is open (a paragraph or a table) and the furniture that waits for its end."""

    def __init__(self, sheets: Sequence[Sheet], writer: TextWriter) -> None:
        self._sheets = sheets
        self._writer = writer
        self._marked = furniture(sheets)
        prose = [
            [line for at, line in enumerate(sheet.blocks) if isinstance(line, Line) and at not in marked]
            for sheet, marked in zip(sheets, self._marked, strict=True)
        ]
        unparted = [[line for line in lines if not line.is_parted] for lines in prose]
        self._columns = columns_of(unparted, [sheet.width for sheet in sheets])
        self._pitch = usual_pitch(prose, self._columns)
        self._paragraph: list[tuple[Line, Column]] = []
        self._parts: list[Part] = []
        self._table: JoinedTable | GrownTable | None = None
        self._waiting: list[list[Part]] = []
        self._held: list[_Held] = []  # what ends the page above, from lines on that may head a table on the next

    def run(self) -> None:
        for sheet, marked, column in zip(self._sheets, self._marked, self._columns, strict=True):
            taken = self._take(sheet, marked)
            self._release()
            is_first = not taken
            blocks = list(_with_runs(sheet, marked, taken))
            end = _header_at_end(blocks)
            for block in blocks[:end]:
                self._add_block(sheet.number, block, column, is_first)
                is_first = is_first and isinstance(block, Furniture)
            for block in blocks[end:]:
                for part in _parts_of(block):
                    self._held.append(_Held(sheet.number, part, column, is_first))
                    is_first = is_first and isinstance(block, Furniture)
            for line in sheet.tilted:
                self._add_furniture(sheet.number, line)
        self._release()
        self._close()

    def _add_block(self, page: int, block: Block, column: Column, is_first: bool) -> None:
        """Add what stands next on a page; `is_first` says that it goes on with the page above."""
        if isinstance(block, Furniture):
            self._add_furniture(page, block.line)
        elif isinstance(block, PageTable):
            self._add_table(page, block, is_first)
        elif isinstance(block, Line):
            self._add_row(page, block, column, is_first)
        else:
            self._add_run(page, block, column, is_first)

    def _release(self) -> None:
        """Add what was held back."""
        held, self._held = self._held, []
        for one in held:
            self._add_block(one.page, one.block, one.column, one.is_first)

    def _take(self, sheet: Sheet, marked: set[int]) -> set[int]:
        """Places of the lines at the top of a page that go on with the aligned table of the page above."""
        table = self._table
        if not isinstance(table, GrownTable) and not self._held:
            return set()
        places: list[int] = []
        lines: list[Line] = []
        for at, block in enumerate(sheet.blocks):
            if at in marked:
                continue
            if not isinstance(block, Line):
                break
            places.append(at)
            lines.append(block)
        if not lines:
            return set()
        rows = to_bands(lines)
        taken = 0
        if self._held:
            taken = self._head(sheet.number, rows)
        elif isinstance(table, GrownTable):
            taken = table.take(sheet.number, rows)
        return set(places[: sum(len(single_lines(row)) for row in rows[:taken])])

    def _head(self, page: int, rows: Sequence[Line]) -> int:
        """How many rows at the top of a page are a table with the header that ends the page above; it is begun."""
        above = [(at, held.page, held.block) for at, held in enumerate(self._held) if isinstance(held.block, Line)]
        head, end = rows_below([row for _, _, row in above], rows)
        header = above[len(above) - head :]
        lines = [(held_page, row) for _, held_page, row in header]
        table = infer([*lines, *((page, row) for row in rows[:end])])
        if not head or table is None:
            return 0
        rest = [one for one in self._held[header[0][0] :] if isinstance(one.block, Furniture)]
        self._held = self._held[: header[0][0]]
        self._release()
        self._close()
        self._table, self._held = GrownTable(table), rest  # the furniture between comes after it
        return end

    def _add_table(self, page: int, table: PageTable, is_first: bool) -> None:
        if is_first and isinstance(self._table, JoinedTable) and self._table.take(page, table):
            return
        self._close()
        self._table = JoinedTable(page, table)

    def _add_run(self, page: int, run: list[Line], column: Column, is_first: bool) -> None:
        """Lines that may be an aligned table."""
        table = infer([(page, line) for line in run])
        if table is None:
            for row in run:
                self._add_row(page, row, column, is_first)
                is_first = False
            return
        self._close()
        self._table = GrownTable(table)

    def _add_row(self, page: int, row: Line, column: Column, is_first: bool) -> None:
        """A line; of a row that is one for certain, though no table was found, cell by cell."""
        if isinstance(row, Band) and row.is_centred:
            for word in row.words:
                self._close()
                self._writer.paragraph([Part(line.text, page, line.box, line.score) for line in cell_lines([word])])
            return
        for line in single_lines(row):
            self._add_line(page, line, column, is_first)
            is_first = False

    def _add_line(self, page: int, line: Line, column: Column, is_first: bool) -> None:
        if self._paragraph:
            pitch = self._pitch.get(round(self._paragraph[-1][0].size * 2))
            if not goes_on(self._paragraph, line, column, pitch, same_page=not is_first):
                self._close()
        elif self._table is not None:
            self._close()
        self._paragraph.append((line, column))
        self._parts.append(Part(line.text, page, line.box, line.score))

    def _add_furniture(self, page: int, line: Line) -> None:
        self._waiting.append([Part(line.text, page, line.box, line.score)])
        if not self._paragraph and self._table is None:
            self._close()

    def _close(self) -> None:
        if self._paragraph:
            self._writer.paragraph(self._parts)
        elif self._table is not None:
            self._writer.table(with_indents(self._table.cells()), self._table.kind)
        for parts in self._waiting:
            self._writer.paragraph(parts, kind="furniture")
        self._paragraph, self._parts, self._table, self._waiting = [], [], None, []
