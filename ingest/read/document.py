"""The document model that every reader gives: canonical text, with its places in the file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

Box = tuple[float, float, float, float]


class Unreadable(Exception):
    """A file that cannot be read as a document; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of the canonical text that stands at one place of the file.

    `kind` is heading, paragraph, cell or furniture (page numbers, running headers). `block` counts the
    paragraphs and tables of the file from 1, `row` and `column` the cells of a table from 1. `box` is
    (left, top, right, bottom) in points from the top left corner of `page` (from 1). `score`, from 0 to 1, is how
    sure the recognition of a scan is of these words; None where they were not recognized but read.
    """

    start: int
    end: int
    kind: str
    block: int
    row: int | None = None
    column: int | None = None
    page: int | None = None
    box: Box | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A position of a grid: span of its words. What a merged cell covers has `rowspan` 0 and no words."""

    start: int
    end: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that the file itself declares (native), draws (ruled) or aligns (inferred): all rows equally long."""

    start: int
    end: int
    kind: str
    rows: tuple[tuple[GridCell, ...], ...]


@dataclass(frozen=True)
class Document:
    """One file as text.

    `text` is what we extract from. Of a text file it is exactly what was decoded: line ends and a byte order
    mark stay. Of any other format it is written by `TextWriter`, a line a paragraph and a line a table row,
    cells parted by tabs; `pieces` (in order of place) and `grids` then say where its spans stand in the file.
    `unread` says what of the file could not be read and what to do, where the rest could.
    An offset (a code point, from 0) means the same to every reader of the file.
    """

    file_name: str
    sha256: str
    encoding: str
    text: str
    pieces: tuple[Piece, ...] = field(default=(), repr=False)
    grids: tuple[Grid, ...] = field(default=(), repr=False)
    pages: int | None = None
    unread: str = ""

    @cached_property
    def document_id(self) -> str:
        """`d` and the first 12 hex digits of the file's SHA-256."""
        return f"d{self.sha256[:12]}"

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of the first code point of each line; lines end with LF."""
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return starts

    def line_no(self, offset: int) -> int:
        """Line, from 1, that holds the code point at `offset`."""
        return bisect_right(self.line_starts, offset)

    @cached_property
    def heading_starts(self) -> frozenset[int] | None:
        """Offsets at which headings begin, or None where the format declares no paragraphs."""
        return frozenset(piece.start for piece in self.pieces if piece.kind == "heading") if self.pieces else None

    @cached_property
    def _piece_starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def piece(self, offset: int) -> Piece | None:
        """The piece that holds `offset`, or None between pieces and in formats without them."""
        at = bisect_right(self._piece_starts, offset) - 1 if self.pieces else -1
        return self.pieces[at] if at >= 0 and offset < self.pieces[at].end else None

    def page(self, offset: int) -> int | None:
        """Page, from 1, or None where the format has no pages."""
        piece = self.piece(offset) if self.pages else None
        return piece.page if piece is not None else None
