"""The canonical text of formats that are no text: paragraphs and tables in, lines and places out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.read.document import Box, Grid, GridCell, Piece
from ingest.read.indents import LEAST, blanks, is_figure, is_label, relative
from ingest.read.limits import refuse_table, refuse_text

# What would break a line or a cell of the canonical text, and characters that no text holds.
_BREAKING = re.compile(r"[\t\n\r\v\f\u2028\u2029]+")
_NOTHING = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_ENDS_LATIN = re.compile(r"[A-Za-z,;.]$")
_STARTS_LATIN = re.compile(r"^[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stand at one place of a page: a line of a paragraph, a line of a cell."""

    text: str
    page: int | None = None
    box: Box | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell as the file gives it; `row` and `column` count from 0.

    `indent` is what its words are set in, in blanks (see indents.py); None where the file sets them not to the left.
    """

    row: int
    column: int
    parts: Sequence[Part]
    rowspan: int = 1
    colspan: int = 1
    indent: int | None = None


@dataclass(frozen=True)
class Content:
    """What a reader makes of a file's bytes; see Document."""

    text: str
    encoding: str
    pieces: tuple[Piece, ...] = ()
    grids: tuple[Grid, ...] = ()
    pages: int | None = None
    unread: str = ""


class TextWriter:
    """Writes the canonical text, block by block in reading order."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._length = 0
        self._block = 0
        self._pieces: list[Piece] = []
        self._grids: list[Grid] = []

    def paragraph(self, parts: Iterable[Part] | str, kind: str = "paragraph") -> None:
        """One paragraph (or heading, or furniture) as one line; its parts are joined as wrapped lines are."""
        self._block += 1
        written = self._length
        refuse_text(written)
        self._words([Part(parts)] if isinstance(parts, str) else parts, kind, None, None)
        if self._length > written:
            self._put("\n")
        else:
            self._block -= 1

    def table(self, cells: Iterable[TableCell], kind: str) -> None:
        """One table as one line a row; a table of one column is paragraphs."""
        placed = {(cell.row, cell.column): cell for cell in cells}
        if not placed:
            return
        height = max(cell.row + cell.rowspan for cell in placed.values())
        width = max(cell.column + cell.colspan for cell in placed.values())
        if width == 1:
            for _, cell in sorted(placed.items()):
                self.paragraph(cell.parts)
            return
        refuse_table(height, width, sum(cell.rowspan * cell.colspan for cell in placed.values()))
        covered = {
            (cell.row + down, cell.column + right)
            for cell in placed.values()
            for down in range(cell.rowspan)
            for right in range(cell.colspan)
            if down or right
        }
        indents = _indents(placed)
        self._block += 1
        start = self._length
        refuse_text(start + height * width)
        rows = []
        for row in range(height):
            line = []
            for column in range(width):
                if column:
                    self._put("\t")
                self._put(blanks(indents.get((row, column), 0)))
                begin = self._length
                if (row, column) in covered:
                    line.append(GridCell(begin, begin, 0, 0))
                elif (row, column) in placed:
                    here = placed[row, column]
                    self._words(here.parts, "cell", row + 1, column + 1)
                    line.append(GridCell(begin, self._length, here.rowspan, here.colspan))
                else:
                    line.append(GridCell(begin, begin))
            self._put("\n")
            rows.append(tuple(line))
        self._grids.append(Grid(start, self._length - 1, kind, tuple(rows)))

    def lines(self, lines: Iterable[str]) -> None:
        """Lines as they are, tabs and blank lines included: a table in text, for find_tables to read as in text."""
        self._block += 1
        for row, line in enumerate(lines, start=1):
            for column, field in enumerate(_NOTHING.sub("", line).split("\t"), start=1):
                if column > 1:
                    self._put("\t")
                self._words([Part(field)], "cell", row, column)
            self._put("\n")

    def gap(self) -> None:
        """Blank lines: a part of the file ends, and no title or paragraph goes on across them."""
        if self._length:
            self._put("\n\n\n")

    def content(self, encoding: str, pages: int | None = None) -> Content:
        """All that was written."""
        return Content("".join(self._text), encoding, tuple(self._pieces), tuple(self._grids), pages)

    def _words(self, parts: Iterable[Part], kind: str, row: int | None, column: int | None) -> None:
        last = ""
        for part in parts:
            words = part.text
            if not words.isprintable():  # what breaks or is nothing is never printable
                words = _NOTHING.sub("", _BREAKING.sub(" ", words))
            words = words.strip(" ")
            if not words:
                continue
            if last and _ENDS_LATIN.search(last) and _STARTS_LATIN.search(words):
                self._put(" ")
            start = self._length
            self._put(words)
            place = (kind, self._block, row, column, part.page, part.box, part.score)
            self._pieces.append(Piece(start, self._length, *place))
            last = words

    def _put(self, words: str) -> None:
        self._text.append(words)
        self._length += len(words)


def _indents(placed: Mapping[tuple[int, int], TableCell]) -> dict[tuple[int, int], int]:
    """What labels are set in from those above them, by place, from the first row with a figure on."""
    if all((cell.indent or 0) < LEAST for cell in placed.values()):
        return {}
    words = {place: "".join(part.text for part in cell.parts).strip() for place, cell in placed.items()}
    first = min((row for (row, _), said in words.items() if is_figure(said)), default=None)
    columns: dict[int, list[TableCell]] = defaultdict(list)
    for place, cell in sorted(placed.items()):
        if first is not None and cell.row >= first and is_label(words[place]):
            columns[cell.column].append(cell)
    return {
        (cell.row, cell.column): indent
        for column in columns.values()
        for cell, indent in zip(column, relative(cell.indent for cell in column), strict=True)
        if indent
    }
