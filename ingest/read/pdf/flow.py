"""From pages to one text: paragraphs and tables that go over page breaks are whole, furniture comes after them."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.read.pdf.furniture import furniture
from ingest.read.pdf.joins import JoinedTable
from ingest.read.pdf.prose import Column, columns_of, goes_on, usual_pitch
from ingest.read.pdf.sheet import PageTable, Sheet
from ingest.read.pdf.words import Line
from ingest.read.writer import Part, TextWriter


def write(sheets: Sequence[Sheet], writer: TextWriter) -> None:
    """Write all pages."""
    _Flow(sheets, writer).run()


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
        self._table: JoinedTable | None = None
        self._waiting: list[list[Part]] = []

    def run(self) -> None:
        for sheet, marked, column in zip(self._sheets, self._marked, self._columns, strict=True):
            is_first = True
            for at, block in enumerate(sheet.blocks):
                if isinstance(block, PageTable):
                    self._add_table(sheet.number, block, is_first)
                elif at in marked:
                    self._add_furniture(sheet.number, block)
                    continue
                else:
                    self._add_line(sheet.number, block, column, is_first)
                is_first = False
            for line in sheet.tilted:
                self._add_furniture(sheet.number, line)
        self._close()

    def _add_table(self, page: int, table: PageTable, is_first: bool) -> None:
        if is_first and self._table is not None and self._table.take(page, table):
            return
        self._close()
        self._table = JoinedTable(page, table)

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
            self._writer.table(self._table.cells(), self._table.kind)
        for parts in self._waiting:
            self._writer.paragraph(parts, kind="furniture")
        self._paragraph, self._parts, self._table, self._waiting = [], [], None, []
