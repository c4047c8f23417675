"""What could not be placed: statement lines, indicators and units that no list knows, numbers that no metric covers.

Nothing is guessed: it is listed and counted, so that people can teach the lexicon what comes often.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from export.defuse import harmless
from ingest.find.view import fold
from ingest.lexicon import Lexicon
from ingest.read import Document
from ingest.resolve.facts import Record

# kind, and what it is in words
KINDS = {
    "statement_line": "statement lines",
    "indicator": "indicators with a value",
    "unit": "words after numbers, no known unit",
    "narrative": "numbers in sentences",
}
LIMIT = 20_000  # labels of a kind that are told apart: memory stays flat however many files are read
OTHERS = "(others)"
_HEADER = ("kind", "label", "count", "file_name", "line_no")

_LIST_MARK = re.compile(r"^(?:其中:)?(?:[一二三四五六七八九十]+、|\d+[.、]|\([\d一二三四五六七八九十]+\))?")
_BRACKETED = re.compile(r"\([^()]*\)|[:*“”\"]")
_AFTER = re.compile(r"[ \t]*([一-鿿]{1,6})")
_BEFORE = re.compile(r"([一-鿿]{1,6})[ \t]*$")
_CHINESE = re.compile(r"[一-鿿]")
_WINDOW = 12
# 类, 款, 项 of the functional and economic charts.
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
# What the cells of one line have in common.
_line = itemgetter("report_id", "statement_code", "section", "row_no", "line_code", "line_name")


class Item(NamedTuple):
    """A label of a kind in a file, at a line."""

    kind: str
    label: str
    file_name: str
    line_no: int


@dataclass
class Unplaced:
    """Labels with their counts, each with the place where it stood first."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    first: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))

    def add(self, item: Item, count: int = 1) -> None:
        """Count a label; beyond LIMIT labels of a kind the new ones are counted together."""
        key = (item.kind, item.label)
        if key not in self.counts:
            if self.labels[item.kind] >= LIMIT:
                key = (item.kind, OTHERS)
            self.labels[item.kind] += key not in self.counts
        self.counts[key] = self.counts.get(key, 0) + count
        self.first.setdefault(key, (item.file_name, item.line_no))

    def update(self, other: Unplaced) -> None:
        """Add what later files gave."""
        for (kind, label), count in other.counts.items():
            self.add(Item(kind, label, *other.first[kind, label]), count)

    def rows(self, kind: str | None = None) -> list[tuple[str, str, int, str, int]]:
        """Kind, label, count, and file and line of the first; the most frequent first."""
        order = list(KINDS)
        found = ((*key, count, *self.first[key]) for key, count in self.counts.items() if kind in (None, key[0]))
        return sorted(found, key=lambda row: (order.index(row[0]), -row[2], row[1]))

    def summary(self, top: int = 10) -> Iterator[str]:
        """A heading and a line a kind: how many, and the most frequent labels; nothing where all was placed."""
        if self.counts:
            yield "not placed in what was read (all of it with file and line: --unplaced FILE.csv)"
        for kind, words in KINDS.items():
            rows = self.rows(kind)
            if rows:
                named = "、".join(f"{row[1]} {row[2]}" for row in rows[:top])
                yield f"  {sum(row[2] for row in rows)} {words} ({len(rows)}): {named}{' …' if len(rows) > top else ''}"

    def to_csv(self) -> str:
        """All rows as CSV with a header; no label and no file name is a formula."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(_HEADER)
        writer.writerows(
            (kind, harmless(label), count, harmless(name), at) for kind, label, count, name, at in self.rows()
        )
        return buffer.getvalue()


class UnplacedFinder:
    """Compares landing rows of a document with the lists of the lexicon and the reference codes."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lines = {
            (row["statement_code"], row["section"], _words(row["name_as_printed"]))
            for row in lexicon.codes("statement_line_names")
        }
        self._accounts = {
            chart: {row["line_code"] for row in lexicon.codes(f"{chart}_accounts")}
            for chart in ("functional", "economic")
        }
        self._ignored = tuple(fold(row["phrase"]) for row in lexicon.rows("metrics") if not row["metric_code"])
        units = sorted((row["unit_label"] for row in lexicon.units), key=len, reverse=True)
        no_units = (row["phrase"] for row in lexicon.rows("not_units"))
        self._known = re.compile("|".join(map(re.escape, (*units, *"十百千万亿", *no_units))))

    def find(self, document: Document, rows: Mapping[str, list[Record]]) -> Unplaced:
        """What of a document's landing rows could not be placed."""
        found = Unplaced()
        unspoken = [row for row in rows["numbers"] if row["disposition"] in ("narrative", "other")]
        for kind, items in (
            ("statement_line", self._statement_lines(rows["statement_cells"])),
            ("indicator", self._indicators(rows)),
            ("unit", self._units(document.text, unspoken)),
            ("narrative", _narrative(document.text, unspoken)),
        ):
            for label, line_no in items:
                found.add(Item(kind, label, document.file_name, line_no))
        return found

    def _statement_lines(self, cells: list[Record]) -> Iterator[tuple[str, int]]:
        seen = set()
        for cell in cells:
            line = _line(cell)
            _, statement, section, _, code, name = line
            # A department's budget is open below 项目支出: any project may stand there.
            if line in seen or statement == "OB01":
                continue
            seen.add(line)
            account = bool(_CODE.fullmatch(code))
            if account:
                known = code in self._accounts["economic" if statement == "FA06" else "functional"]
            else:
                known = (statement, section, _words(name)) in self._lines
            # A row of an empty form has no words, and nothing to teach.
            if not known and (account or _CHINESE.search(name)):
                yield " ".join(part for part in (statement, code, _words(name)) if part), cell["line_no"]

    def _indicators(self, rows: Mapping[str, list[Record]]) -> Iterator[tuple[str, int]]:
        observed = {row["char_start"] for row in rows["observations"]}
        for node in rows["indicator_scores"]:
            name = _BRACKETED.sub("", _words(node["indicator_name"]))
            if not node["actual_literal"] or node["actual_start"] in observed or name.endswith(self._ignored):
                continue
            yield name, node["line_no"]

    def _units(self, text: str, numbers: list[Record]) -> Iterator[tuple[str, int]]:
        for number in numbers:
            if number["unit_label"]:
                continue
            after = _AFTER.match(fold(text[number["char_end"] : number["char_end"] + _WINDOW]))
            if after and not self._known.match(after[1]):
                yield after[1][:1], number["line_no"]


@cache
def unplaced_finder(lexicon: Lexicon) -> UnplacedFinder:
    """The finder of a lexicon, made once."""
    return UnplacedFinder(lexicon)


def _narrative(text: str, numbers: list[Record]) -> Iterator[tuple[str, int]]:
    """Numbers with a unit that no metric covers, by the words after them, else by those before."""
    for number in numbers:
        if number["disposition"] != "narrative" or not number["unit_label"]:
            continue
        start, end = number["char_start"], number["char_end"]
        after = _AFTER.match(text, end, end + _WINDOW)
        before = None if after else _BEFORE.search(text, max(0, start - _WINDOW), start)
        yield f"{before[1] if before else ''}#{number['unit_label']}{after[1] if after else ''}", number["line_no"]


@lru_cache(maxsize=4096)
def _words(name: str) -> str:
    """The words of a line: folded, without blanks, 其中 and the list mark."""
    return _LIST_MARK.sub("", "".join(fold(name).split()))
