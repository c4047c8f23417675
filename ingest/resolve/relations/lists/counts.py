"""Indicators that sections count: the overview's counts are the sum of the sections', theirs of their entries'."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.find.marks import RANK, mark_of
from ingest.find.numbers import Token
from ingest.resolve.facts import Facts
from ingest.resolve.relations.lists.verdict import Judge
from ingest.resolve.relations.write import Operand, relate

_LEVEL = re.compile(r"(?P<level>[一二三])级指标\s*(?P<n>\d{1,3})\s*个")
_ENTRY = re.compile(r"”\s*(?P<n>\d{1,3})\s*个(?:三级)?指标")
_NATURE = re.compile(r"(?P<name>定[量性])(?:指标)?\s*(?P<n>\d{1,3})\s*个|(?P<n2>\d{1,3})\s*个(?P<name2>定[量性])指标?")
_ALL = re.compile(r"(?:[(，]\s*)(?:均|全部|都)?为?\s*(?P<name>定[量性])指标\s*(?=[)。，]|$)")
_EACH = re.compile(r"定量、定性(?:指标)?各\s*(?P<n>\d{1,3})\s*个")
_MAX_LINES = 80


@dataclass
class Section:
    """A first-level indicator: what it states, and what its entries state."""

    style: str
    number: int
    start: int
    counts: dict[str, Token] = field(default_factory=dict)
    natures: dict[str, Token | None] = field(default_factory=dict)
    entries: list[Token | None] = field(default_factory=list)


class CountReader:
    """Reads sums of counted indicators by the structure of their lines."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def read(self, facts: Facts) -> None:
        """Land the sums of counted indicators of a document."""
        text = facts.view.prose
        lines = _lines(text) if "级指标" in text else []
        for index, (start, end) in enumerate(lines):
            if text.find("级指标", start, end) < 0:
                continue
            levels = self._levels(facts, start, end)
            if {"一", "二", "三"} <= set(levels):
                last = max(token.end for token in levels.values())
                sections = self._sections(
                    facts, lines[index + 1 : index + 1 + _MAX_LINES], _rank_above(text, lines, index)
                )
                self._overview(facts, levels, self._natures(facts, last, end, None), sections)
                for section in sections:
                    self._entries(facts, section)

    @staticmethod
    def _levels(facts: Facts, start: int, end: int) -> dict[str, Token]:
        """The token of each level that a line counts; none where a level is counted twice."""
        found: dict[str, Token] = {}
        for match in _LEVEL.finditer(facts.view.prose, start, end):
            token = _token(facts, match.start("n"))
            if token is None or match["level"] in found:
                return {}
            found[match["level"]] = token
        return found

    @staticmethod
    def _natures(facts: Facts, start: int, end: int, whole: Token | None) -> dict[str, Token | None]:
        """定量 and 定性 of a statement; where all are of one nature, the count of all serves for it."""
        words = facts.view.prose
        found: dict[str, Token | None] = {}
        for match in _NATURE.finditer(words, start, end):
            token = _token(facts, match.start("n") if match["n"] else match.start("n2"))
            name = match["name"] or match["name2"]
            if token is None or name in found:
                return {}
            found[name] = token
        each = _EACH.search(words, start, end)
        if each and not found:
            token = _token(facts, each.start("n"))
            return {"定量": token, "定性": token} if token else {}
        all_ = _ALL.search(words, start, end)
        if all_ and not found and whole is not None:
            return {"定量": None, "定性": None} | {all_["name"]: whole}
        return found if len(found) == 2 else {}

    def _sections(self, facts: Facts, lines: list[tuple[int, int]], above: int) -> list[Section]:
        """Marked lines 1, 2, 3 … of one style below the overview, up to a heading of its rank."""
        text = facts.view.prose
        sections: list[Section] = []
        for start, end in lines:
            mark = mark_of(text[start:end])
            levels = self._levels(facts, start, end)
            if mark and RANK[mark.style] <= above:
                break
            if mark and (not sections or mark.style == sections[0].style):
                sections.append(Section(mark.style, len(sections) + 1, start))
            if not sections:
                continue
            section = sections[-1]
            if set(levels) == {"二", "三"} and not section.counts:
                section.counts = levels
                last = max(token.end for token in levels.values())
                section.natures = self._natures(facts, last, end, levels["三"])
            elif levels:
                return []
            entry = _ENTRY.search(text, start, end)
            if (mark and mark.style != section.style) or entry:
                token = _token(facts, entry.start("n")) if entry else None
                section.entries.append(token if len(_ENTRY.findall(text[start:end])) == 1 else None)
        return sections

    def _overview(
        self, facts: Facts, levels: dict[str, Token], natures: dict[str, Token | None], sections: list[Section]
    ) -> None:
        """Σ of the sections, only where every section states its counts."""
        if len(sections) < 2 or not all(section.counts for section in sections):
            return
        first = Operand.of(levels["一"], "stated", term=1)
        relate(facts, "level_count", "一级指标", [first])
        counted = Operand("counted", str(len(sections)), "个", "exact", sections[0].start, sections[0].start + 1)
        relate(facts, "name_count", "一级指标", [first, counted])
        for level in ("二", "三"):
            parts = [section.counts[level] for section in sections]
            self._judge.land(facts, "parts", f"{level}级指标", levels[level], parts)
        entries = [token for section in sections for token in section.entries]
        if all(section.entries for section in sections) and all(token is not None for token in entries):
            self._judge.land(
                facts, "parts", "三级指标", levels["三"], [token for token in entries if token is not None]
            )
        if not all(section.natures for section in sections):
            return
        for name, whole in natures.items():
            stated = [token for section in sections if (token := section.natures[name]) is not None]
            if whole is not None:
                self._judge.land(facts, "parts", f"{name}指标", whole, stated)

    def _entries(self, facts: Facts, section: Section) -> None:
        """A section's third-level count, Σ of what its second-level entries state."""
        entries = [token for token in section.entries if token is not None]
        if section.counts and entries and len(entries) == len(section.entries):
            self._judge.land(facts, "parts", "三级指标", section.counts["三"], entries)


def _token(facts: Facts, at: int) -> Token | None:
    found = next((t for t in facts.tokens_in(at, at + 1)), None)
    return found if found is not None and found.kind == "quantity" and found.range_high is None else None


def _lines(text: str) -> list[tuple[int, int]]:
    lines, at = [], 0
    for raw in text.split("\n"):
        if raw.strip():
            lines.append((at, at + len(raw)))
        at += len(raw) + 1
    return lines


def _rank_above(text: str, lines: list[tuple[int, int]], index: int) -> int:
    """Rank of the heading that the overview stands under (its own line, or the nearest above)."""
    for start, end in reversed(lines[max(0, index - 6) : index + 1]):
        mark = mark_of(text[start:end])
        if mark is not None:
            return RANK[mark.style]
    return 2
