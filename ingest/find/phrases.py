"""Phrases: one Aho-Corasick pass over a whole text, leftmost longest, offsets in code points.

A phrase may hold one gap, written …, for up to 24 characters of the same clause (资助…参保).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick_rs

from ingest.find.view import fold

_GAP = r"[^，,。；;：:\n\d]{0,24}?"


class Hit(NamedTuple):
    """A phrase that stands in the text, with the lexicon row it came from."""

    start: int
    end: int
    row: dict[str, str]

    @property
    def phrase(self) -> str:
        return self.row["phrase"]


@dataclass(frozen=True)
class Phrases:
    """Compiled phrases, each with the row it came from."""

    rows: list[dict[str, str]]
    automaton: ahocorasick_rs.AhoCorasick
    gapped: list[tuple[re.Pattern[str], dict[str, str]]]

    @classmethod
    def from_rows(cls, rows: list[dict[str, str]]) -> Phrases:
        """Phrases of the column `phrase`; the longer wins where two begin at one place."""
        plain = [row for row in rows if "…" not in row["phrase"]]
        gapped = [
            (re.compile(_GAP.join(re.escape(part) for part in fold(row["phrase"]).split("…"))), row)
            for row in rows
            if "…" in row["phrase"]
        ]
        folded = [fold(row["phrase"]) for row in plain]
        return cls(
            plain, ahocorasick_rs.AhoCorasick(folded, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), gapped
        )

    def find(self, text: str) -> list[Hit]:
        """Hits in order of place. A gapped phrase shadows the plain ones inside it."""
        hits = [Hit(s, e, self.rows[i]) for i, s, e in self.automaton.find_matches_as_indexes(text)]
        wide = [Hit(m.start(), m.end(), row) for pattern, row in self.gapped for m in pattern.finditer(text)]
        # A phrase that stands there word for word wins over one with a gap.
        wide = [w for w in wide if not any(hit.start <= w.start and w.end <= hit.end for hit in hits)] if wide else wide
        if not wide:
            return hits
        wide = _apart(wide)
        kept = [hit for hit in hits if not any(w.start <= hit.start and hit.end <= w.end for w in wide)]
        return sorted(kept + wide, key=lambda hit: (hit.start, -hit.end))


def _apart(hits: list[Hit]) -> list[Hit]:
    """Of hits that overlap, the one that begins first; of those that begin together, the shorter gap."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
