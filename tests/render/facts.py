"""Facts of an extraction without their places, to compare one format with another."""

from __future__ import annotations

import re
from collections import Counter

from ingest.find.view import make_view
from ingest.resolve.extract import Extraction
from tests.evaluation.rows import found_tables

_PLACES = ("line_no", "text")
Fact = tuple[str, ...]


def solid(words: str) -> str:
    """Words with spelling folded and without blanks: markup is of the text format only."""
    return re.sub(r"\s", "", make_view(words).folded)


def facts_of(extraction: Extraction) -> Counter[Fact]:
    """How often each fact is stated: kind, then its dimensions and values."""
    tables = found_tables(extraction)
    return Counter(
        (name, *(solid(value) for column, value in sorted(row.items()) if column not in _PLACES))
        for name, rows in tables.items()
        for row in rows
    )
