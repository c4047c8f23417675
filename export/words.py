"""What a person reads of a table or column: its Chinese name, and the unit of its values."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

_HAN = re.compile(r"[㐀-鿿]")
_BRACKETED = re.compile(r"[（(]([^()（）]*[㐀-鿿][^()（）]*)[)）]")


def chinese_name(name: str, comment: str) -> str:
    """The name itself where it is Chinese, else as names.csv has it, else the first Chinese words in brackets."""
    if _HAN.search(name):
        return name
    found = _BRACKETED.search(comment)
    return _listed("names.csv", name) or (found[1] if found else "")


def unit_of(column: str) -> str:
    """Unit of a column by its name, as units.csv has it; empty where it has none."""
    return _listed("units.csv", column)


def _listed(file: str, column: str) -> str:
    return next((word for pattern, word in _rows(file) if pattern.fullmatch(column)), "")


@cache
def _rows(file: str) -> list[tuple[re.Pattern[str], str]]:
    """Rows of pattern and word, the first that matches counts."""
    with Path(__file__).with_name(file).open(encoding="utf-8", newline="") as lines:
        return [(re.compile(pattern), word) for pattern, word in list(csv.reader(lines))[1:]]
