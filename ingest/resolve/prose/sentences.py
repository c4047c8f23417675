"""Sentences of the prose with everything that stands in them: numbers and hits of every word list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter

from ingest.find.numbers import Token
from ingest.find.phrases import Hit, Phrases, stands_inside
from ingest.find.regions import RegionIndex
from ingest.find.view import Closed, View
from ingest.lexicon import Lexicon
from ingest.resolve.metrics import MetricBook

_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_is_free = attrgetter("is_free")
_END = re.compile(r"[。！？!?]")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年(?!以来|来)")
_RELATIVE = re.compile(r"上年度?同期|去年同期|上一年度?|上年度?末?|去年末?|前年|本年度?|今年|当年|下年度?|明年|次年")
_MAX_NUMBERS = 60  # a sentence with more is damage, or a list: it is read piece by piece
_OFFSETS = {"上": -1, "去": -1, "前": -2, "本": 0, "今": 0, "当": 0, "下": 1, "明": 1, "次": 1}
_COMPARED = frozenset("较比与同于")  # these characters end the words before a year that a value is compared with
_FROM = frozenset("从由")
_MONTH = re.compile(r"\s*\d{1,2}\s*月(?!\s*[-~—至])(?:\s*\d{1,2}\s*日)?+(?!起|末|底)")
_REMARK = re.compile(r"\([^()\d。；]{2,30}\)")
_UNTIL = re.compile(r"(?:截至|截止|至|到|自)\s*$")


@dataclass(frozen=True, slots=True)
class YearHit:
    """A year named in the prose. `kind`: plain, from (从2023年), compared (较2023年), since (自2022年…以来)."""

    start: int
    end: int
    year: int | None
    offset: int
    kind: str

    def resolve(self, fiscal_year: int | None) -> int | None:
        """The year meant: a relative one (上年) counts from the report's."""
        if self.year is not None:
            return self.year
        return None if fiscal_year is None else fiscal_year + self.offset


@dataclass(slots=True)
class Sentence:
    """A sentence: its span, its numbers and hits in order."""

    start: int
    end: int
    tokens: list[Token]
    metrics: list[Hit]
    schemes: list[Hit]
    levels: list[Hit]
    roles: list[Hit]
    groups: list[Hit]
    years: list[YearHit]
    since: dict[int, int] = field(default_factory=dict)  # a number's start, and where the words since the last begin


def _find(phrases: Phrases, text: str, closed: Closed | None) -> list[Hit]:
    """Hits of a text; of its closed form, led back, where line ends may break its words (暂 | 停协议)."""
    return phrases.find(text) if closed is None else _led_back(phrases.find(closed.text), closed)


def _led_back(hits: list[Hit], closed: Closed) -> list[Hit]:
    """Hits of a closed text at their places in the whole one; those with no join between them move by as much."""
    if not hits:
        return []
    start, end = closed.back(hits[0].start), closed.back(hits[-1].end - 1) + 1
    moved = start - hits[0].start
    if end - hits[-1].end == moved:
        return [Hit(start + moved, end + moved, row) for start, end, row in hits] if moved else hits
    if len(hits) == 1:
        return [Hit(start, end, hits[0].row)]
    half = len(hits) // 2
    return _led_back(hits[:half], closed) + _led_back(hits[half:], closed)


class HitIndex:
    """All hits of a document's prose, found once, cut by span. Titles in 《》 are masked: they state nothing."""

    def __init__(self, view: View, book: MetricBook, lists: dict[str, Phrases], regions: RegionIndex) -> None:
        prose = view.prose
        self.masked = _TITLE.sub(lambda match: "《" + "□" * (len(match[0]) - 2) + "》", prose)
        joins = view.joins()
        closed = Closed(self.masked, joins) if joins else None
        self._hits = {"metrics": _find(book.phrases, self.masked, closed)}
        for name, phrases in lists.items():
            self._hits[name] = _find(phrases, self.masked, closed)
        self.scheme_phrases = lists["schemes"]
        programs = self._hits["programs"]
        self._starts = {"metrics": [hit.start for hit in self._hits["metrics"]]}
        self._hits["roles"] = [
            hit for hit in self._hits["roles"] if not (self._is_of_name(hit) or stands_inside(programs, hit))
        ]
        # （含生育保险） is a remark on what a fund holds, not the fund.
        self._hits["schemes"] = [
            h for h in self._hits["schemes"] if self.masked[h.start - 1 : h.start] not in ("含", "括")
        ]
        self._hits["schemes"] = self._without_sums(self._hits["schemes"])
        # 省财政厅 is an office, not money of its level.
        self._hits["levels"] = [
            h
            for h in self._hits["levels"]
            if self.masked[h.end : h.end + 1] not in ("厅", "局", "部", "委")
            and not (h.phrase[0] in "省市州县区" and self.masked[h.start - 1 : h.start] in ("我", "全"))  # 下达我市补助
        ]
        if any(hit.phrase.endswith(("里", "上")) for hit in self._hits["levels"]):
            self._hits["levels"] = regions.whole_words(self._hits["levels"], self.masked)
        self._starts = {name: [hit.start for hit in hits] for name, hits in self._hits.items()}
        self.years = list(self._find_years())
        self._year_starts = [hit.start for hit in self.years]

    def _is_of_name(self, role: Hit) -> bool:
        """The role stands in a metric's name, or its last word is the name's first (全年预算执行率)."""
        at = bisect_left(self._starts["metrics"], role.end) - 1
        if at < 0:
            return False
        name = self._hits["metrics"][at]
        return name.end > role.end or (name.end == role.end and name.start <= role.start)

    def _without_sums(self, schemes: list[Hit]) -> list[Hit]:
        """（职工和居民合计） says of what a number is the sum: it is of no one of them."""
        summed: set[int] = set()
        starts = [hit.start for hit in schemes]
        for remark in _REMARK.finditer(self.masked) if schemes else ():
            named = schemes[bisect_left(starts, remark.start()) : bisect_left(starts, remark.end())]
            if len({hit.row["scheme_code"] for hit in named} - {""}) > 1:
                summed.update(hit.start for hit in named)
        return [hit for hit in schemes if hit.start not in summed] if summed else schemes

    def _find_years(self) -> Iterator[YearHit]:
        found = []
        for match in _YEAR.finditer(self.masked):
            before = self.masked[max(0, match.start() - 3) : match.start()].rstrip()
            after = self.masked[match.end() : match.end() + 14]
            if _MONTH.match(after) and not _UNTIL.search(before):
                continue  # the day of a document or an event, not the year of a value
            if before[-1:] == "自" and "以来" in after:
                kind = "since"
            elif before[-1:] in _COMPARED:
                kind = "compared"
            else:
                kind = "from" if before[-1:] in _FROM else "plain"
            found.append(YearHit(match.start(), match.end(), int(match[1]), 0, kind))
        metrics = self._hits["metrics"]
        for match in _RELATIVE.finditer(self.masked):
            if stands_inside(metrics, Hit(match.start(), match.end(), {})):
                continue
            last = self.masked[max(0, match.start() - 3) : match.start()].rstrip()[-1:]
            is_base = self.masked.startswith(("结转", "结余", "基础"), match.end())
            kind = "from" if last in _FROM else "compared" if last in _COMPARED or is_base else "plain"
            found.append(YearHit(match.start(), match.end(), None, _OFFSETS[match[0][0]], kind))
        return iter(sorted(found, key=lambda hit: hit.start))

    def cut(self, name: str, start: int, end: int) -> list[Hit]:
        """Hits of a list that begin inside a span, in order."""
        starts = self._starts[name]
        return self._hits[name][bisect_left(starts, start) : bisect_left(starts, end)]

    def cut_years(self, start: int, end: int) -> list[YearHit]:
        """Years that begin inside a span, in order."""
        return self.years[bisect_left(self._year_starts, start) : bisect_left(self._year_starts, end)]

    def sentences(self, tokens: list[Token], start: int, end: int) -> Iterator[Sentence]:
        """Sentences with a free number of a line or a long cell; 。 inside brackets or titles does not matter."""
        at, first_in = start, 0
        for match in chain(_END.finditer(self.masked, start, end), (None,)):
            stop = match.end() if match else end
            beyond = first_in
            while beyond < len(tokens) and tokens[beyond].start < stop:
                beyond += 1
            inside = tokens[first_in:beyond]
            for first in range(0, len(inside), _MAX_NUMBERS):
                part = inside[first : first + _MAX_NUMBERS]
                if not any(map(_is_free, part)):
                    continue
                begin = at if first == 0 else inside[first - 1].right
                end_ = stop if first + _MAX_NUMBERS >= len(inside) else part[-1].right
                yield Sentence(
                    begin,
                    end_,
                    part,
                    self.cut("metrics", begin, end_),
                    self.cut("schemes", begin, end_),
                    self.cut("levels", begin, end_),
                    self.cut("roles", begin, end_),
                    self.cut("groups", begin, end_),
                    self.cut_years(begin, end_),
                )
            at, first_in = stop, beyond


def word_lists(lexicon: Lexicon) -> dict[str, Phrases]:
    """The word lists that the prose is searched for, besides metrics."""
    return {
        "schemes": Phrases.from_rows(lexicon.rows("schemes")),
        "levels": Phrases.from_rows(lexicon.rows("funding_levels")),
        "roles": Phrases.from_rows(lexicon.rows("roles")),
        "groups": Phrases.from_rows(lexicon.rows("groups")),
        "programs": Phrases.from_rows(lexicon.rows("programs")),
    }
