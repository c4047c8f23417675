"""Tables written as tags inside plain text and markdown, as converters leave them: <table><tr><td colspan="2">…"""

from __future__ import annotations

import re

from ingest.read.document import Grid, GridCell
from ingest.read.limits import refuse_table

_TABLE = re.compile(r"<table\b[^<>]*>", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_ROW = re.compile(r"<tr\b[^<>]*>(?P<body>.*?)(?=<tr\b|</tr\s*>|$)", re.IGNORECASE | re.DOTALL)
_CELL = re.compile(r"<t[dh]\b(?P<given>[^<>]*)>(?P<words>.*?)(?=<t[dh]\b|</t[dh]\s*>|$)", re.IGNORECASE | re.DOTALL)
_SPAN = re.compile(r"\b(row|col)span\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)


def grids_in(text: str) -> tuple[Grid, ...]:
    """Grids of the tables that the text writes as tags; spans are of the words between the tags."""
    if "<table" not in text and "<TABLE" not in text:
        return ()
    grids: list[Grid] = []
    at = 0
    while (begin := _TABLE.search(text, at)) and (close := _TABLE_END.search(text, begin.end())):
        at = close.end()
        rows = _rows(text, begin.end(), close.start())
        if rows:
            grids.append(Grid(begin.start(), at, "native", rows))
    return tuple(grids)


def _rows(text: str, start: int, end: int) -> tuple[tuple[GridCell, ...], ...]:
    """Rows of equal length; what a merged cell covers is a cell without words."""
    places: dict[tuple[int, int], GridCell] = {}
    rows = list(_ROW.finditer(text, start, end))
    for row, found in enumerate(rows):
        column = 0
        for cell in _CELL.finditer(text, *found.span("body")):
            while (row, column) in places:
                column += 1
            spans = {kind.lower(): max(int(size), 1) for kind, size in _SPAN.findall(cell["given"])}
            rowspan, colspan = min(spans.get("row", 1), len(rows) - row), spans.get("col", 1)
            refuse_table(len(rows), column + colspan)
            words = cell["words"].lstrip()
            at = cell.end("words") - len(words)
            for down in range(rowspan):
                for right in range(colspan):
                    places.setdefault((row + down, column + right), GridCell(at, at, 0, 0))
            places[row, column] = GridCell(at, at + len(words.rstrip()), rowspan, colspan)
            column += colspan
    width = max((column + 1 for _, column in places), default=0)
    blank = GridCell(start, start)
    return tuple(tuple(places.get((row, column), blank) for column in range(width)) for row in range(len(rows)))
