"""Passages of prose cut into sentences and clauses: titles and brackets masked, numbers with their units."""

from __future__ import annotations

import re
from bisect import bisect_left
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ingest.find.numbers import Token
from ingest.find.tables import Table
from ingest.find.view import blanked
from ingest.resolve.facts import Facts

HIDDEN = "□"
_TITLE = re.compile(r"《[^《》]{0,200}(?:《[^《》]{0,200}》[^《》]{0,200})*》")
_BRACKET = re.compile(r"\([^()\n]{0,300}\)|【[^【】\n]{0,100}】|〔[^〔〕\n]{0,40}〕")
_SEPARATOR = re.compile(r"[、，,；;。！？!?：:]")
COLON = 0
_RANK = {"：": COLON, ":": COLON, "、": 1, "，": 2, ",": 2, "；": 3, ";": 3}
END = 4
_AND = re.compile(r"\s*(?:和|及)\s*")
_CLASSES = ("money", "person", "visit", "count")
_LONG_CELL = 24
_MAX_PASSAGE = 6000


class Clause(NamedTuple):
    """Words between two separators; `rank` of the one that ends it: ： 0, 、 1, ， 2, ； 3, 。 4."""

    start: int
    end: int
    rank: int
    tokens: list[Token]


class Sentence(NamedTuple):
    """Clauses up to a full stop."""

    start: int
    end: int
    clauses: list[Clause]


@dataclass
class Page:
    """The prose of a document with everything in titles and brackets hidden."""

    facts: Facts
    text: str = ""
    masked: str = ""
    brackets: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.facts.view.prose
        self._untitled = masked = _TITLE.sub(_hide, self.text) if "《" in self.text else self.text
        for _ in range(3):
            found = [match.span() for match in _BRACKET.finditer(masked)]
            if not found:
                break
            ends = [end for _, end in found]
            inside = [bisect_left(ends, end) for _, end in self.brackets]
            self.brackets = [
                (s, e)
                for (s, e), at in zip(self.brackets, inside, strict=True)
                if at == len(found) or not found[at][0] <= s
            ] + found
            masked = blanked(masked, found, HIDDEN)
        self.brackets.sort()
        self.masked = masked

    @cached_property
    def opened(self) -> Page:
        """The same page with its brackets open, for reading inside one."""
        page = copy(self)
        page.masked = self._untitled
        return page

    def quantities(self, start: int, end: int) -> list[Token]:
        """Numbers that count something and stand in the open."""
        return [
            token
            for token in self.facts.tokens_in(start, end)
            if token.kind == "quantity" and not token.is_range_high and self.masked[token.start] != HIDDEN
        ]

    def sentences(self, start: int, end: int) -> list[Sentence]:
        """Sentences of a passage."""
        found: list[Sentence] = []
        clauses: list[Clause] = []
        tokens = self.quantities(start, end)
        starts = [token.start for token in tokens]
        first = at = start
        for stop, after, rank in [*self._cuts(start, end), (end, end, END)]:
            clauses.append(Clause(at, stop, rank, tokens[bisect_left(starts, at) : bisect_left(starts, stop)]))
            at = after
            if rank == END:
                found.append(Sentence(first, stop, clauses))
                clauses, first = [], after
        return found

    def _cuts(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Where clauses end: separators outside numbers, and 和 between two numbers."""
        words, tokens = self.masked, self.facts.tokens_in(start, end)
        starts = [token.start for token in tokens]
        cuts = []
        for match in _SEPARATOR.finditer(words, start, end):
            near = bisect_left(starts, match.start()) - 1
            if near < 0 or tokens[near].end <= match.start() or words[match.start()] not in ",，.:":
                cuts.append((match.start(), match.end(), _RANK.get(match[0], END)))
        for token in tokens:
            match_and = _AND.match(words, token.right, end)
            if match_and and token.kind == "quantity" and words[token.start] != HIDDEN:
                cuts.append((match_and.start(), match_and.end(), 1))
        return sorted(cuts)

    def bare(self, start: int, end: int) -> str:
        """Folded words without blanks, brackets and titles."""
        return "".join(self.masked[start:end].split()).replace(HIDDEN, "")


def passages(lines: list[tuple[int, int]], tables: list[Table]) -> list[tuple[int, int]]:
    """Lines outside tables, and cells that are long enough to hold sentences."""
    found = [(start, end) for start, end in lines if end <= start + _MAX_PASSAGE]
    for table in tables:
        for row in table.rows if table.longest >= _LONG_CELL else ():
            found += [(start, end) for start, end, _, _ in row if _LONG_CELL <= end - start <= _MAX_PASSAGE]
    return found


def unit_of(token: Token) -> str:
    """What numbers must share to add up: the class, and of things counted the unit itself."""
    if token.unit_class not in _CLASSES or token.qualifier == "range" or token.range_high is not None:
        return ""
    if token.unit_class in ("count", "person", "money"):
        label = token.unit_label.lstrip("十百千万亿")
        label = "人" if token.unit_class == "person" else label
        return f"{token.unit_class}:{label}"
    return token.unit_class


def _hide(match: re.Match[str]) -> str:
    return HIDDEN * len(match[0])
