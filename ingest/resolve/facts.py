"""The page that all resolvers write on: the document's tokens, and the landing rows made of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ingest.find.numbers import Token
from ingest.find.tables import Cell
from ingest.find.view import View
from ingest.read import Document
from ingest.read.indents import typed
from ingest.resolve.context import ReportContext

Record = dict[str, Any]

_MARKUP = re.compile(r"</?[a-z]+\b[^<>\n]{0,80}>|\*\*|__|\s+")
_SENTENCE = re.compile(r"[。；;！？]|，.*，")
MAX_LABEL = 60
# What may stand beside the digits of a cell that is one number.
_BEFORE_NUMBER = frozenset(("", "(", "-", "¥", "￥"))
_AFTER_NUMBER = frozenset(("", ")", "%"))


@lru_cache(maxsize=4096)
def _label(printed: str) -> str:
    words = _MARKUP.sub("", printed).rstrip("：:")
    return "" if len(words) > MAX_LABEL or _SENTENCE.search(words) else words


@dataclass
class Facts:
    """Tokens of one document and the rows extracted so far. A token is claimed at most once."""

    document: Document
    view: View
    tokens: list[Token]
    reports: list[ReportContext]
    observations: list[Record] = field(default_factory=list)
    indicators: list[Record] = field(default_factory=list)
    cells: list[Record] = field(default_factory=list)
    relations: list[Record] = field(default_factory=list)
    related: Counter[str] = field(default_factory=Counter)  # relations by the place they begin at
    unlevelled: list[Record] = field(default_factory=list)  # funding observations whose words name no level
    unit_classes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._starts = [token.start for token in self.tokens]
        self._line_starts = self.document.line_starts
        self._has_pages = bool(self.document.pages)
        self._report_starts = [report.span.start for report in self.reports]
        self._observed: dict[int, int] = {}

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """Tokens that begin inside the span."""
        first = bisect_left(self._starts, start)
        return self.tokens[first : bisect_left(self._starts, end, first)]

    def number_of(self, cell: Cell) -> Token | None:
        """The token that a cell consists of, or None for words, blanks, dashes and NaN%."""
        found = self.tokens_in(cell.start, cell.end) if cell.end - cell.start <= 40 else []
        if len(found) != 1:
            return None
        token, folded = found[0], self.view.folded
        if token.start == cell.start and token.digits_end == cell.end:
            return token
        if folded[cell.start : token.start].strip() not in _BEFORE_NUMBER:
            return None
        after = folded[token.digits_end : cell.end].strip()
        return token if after in _AFTER_NUMBER or after == token.unit_label else None

    def indent(self, cell: Cell) -> int:
        """Width of the blanks before the cell's words, in blanks; markup there has none."""
        at = cell.start
        while at and self.view.folded[at - 1] == " ":
            at -= 1
        return typed(self.document.text[at : cell.start])

    def unit_class(self, label: str) -> str:
        """Class of a printed unit, scale included (万元 is money), or ''."""
        return self.unit_classes.get(label) or self.unit_classes.get(label.lstrip("十百千万亿"), "")

    def report_at(self, offset: int) -> ReportContext:
        """The report that an offset of the text stands in."""
        return self.reports[bisect_right(self._report_starts, offset) - 1]

    def label(self, start: int, end: int) -> str:
        """A label as printed, without markup and blanks; empty where it is a sentence, not a label."""
        return _label(self.document.text[start:end])

    def printed(self, start: int, end: int) -> str:
        """The canonical text of a span, exactly."""
        return self.document.text[start:end]

    def place(self, start: int, end: int) -> Record:
        """Line from 1, offsets and page of a span, as landing columns."""
        return {
            "line_no": bisect_right(self._line_starts, start),
            "char_start": start,
            "char_end": end,
            "page": self.document.page(start) if self._has_pages else None,
        }

    def observation_id(self, token: Token) -> str:
        """A new id for one more observation at this token: …-o123, then …-o123b."""
        nth = self._observed.get(token.start, 0)
        self._observed[token.start] = nth + 1
        return f"{self.document.document_id}-o{token.start:07d}" + ("" if nth == 0 else chr(ord("a") + nth))

    def claim(self, token: Token, disposition: str) -> None:
        """Say what became of a token; the first claim stands."""
        if not token.disposition:
            token.disposition = disposition
