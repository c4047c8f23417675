"""CSV and TSV: the delimiter is found, quotes are undone, and lines around the table are paragraphs."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from io import StringIO

from ingest.read.blocks import write
from ingest.read.document import Unreadable
from ingest.read.limits import MAX_TEXT_BYTES, refuse_bytes, refuse_cells
from ingest.read.sheets import Sheet, blocks_of
from ingest.read.text import decode
from ingest.read.writer import Content, TextWriter

_DELIMITERS = "\t,;|，"
_SAMPLE = 200  # lines
_MAX_FIELD = 10_000_000


def read(data: bytes) -> Content:
    """The rows of a file as a sheet's would be read. Raises Unreadable."""
    refuse_bytes(len(data), MAX_TEXT_BYTES, "the table")
    text, encoding = decode(data)
    text = text.removeprefix("\ufeff")
    csv.field_size_limit(_MAX_FIELD)
    try:
        cells = _cells(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise Unreadable(f"the file is no table of delimited fields ({error}); save it anew as CSV") from None
    writer = TextWriter()
    write(blocks_of(Sheet("", cells)), writer)
    return writer.content(encoding)


def _cells(rows: Iterable[list[str]]) -> dict[tuple[int, int], str]:
    """Fields with words, by place."""
    cells: dict[tuple[int, int], str] = {}
    for y, row in enumerate(rows):
        cells.update(((y, x), words) for x, words in enumerate(row) if words)
        refuse_cells(len(cells))
    return cells


def _delimiter(text: str) -> str:
    """The delimiter by which most lines have equally many fields, of those the one that gives most fields."""
    sample = "\n".join(text.splitlines()[:_SAMPLE])

    def fit(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(StringIO(sample, newline=""), delimiter=delimiter))
        return max(((lines, width) for width, lines in widths.items() if width > 1), default=(0, 0))

    return max(_DELIMITERS, key=fit)
