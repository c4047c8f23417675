"""From pages to one text: paragraphs and tables that go over page breaks are whole, furniture comes after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.read.pdf.aligned import infer
from ingest.read.pdf.furniture import furniture
from ingest.read.pdf.growth import GrownTable
from ingest.read.pdf.indents import with_indents
from ingest.read.pdf.joins import JoinedTable
from ingest.read.pdf.prose import Column, columns_of, goes_on, usual_pitch
from ingest.read.pdf.runs import find_runs
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


def _with_runs(sheet: Sheet, marked: set[int], taken: set[int]) -> Iterator[Line | PageTable | Furniture | list[Line]]:
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
    at = 0
    for first, end in find_runs(lines):
        yield from lines[at:first]
        yield lines[first:end]
        at = end
    yield from lines[at:]


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

    def run(self) -> None:
        for sheet, marked, column in zip(self._sheets, self._marked, self._columns, strict=True):
            is_first = True
            taken = self._take(sheet, marked)
            for block in _with_runs(sheet, marked, taken):
                if isinstance(block, Furniture):
                    self._add_furniture(sheet.number, block.line)
                    continue
                if isinstance(block, PageTable):
                    self._add_table(sheet.number, block, is_first)
                elif isinstance(block, Line):
                    self._add_line(sheet.number, block, column, is_first and not taken)
                else:
                    self._add_run(sheet.number, block, column, is_first and not taken)
                is_first = False
            for line in sheet.tilted:
                self._add_furniture(sheet.number, line)
        self._close()

    def _take(self, sheet: Sheet, marked: set[int]) -> set[int]:
        """Places of the lines at the top of a page that go on with the aligned table of the page above."""
        if not isinstance(self._table, GrownTable):
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
        return set(places[: self._table.take(sheet.number, lines)])

    def _add_table(self, page: int, table: PageTable, is_first: bool) -> None:
        if is_first and isinstance(self._table, JoinedTable) and self._table.take(page, table):
            return
        self._close()
        self._table = JoinedTable(page, table)

    def _add_run(self, page: int, run: list[Line], column: Column, is_first: bool) -> None:
        """Lines that may be an aligned table."""
        table = infer([(page, line) for line in run])
        if table is None:
            for line in run:
                self._add_line(page, line, column, is_first)
                is_first = False
            return
        self._close()
        self._table = GrownTable(table)

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
