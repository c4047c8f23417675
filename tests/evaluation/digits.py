"""Digit accounting: every maximal run of digits of the canonical text lies in exactly one number row."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from ingest.find.view import fold
from ingest.resolve.extract import Extraction


def digit_runs(text: str) -> list[tuple[int, int]]:
    """Spans of maximal digit runs, full-width digits included."""
    return [match.span() for match in re.finditer("[0-9]+", fold(text))]


def unaccounted(extraction: Extraction, text: str) -> list[tuple[int, int]]:
    """Digit runs that no number row holds, and number rows that overlap the row before them."""
    spans = sorted((number["char_start"], number["char_end"]) for number in extraction["numbers"])
    starts = [start for start, _ in spans]
    lost = []
    for start, end in digit_runs(text):
        at = bisect_right(starts, start) - 1
        if at < 0 or spans[at][1] < end:
            lost.append((start, end))
    return lost + [after for before, after in pairwise(spans) if after[0] < before[1]]
