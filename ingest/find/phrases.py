"""Phrases: one Aho-Corasick pass over a whole text, leftmost longest, offsets in code points.

A phrase may hold one gap, written …, for up to 24 characters of the same clause (资助…参保).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

import ahocorasick_rs

from ingest.find.view import fold

_MAX_GAP = 24
_GAP = (
    rf"(?:(?![一二三四五六七八九十百千万亿两零〇]{{2}})[^，,。；;：:\n\d]){{0,{_MAX_GAP}}}?"  # no number stands in it
)
_MANY = 1000
_QUICK = ahocorasick_rs.Implementation.DFA  # twice as quick, but long in making
_LABEL = 60  # characters of labels and headings, which come again and again
_start, _end = attrgetter("start"), attrgetter("end")


class Hit(NamedTuple):
    """A phrase that stands in the text, with the lexicon row it came from."""

    start: int
    end: int
    row: dict[str, str]

    @property
    def phrase(self) -> str:
        """The phrase as the lexicon spells it."""
        return self.row["phrase"]


@dataclass(frozen=True)
class Phrases:
    """Compiled phrases, each with the row it came from."""

    rows: list[dict[str, str]]
    automaton: ahocorasick_rs.AhoCorasick
    heads: ahocorasick_rs.AhoCorasick  # the words before the gaps
    gapped: list[list[tuple[str, re.Pattern[str], dict[str, str]]]]  # by head, each with the words behind its gap

    @classmethod
    def from_rows(cls, rows: list[dict[str, str]]) -> Phrases:
        """Phrases of the column `phrase`; the longer wins where two begin at one place."""
        plain = [row for row in rows if "…" not in row["phrase"]]
        gapped: dict[str, list[tuple[str, re.Pattern[str], dict[str, str]]]] = {}
        for row in rows:
            if "…" in row["phrase"]:
                parts = fold(row["phrase"]).split("…")
                pattern = re.compile(_GAP.join(map(re.escape, parts)))
                gapped.setdefault(parts[0], []).append((parts[1], pattern, row))
        folded = [fold(row["phrase"]) for row in plain]
        kind = _QUICK if len(folded) < _MANY else None
        automaton = ahocorasick_rs.AhoCorasick(folded, ahocorasick_rs.MatchKind.LeftmostLongest, implementation=kind)
        return cls(
            plain, automaton, ahocorasick_rs.AhoCorasick(list(gapped), implementation=_QUICK), list(gapped.values())
        )

    def find(self, text: str) -> list[Hit]:
        """Hits in order of place, not to be changed. A gapped phrase shadows the plain ones inside it."""
        return self._find_again(text) if len(text) <= _LABEL else self._find(text)

    @cached_property
    def _find_again(self) -> Callable[[str], list[Hit]]:
        return lru_cache(maxsize=4096)(self._find)

    def _find(self, text: str) -> list[Hit]:
        rows = self.rows
        hits = [Hit(s, e, rows[i]) for i, s, e in self.automaton.find_matches_as_indexes(text)]
        if not self.gapped:
            return hits
        wide = [
            Hit(match.start(), match.end(), row)
            for head, start, end in self.heads.find_matches_as_indexes(text, overlapping=True)
            for tail, pattern, row in self.gapped[head]
            if text.find(tail, end, end + _MAX_GAP + len(tail)) >= 0 and (match := pattern.match(text, start))
        ]
        # A phrase that stands there word for word wins over one with a gap.
        wide = _apart([w for w in wide if not stands_inside(hits, w)])
        if not wide:
            return hits
        kept, last = [], 0
        for gapped in wide:
            first = bisect_left(hits, gapped.start, last, key=_start)
            kept += [*hits[last:first], gapped]
            last = bisect_right(hits, gapped.end, first, key=_end)  # those inside it are left out
        return kept + hits[last:]


def stands_inside(hits: list[Hit], hit: Hit) -> bool:
    """Whether the hit stands inside one of `hits` (sorted, not overlapping)."""
    at = bisect_right(hits, hit.start, key=_start) - 1
    return at >= 0 and hit.end <= hits[at].end


def _apart(hits: list[Hit]) -> list[Hit]:
    """Of hits that overlap, the one that begins first; of those that begin together, the shorter gap."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
