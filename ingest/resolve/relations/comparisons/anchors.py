"""The number that a comparison is said of: by structure and words, never by what would fit. Unsure means none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.resolve.relations.comparisons.passages import AMOUNT, DIGITS, NUMBER, OTHER, PERCENT, STOPS, Passage
from ingest.resolve.relations.comparisons.wording import Wording

_BOUND = re.compile(f"[{STOPS}{DIGITS}]")
_NUMBER = re.compile(NUMBER)
_CLAUSE = re.compile(r"[，,；;：:]")
_JOINED = re.compile(r"[、和及与]")
_BOTH = re.compile(r"[、和及均]|收支")
_MAX_SILENT = 30  # characters of clauses without a number between a figure and what is said of it
_MAX_EACH = 4
_MAX_PREFIX = 80  # characters of one clause: more is damage
_MAX_NUMBERS = 40  # numbers that are looked back over


@dataclass(frozen=True)
class Said:
    """What is said of a number: where the words begin and end, whom they name, what the number must count."""

    start: int
    named: str
    key: str  # key of the number; 'any' for any amount
    after: int = 0  # where what was said before ends
    last: int | None = None  # what the sentence compared last
    base: str = ""  # the base of the comparison, as printed

    @property
    def char(self) -> str:
        """The sign that stands for such a number in the compact text of a passage."""
        return PERCENT if self.key == "percent" else AMOUNT


def prefix(passage: Passage, at: int) -> str:
    """The words of the clause before a position."""
    start = max(passage.sentence(at)[0], at - _MAX_PREFIX)
    bounds = [match.end() for match in _BOUND.finditer(passage.text, start, at)]
    return passage.text[max([start, *bounds]) : at]


def unsaid(words: Wording, text: str) -> str:
    """What a clause names, without words that name nothing (均, 实际, 总额)."""
    last = None
    while text and text != last:
        last, text = text, words.thin.sub("", text).strip("、")
    return text


class Anchors:
    """Finds the number that something is said of."""

    def __init__(self, words: Wording, passage: Passage, moves: set[int]) -> None:
        self._words, self._passage, self._moves = words, passage, moves
        text = passage.text
        # The level that something rose from, and rates that say something of another number: none is compared.
        self._asides = {match.start("prev") for match in words.from_to.finditer(text)}
        for pattern in (words.share, words.fulfil, words.completed):
            self._asides |= {match.start("rate") for match in pattern.finditer(text)}

    def one(self, said: Said) -> int | None:
        """The nearest number that the words are said of, or None where another would do as well."""
        passage = self._passage
        start, _ = passage.sentence(said.start)
        opened = passage.opens[said.start - 1] if said.start else -1
        if said.start and passage.text[said.start - 1] == "(":
            opened = said.start - 1
        if opened >= start:
            return self._in_bracket(said, opened)
        found = self._near(said, start, said.start)
        if found:
            return self._nearest(said, found)
        if len(prefix(passage, said.start)) < said.start - start:
            return None  # the words do not begin the sentence: what they are said of is not a number
        before = passage.sentence_before(start)
        if before is None:
            return None
        found = [at for at in self._near(said, *before) if self._role(at) == "level" and not self._member(at)]
        found = [at for at in found if passage.text[at] == said.char]
        at = self._named(said, found) if said.named else found[0] if len(found) == 1 else None
        return at if at is not None and self._is_of_now(said, at) else None

    def all_of(self, said: Said, count: int | None = None) -> list[int]:
        """The numbers that 各, 均 (count None) or 分别 (so many) is said of; none where that is not sure."""
        start, _ = self._passage.sentence(said.start)
        segment = max(start, self._passage.text.rfind("；", start, said.start) + 1, said.after)
        before = self._passage.sentence_before(start)
        spans = [(segment, said.start), (max(start, said.after), said.start), *([before] if before else [])]
        for span in spans:
            near = self._near(said, *span)
            found = [at for at in near if self._role(at) == "level"]
            if not found:
                continue
            if any(self._role(at) == "move" for at in near):
                return []
            if any(self._passage.text[at] != said.char or not self._is_of_now(said, at) for at in found):
                return []
            members = [at for at in found if self._member(at)]
            if members and not said.named and count is not None and len(members) == count:
                return members
            if members and not said.named:
                return []
            found = [at for at in found if at not in members and self._fits_all(said, at)]
            if count is not None:
                if len(found) == count:
                    return found
            elif 2 <= len(found) <= _MAX_EACH or (
                len(found) == 1 and _BOTH.search(self._passage.label(found[0])) and span != spans[0]
            ):
                return found
        return []

    def _near(self, said: Said, start: int, end: int) -> list[int]:
        """Numbers of the wanted kind in a span, outside brackets, without those that say how another moved."""
        passage = self._passage
        found = []
        for at in passage.positions(start, end)[-_MAX_NUMBERS:]:
            if passage.opens[at] >= start or at in self._asides or at in self._moves or self._role(at) == "aside":
                continue
            if passage.text[at] == OTHER or (said.key == "any" and passage.text[at] == PERCENT):
                found.append(at)  # it stands in the way: what follows may be said of it
            elif passage.text[at] == said.char and said.key in ("any", passage.key(at)):
                found.append(at)
        budgets = [at for at in found if self._role(at) == "budget"]
        return [at for at in found if at not in budgets] if len(budgets) < len(found) else budgets[-1:]

    def _nearest(self, said: Said, found: list[int]) -> int | None:
        text = self._passage.text
        if said.named:
            one = self._named(said, found)
            found = [] if one is None else found[: found.index(one) + 1]
        elif said.last is not None and said.last in found and text[said.start - 1] in "；;":
            return said.last  # …；比年初预算…: said of what the part before was said of
        if not found:
            return None
        at = found[-1]
        if text[at] != said.char or self._role(at) in ("prior", "move") or not self._is_of_now(said, at):
            return None
        if self._is_outdated(at, found):
            return None
        if said.named:
            return at
        if self._is_member_of_open_list(said, at, found) or self._is_joined(at, found):
            return None
        return None if self._is_far(at, said.start) else at

    def _in_bracket(self, said: Said, opened: int) -> int | None:
        """Inside a bracket: its own number, else the number right before the bracket."""
        passage = self._passage
        own = [at for at in passage.positions(opened, said.start) if at not in self._asides | self._moves]
        at = own[-1] if own else opened - 1
        if len(own) > 1 or at not in passage.numbers or passage.text[at] != said.char:
            return None
        if own and self._member(at):
            return None
        if said.key not in ("any", passage.key(at)) or self._role(at) != "level" or not self._fits(said, at):
            return None
        return at

    def _is_of_now(self, said: Said, at: int) -> bool:
        """Not the figure of the base itself (2023年支出…，2024年比2023年…)."""
        label = self._passage.label(at)
        named = set(self._words.years.findall(said.named))
        years = set(self._words.years.findall(label))
        return not years & set(self._words.years.findall(said.base)) and (not named or named <= years)

    def _is_outdated(self, at: int, found: list[int]) -> bool:
        """2023年支出A，2022年支出B，比上年…: the nearest figure is not the latest."""
        years = {other: self._words.years.findall(self._passage.label(other)) for other in found}
        return bool(years[at]) and max(years[at]) < max(max(printed) for printed in years.values() if printed)

    def _is_member_of_open_list(self, said: Said, at: int, found: list[int]) -> bool:
        """A part in a 其中 list: what follows may be said of the whole, unless that was already compared."""
        members = [other for other in found if self._member(other)]
        wholes = [other for other in found if not self._member(other)]
        if at not in members or (len(members) == 1 and not wholes):
            return False
        return not (wholes and said.after > wholes[-1] and len([m for m in members if m > said.after]) == 1)

    def _is_joined(self, at: int, found: list[int]) -> bool:
        """收入A、支出B，同比…: said of both or of the second, nobody knows."""
        if len(found) < 2:
            return False
        between = self._passage.text[found[-2] + 1 : at]
        return bool(_JOINED.match(between)) and not _CLAUSE.search(between)

    def _is_far(self, at: int, start: int) -> bool:
        """Whether clauses without a number stand between that may speak of something else."""
        silent = [c for c in _CLAUSE.split(self._passage.text[at + 1 : start]) if not _NUMBER.search(c)]
        silent = silent[:-1] if silent and start and self._passage.text[start - 1] not in "，,；;" else silent
        return sum(map(len, silent)) > _MAX_SILENT or any(self._words.moved.search(c) for c in silent)

    def _named(self, said: Said, found: list[int]) -> int | None:
        """The number that bears the name, word for word if one does, else the only one that bears it in full."""
        fitting = [at for at in found if self._fits(said, at)]
        name = self._words.name
        exact = [at for at in fitting if name(self._passage.label(at)) == name(said.named)]
        return exact[-1] if exact else fitting[0] if len(fitting) == 1 else None

    def _fits(self, said: Said, at: int) -> bool:
        return not said.named or self._words.same(said.named, self._passage.label(at))

    def _fits_all(self, said: Said, at: int) -> bool:
        return not said.named or self._words.same_of_all(said.named, self._passage.label(at))

    def _role(self, at: int) -> str:
        return self._words.role(self._passage, at)

    def _member(self, at: int) -> bool:
        return self._words.is_member(self._passage, at)
