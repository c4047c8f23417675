"""Paragraphs as the patterns of relations see them: blanks gone, each number one character, its token kept."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ingest.find.numbers import Token
from ingest.find.tables import Table
from ingest.resolve.facts import Facts

# One character a number: what it counts in. OTHER is a number that no relation may bind (a range, a score, ‰).
PERCENT, POINTS, AMOUNT, OTHER = "\ue001", "\ue002", "\ue003", "\ue004"
DIGITS = "\ue001-\ue004"
NUMBER = f"[{DIGITS}]"
STOPS = "，,。；;：:()！？!?"
WORDS = f"[^{STOPS}{DIGITS}]"

_POINTS = ("个百分点", "百分点")
_PERCENT = ("%", "百分比")
_SCALES = "十百千万亿"
_LONG_CELL = 24
_TITLE = re.compile(r"《[^《》\n]*》")
_END = re.compile(r"[。！？!?]")
_BRACKET = re.compile(r"[()]")
_SAID = re.compile(r"[^\s□|]")
_SENTENCE_MARK = re.compile(r"[，。；]")
# Words right before a number, with the remarks in brackets that belong to them (卫生健康支出（类）).
_LABEL = re.compile(rf"(?:{WORDS}|\([^(){DIGITS}，。；]{{0,20}}\))*$")
_UP_TO_BOUND = re.compile(rf"(?s:.*)[，。；{DIGITS}]")  # no label reaches over one
LIST_MARK = re.compile(r"^(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[、.]|[①-⑳])+")


@dataclass
class Passage:
    """One paragraph or long cell: its compact text, where its first character stands, the numbers by position."""

    facts: Facts
    text: str
    start: int
    numbers: dict[int, Token]  # in order
    roles: dict[int, str] = field(default_factory=dict)  # what its words make of a number, once asked for
    names: dict[int, str] = field(default_factory=dict)
    labels: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._order = list(self.numbers)

    @cached_property
    def ends(self) -> list[int]:
        """Where its sentences end."""
        return [match.end() for match in _END.finditer(self.text)]

    @cached_property
    def opens(self) -> list[int]:
        """By position, that of the innermost open bracket, or -1."""
        opens: list[int] = []
        stack = [-1]
        for bracket in _BRACKET.finditer(self.text):
            opens += [stack[-1]] * (bracket.start() - len(opens))
            if bracket[0] == "(":
                opens.append(stack[-1])
                stack.append(bracket.start())
            elif len(stack) > 1:
                stack.pop()
        return opens + [stack[-1]] * (len(self.text) - len(opens))

    def sentence(self, at: int) -> tuple[int, int]:
        """Span of the sentence that a position stands in."""
        index = bisect_right(self.ends, at)
        start = self.ends[index - 1] if index else 0
        return start, self.ends[index] if index < len(self.ends) else len(self.text)

    def sentence_before(self, start: int) -> tuple[int, int] | None:
        """Span of the sentence before the one that begins at `start`, or None."""
        return self.sentence(start - 1) if start > 0 else None

    def positions(self, start: int, end: int) -> list[int]:
        """Where numbers stand inside a span, in order."""
        return self._order[bisect_left(self._order, start) : bisect_left(self._order, end)]

    def label_span(self, at: int) -> tuple[int, int]:
        """The words right before a number, looked for once."""
        if at not in self.labels:
            self.labels[at] = self._label_span(at)
        return self.labels[at]

    def _label_span(self, at: int) -> tuple[int, int]:
        start = max(0, self.sentence(at)[0], at - 80)
        bound = _UP_TO_BOUND.match(self.text, start, at)
        match = _LABEL.search(self.text, bound.end() if bound else start, at)
        start = match.start() if match else at
        return at - len(unmarked(self.text[start:at])), at

    def label(self, at: int) -> str:
        """The words right before a number, without a joint."""
        start, end = self.label_span(at)
        return self.text[start:end].lstrip("、和及与")

    def key(self, at: int) -> str:
        """What a number counts: numbers of one key can be added up. '' for one that no relation may bind."""
        token = self.numbers[at]
        if self.text[at] == OTHER:
            return ""
        if token.unit_class == "count" or not token.unit_class:
            return token.unit_label.lstrip(_SCALES) or "number"
        return token.unit_class


def unmarked(words: str) -> str:
    """Words without the list mark they begin with."""
    mark = LIST_MARK.match(words)
    return words[mark.end() :] if mark else words


def passages(facts: Facts, lines: list[tuple[int, int]], tables: list[Table]) -> list[Passage]:
    """All prose of a document in order: lines outside tables, and cells that hold sentences."""
    found = (_compact(facts, start, end) for start, end in sorted([*lines, *_sentence_cells(tables)]))
    return [passage for passage in found if passage is not None]


def _sentence_cells(tables: list[Table]) -> Iterator[tuple[int, int]]:
    for table in tables:
        for row in table.rows if table.longest >= _LONG_CELL else ():
            for cell in row:
                if len(cell.words) >= _LONG_CELL and _SENTENCE_MARK.search(cell.text):
                    yield cell.start, cell.end


def _compact(facts: Facts, start: int, end: int) -> Passage | None:
    """The compact text of a span with numbers: comparators and signs go with their number."""
    tokens = [token for token in facts.tokens_in(start, end) if token.kind == "quantity" and not token.is_range_high]
    if not tokens:
        return None
    prose = facts.view.prose[start:end]
    if "《" in prose:
        prose = _TITLE.sub(lambda match: "《" + "□" * (len(match[0]) - 2) + "》", prose)
    text = ""
    numbers: dict[int, Token] = {}
    at = start
    for token in tokens:
        if token.left < at:
            continue
        text += _said(prose[at - start : token.left - start])
        numbers[len(text)] = token
        text += _char(token)
        at = max(token.right, token.range_high.right if token.range_high else 0)
    text += _said(prose[at - start : end - start])
    if not numbers:
        return None
    first = _SAID.search(prose)
    return Passage(facts, text, numbers[0].start if 0 in numbers or first is None else start + first.start(), numbers)


def _said(words: str) -> str:
    """Words without blanks, titles and cell borders: these say nothing."""
    return "".join(words.split()).replace("□", "").replace("|", "")


def _char(token: Token) -> str:
    if token.range_high is not None or token.disposition == "score" or token.unit_class in ("score", "year"):
        return OTHER
    if token.unit_label in _POINTS:
        return POINTS
    if token.unit_class == "percent":
        return PERCENT if token.unit_label in _PERCENT else OTHER
    return AMOUNT if token.unit_label else OTHER
