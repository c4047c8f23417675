"""Shares of a whole: A万元，占本年支出合计的s%."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from ingest.resolve.relations.comparisons.passages import AMOUNT, LIST_MARK, NUMBER, PERCENT, WORDS, Passage
from ingest.resolve.relations.comparisons.splits import read_splits
from ingest.resolve.relations.comparisons.wording import Wording, is_place
from ingest.resolve.relations.write import Operand, relate

_BEFORE = re.compile(rf"(?P<part>{NUMBER})[，,、(]?$")
_INVERTED = re.compile(rf"(?P<part>{NUMBER})的(?P<name>{WORDS}{{2,20}})\($")
_MAX_NUMBERS = 200  # of one paragraph that are looked through for a whole
_MAX_LIST = 800  # characters of a list of shares
_MAX_NAME = 24  # characters between a part and its share, where the name stands between
_MIN_WHOLE = 4  # characters of a name that is looked for in the whole report: 支出 alone names nothing


def read_shares(words: Wording, passages: list[Passage]) -> None:
    """Land every share and split share of a document."""
    earlier = _Earlier(words)
    for passage in passages:
        if PERCENT in passage.text and len(passage.numbers) > 1:
            for match in words.share.finditer(passage.text):
                _read(words, earlier, passage, match)
            read_splits(words, passage)
        earlier.add(passage)


@dataclass
class _Earlier:
    """The passages before, and their amounts by the name in the printed label."""

    words: Wording
    passages: list[Passage] = field(default_factory=list)
    named: dict[str, list[tuple[Passage, int]]] = field(default_factory=lambda: defaultdict(list))
    known: int = 0  # passages whose amounts are in `named`: they are looked at once one is asked for

    def add(self, passage: Passage) -> None:
        self.passages.append(passage)

    def _read(self) -> None:
        for passage in self.passages[self.known :]:
            for at in passage.positions(0, len(passage.text)):
                if passage.text[at] == AMOUNT and self.words.role(passage, at) == "level":
                    self.named[self.words.bare_label(passage, at)].append((passage, at))
        self.known = len(self.passages)

    def bearers(self, wanted: str, start: int) -> list[tuple[Passage, int]]:
        """Amounts after a place of the document that bear a name, with or without a place before it."""
        self._read()
        names = [name for name in self.named if _bears(name, wanted)]
        return [
            (passage, at) for name in names for passage, at in self.named[name] if passage.numbers[at].start >= start
        ]


def _read(words: Wording, earlier: _Earlier, passage: Passage, match: re.Match[str]) -> None:
    start = passage.sentence(match.start())[0]
    before = _BEFORE.search(passage.text, max(start, match.start() - 2), match.start())
    named = match["of"] or ""
    if before is None and not named:
        _read_inverted(words, passage, start, match)
    if before is None or words.budget_word.match(words.name(named)):
        return
    part = before.start("part")
    if passage.text[part] != AMOUNT or words.role(passage, part) != "level":
        return
    whole = _whole(words, earlier, (passage, part), named) if named else _head(words, earlier, passage, part)
    if whole is None:
        return
    _relate(passage, words.subject(passage, part), part, whole, match)


def _read_inverted(words: Wording, passage: Passage, start: int, match: re.Match[str]) -> None:
    """支出合计A，由B的基本支出（占s%）和C的项目支出（占t%）组成: parts that stand before their names."""
    found = _INVERTED.search(passage.text, max(start, match.start() - _MAX_NAME), match.start())
    opened = list(words.made_of.finditer(passage.text, start, match.start())) if found else []
    if found is None or len(opened) != 1:
        return
    part = found.start("part")
    whole = _only(words, passage, (start, opened[0].start()), passage.key(part))
    if whole is not None and passage.text[part] == AMOUNT:
        _relate(passage, found["name"], part, whole, match)


def _relate(passage: Passage, subject: str, part: int, whole: tuple[Passage, int], match: re.Match[str]) -> None:
    operands = [
        Operand.of(passage.numbers[part], "part"),
        Operand.of(whole[0].numbers[whole[1]], "whole"),
        Operand.of(passage.numbers[match.start("rate")], "rate"),
    ]
    relate(passage.facts, "share", subject, operands)


def _whole(words: Wording, earlier: _Earlier, part: tuple[Passage, int], named: str) -> tuple[Passage, int] | None:
    """The nearest number before that bears the name: in the paragraph, else in the report, if all agree there."""
    wanted = words.bare_name(named)
    if len(wanted) < _MIN_WHOLE:
        return None
    current, place = part
    found = [
        (current, at)
        for at in current.positions(0, place)[-_MAX_NUMBERS:]
        if current.text[at] == AMOUNT
        and words.role(current, at) == "level"
        and _bears(words.bare_label(current, at), wanted)
    ]
    if not found:
        # 一般公共预算基本支出A，其中…占基本支出的: the longer name in the same sentence is meant.
        start = current.sentence(place)[0]
        found = [
            (current, at)
            for at in current.positions(start, place)
            if current.text[at] == AMOUNT
            and words.role(current, at) == "level"
            and words.bare_label(current, at).endswith(wanted)
            and words.of_which.search(current.text, at, place)
        ]
    if not found:
        found = earlier.bearers(wanted, current.facts.report_at(current.numbers[place].start).span.start)
        # The section of another fund may use the same words for its own total.
        if len({passage.numbers[at].literal + passage.numbers[at].unit_label for passage, at in found}) != 1:
            return None
    passage, at = found[-1]
    return (passage, at) if passage.key(at) == current.key(place) else None


def _bears(label: str, wanted: str) -> bool:
    """Whether a label is the name, with or without whose it is."""
    return label.endswith(wanted) and is_place(label[: -len(wanted)])


def _head(words: Wording, earlier: _Earlier, passage: Passage, part: int) -> tuple[Passage, int] | None:
    """The whole of the list that a bare 占s% stands in."""
    start = max(passage.sentence(part)[0], part - _MAX_LIST)
    opened = passage.opens[part]
    if opened >= start:
        at = opened - 1
        is_whole = at in passage.numbers and passage.text[at] == AMOUNT and words.role(passage, at) == "level"
        return (passage, at) if is_whole and passage.key(at) == passage.key(part) else None
    spent = words.spent_on.match(passage.text, start)
    if spent and spent.end() <= part:
        return _whole(words, earlier, (passage, part), spent["whole"])
    listed = list(words.of_which.finditer(passage.text, start, part))
    if not listed and LIST_MARK.match(passage.text) and len(passage.positions(0, part + 1)) == 1:
        return _head_above(words, earlier, passage.key(part))
    inner = _sum_inside(words, passage, listed[0].end(), part) if listed else None
    if inner is not None:
        is_list = "；" not in passage.text[inner:part] and passage.key(inner) == passage.key(part)
        return (passage, inner) if is_list else None
    if len(listed) != 1:
        return None
    head = listed[0].start()
    first, _, later = passage.text[head:part].partition("；")
    if later and not words.share.search(first):
        return None  # the list of parts may have ended: 其中a、b；c，占s%
    # 收入合计A；支出合计B，其中…: the whole stands behind the ；.
    behind = max(start, passage.text.rfind("；", start, head) + 1)
    span = (behind if passage.positions(behind, head) else start, head)
    if not passage.positions(*span):
        before = passage.sentence_before(start)
        if before is None or len(passage.text[start:head].strip("，")) > 0:
            return None
        span = before
    return _only(words, passage, span, passage.key(part))


def _sum_inside(words: Wording, passage: Passage, start: int, part: int) -> int | None:
    """总计A。其中，本年收入合计B，内有c，占s%: a sum in the list, no share itself, divides on its own; the nearest."""
    for at in reversed(passage.positions(start, part)):
        if passage.text[at] == AMOUNT and words.role(passage, at) == "level" and words.sum.search(passage.label(at)):
            return None if words.share.match(passage.text, _behind(passage, at)) else at
    return None


def _behind(passage: Passage, at: int) -> int:
    """Where the words begin that are said of a number: past a stop or an open bracket."""
    return at + 2 if passage.text[at + 1 : at + 2] in {"，", "、", "(", ","} else at + 1


def _head_above(words: Wording, earlier: _Earlier, key: str) -> tuple[Passage, int] | None:
    """The whole of a list with one part a line: in the line above it that ends with 其中：."""
    for passage in reversed(earlier.passages):
        if passage.text.endswith(":"):
            start, end = passage.sentence(len(passage.text) - 1)
            listed = list(words.of_which.finditer(passage.text, start, end))
            fits = len(listed) == 1 and listed[0].end() == end - 1
            return _only(words, passage, (start, listed[0].start()), key) if fits else None
        if not LIST_MARK.match(passage.text):
            return None
    return None


def _only(words: Wording, passage: Passage, span: tuple[int, int], key: str) -> tuple[Passage, int] | None:
    """The only level of a span that the parts can be counted in."""
    found = [
        at
        for at in passage.positions(*span)
        if passage.text[at] == AMOUNT
        and words.role(passage, at) == "level"
        and passage.opens[at] < span[0]
        and not words.is_member(passage, at)
        and passage.key(at) == key
    ]
    # A whole that is itself a share of something: 其中…占s% may be a share of either.
    if len(found) != 1 or words.share.search(passage.text, found[0], span[1]):
        return None
    return passage, found[0]
