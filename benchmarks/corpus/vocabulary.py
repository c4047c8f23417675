"""The words that reports are made of, read once from the files beside the code."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
Filler = tuple[str, tuple[tuple[int, int], ...]]


@cache
def passages(name: str) -> dict[str, list[str]]:
    """Lines of a text file under their [names]; lines before the first name are under ''."""
    found: dict[str, list[str]] = defaultdict(list)
    under = ""
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            under = line[1:-1]
        elif line and not line.startswith("#"):
            found[under].append(line)
    return found


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a CSV file."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def fillers() -> tuple[Filler, ...]:
    """Paragraphs that state no fact: a format, and the ranges of its numbers."""
    found = []
    for line in passages("filler")[""]:
        pieces, ranges = [], []
        for part in line.split("{"):
            bounds, closed, rest = part.partition("}")
            if closed:
                low, _, high = bounds.partition("-")
                ranges.append((int(low), int(high)))
                pieces.append("%d" + rest)
            else:
                pieces.append(part)
        found.append(("".join(pieces), tuple(ranges)))
    return tuple(found)


@cache
def columns_of_townships() -> tuple[tuple[str, int, int], ...]:
    """Heading, lowest number, and how many numbers there are, of each column of the tables of townships."""
    lines = (line.split(",") for line in passages("township")[""])
    return tuple((head, int(low), int(high) - int(low) + 1) for head, low, high in lines)
