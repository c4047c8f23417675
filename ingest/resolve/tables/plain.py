"""Tables that are neither statements nor indicator tables: staff tables, county lists, overview tables.

Row label, column header and the caption above together name what a cell is; long cells are prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.find.marks import mark_of
from ingest.find.numbers import Token
from ingest.find.phrases import Phrases
from ingest.find.tables import Cell, Row, Table
from ingest.resolve.context import ReportContext
from ingest.resolve.facts import Facts
from ingest.resolve.metrics import DEPARTMENT_TYPES, PROGRAM_TYPES, Candidate, MetricBook
from ingest.resolve.observe import Dimensions, Observer
from ingest.resolve.prose.ellipsis import OWN_MONEY
from ingest.resolve.tables.grid import HEAD_ALIASES, is_caption, plain
from ingest.resolve.tables.layout import Block, Slot, blocks, slots

_HEAD_UNIT = re.compile(r"[(（]\s*(?:单位\s*[:：]\s*)?([^()（）]{1,5})\s*[)）]")
_CAPTION_UNITS = re.compile(r"单位\s*[:：]\s*(?:人民币)?([^\s()（）。]{1,24})")
_WHOLE_ROW = re.compile(r"^(?:合计|总计|全[市县区州省](?:合计)?|小计|总数)$")
_GRAND_ROW = re.compile(r"^(?:合计|总计|全[市县区州省](?:合计)?|总数)$")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_PRIOR = re.compile(r"上年|去年|上一年|年初|期初")
_BROUGHT = re.compile(r"(?:上年|去年|上一年|年初|期初)[^，。]{0,2}结[转余存]")  # money of last year that is this year's
_NOT_LEVEL = re.compile(r"增长|增减|增幅|同比|比上年|较上年|变化|占比|比重|排名|序号|目标|计划|预算")
_CHANGE = re.compile(r"增长|增减|增幅|同比|比上年|较上年|变化")
_OWN_LEVEL = re.compile(r"^(?:[省市县区州]本级|本级|.{2,8}[省市县区州]本级)$")
_TITLE_END = re.compile(r"表\s*(?:\([^()]*\))?$")
_NOTE = re.compile(r"(?:注|备注|说明)\s*[:：]")  # of the table above
_GAP = re.compile(r"\n(?:[ \t]*\n){2,}")
_BASIC = {"resident", "employee"}
_OF_A_SCHEME = ("enrollment", "financing", "funding", "fund", "benefit")  # of what the caption says, too
_UPPER = {"central", "provincial"}
# Headers that name no measure of their own: the caption does.
_GENERIC = re.compile(
    r"(?:(?:19|20)\d{2}年度?|[上本去]年|金额|数额|数量|数值|人数|人次|合计|总计|小计|本年数|上年数|决算数|完成数|实际|万元|元|亿元|%|资金|补助)*$"
)


@dataclass(frozen=True)
class _Place:
    """What stands around a cell: its slot, the words over it, the caption of the table."""

    slot: Slot
    head: str
    caption: str
    siblings: tuple[str, ...] = ()  # headers of the columns that a total column adds up

    @property
    def label(self) -> str:
        return self.slot.label.text

    @property
    def outer(self) -> list[str]:
        """Labels around the innermost one and the section, the nearest first."""
        return [*(cell.text for cell in reversed(self.slot.labels[:-1])), self.slot.section]

    @property
    def words(self) -> list[str]:
        """All words around it, the nearest first."""
        return [self.head, self.label, *self.outer, self.caption]


class TableReader:
    """Observations from the cells of plain tables."""

    def __init__(self, book: MetricBook, observer: Observer, schemes: Phrases, levels: Phrases) -> None:
        self._book = book
        self._observer = observer
        self._schemes = schemes
        self._levels = levels

    def read(self, facts: Facts, report: ReportContext, table: Table, skip: set[int], before: str) -> None:
        """All cells of the rows that no other reader took; `before` is the text above the table."""
        rows = [row for i, row in enumerate(table.rows) if i not in skip]
        lines = [line.strip() for line in _GAP.split(before.strip())[-1].split("\n") if line.strip()]
        said = lines[-1:] if lines and mark_of(lines[-1]) else lines[-2:]  # what stands above a heading heads more
        while rows and _is_title_row(rows[0]):
            said.append(" ".join(cell.text for cell in rows.pop(0) if cell.words))
        caption = " ".join(line for line in said if len(line) <= 60 and not _NOTE.match(line))
        if len(rows) < 2:
            return
        for block in blocks(rows):
            self._block(facts, report, block, caption)

    def _block(self, facts: Facts, report: ReportContext, block: Block, caption: str) -> None:
        labels = [next((cell.text for cell in row if cell.words), "") for row, _ in block.rows]
        by_row = {self._scheme(words) for words in labels} - {""}
        by_column = {self._scheme("".join(head)) for head in block.heads} - {""}
        levels = {level for head in block.heads if (level := self._level("".join(head)))}
        grand = any(_GRAND_ROW.match(plain(words)) for words in labels)
        whole = ""  # of the insurance that the rows below it divide
        for slot in slots(block, lambda words: bool(facts.unit_class(words))):
            label = plain(slot.label.words)
            is_part = bool(whole) and facts.is_indented(slot.label)
            if by_row and not is_part:
                named = self._scheme(slot.label.text)
                whole = slot.label.text if named or self._is_foreign(slot.label.text) else whole
            if any(map(self._is_foreign, (slot.label.text, slot.section, "".join(slot.head), whole))):
                continue  # pensions, injuries and unemployment are other people's
            if grand and label == "小计":
                continue  # a part of the rows, under no name of its own
            siblings = ["".join(head) for head in block.heads] if by_column and _is_total(slot.head) else []
            place = _Place(slot, "".join(slot.head), caption, tuple(words for words in siblings if self._scheme(words)))
            summed = by_row if _WHOLE_ROW.match(label) else by_column if _is_total(slot.head) else set()
            if summed and not summed <= _BASIC:
                continue  # a sum over insurances that no scheme covers
            both = Dimensions(
                scheme="basic_all" if summed == _BASIC else self._scheme(whole) if not _WHOLE_ROW.match(label) else "",
                funding_level="central_and_provincial" if _is_total(slot.head) and levels == _UPPER else "",
                breakdown=facts.label(slot.label.start, slot.label.end) if is_part else "",
            )
            self._cell(facts, report, slot.cell, place, both)

    def _cell(self, facts: Facts, report: ReportContext, cell: Cell, place: _Place, both: Dimensions) -> None:
        tokens = [t for t in facts.tokens_in(cell.start, cell.end) if t.kind == "quantity"]
        if len(tokens) != 1 or tokens[0].disposition or _NOT_LEVEL.search(place.head) or _CHANGE.search(place.label):
            return
        token = tokens[0]
        named = self._named_in_unit(facts, token, report, place)
        if named is not None:
            words, candidate = named
            dims = self._dimensions(facts, report, candidate, place, by_label=words is place.label, both=both)
            self._observer.observe(
                facts, report, token, candidate.metric_code, dims, "table", phrase_scheme=candidate.scheme_code
            )

    def _named(self, token: Token, report: ReportContext, place: _Place) -> tuple[str, Candidate] | None:
        """The metric of a value and the words that name it: its header, its label, what stands around both."""
        head = [*reversed(place.slot.head), place.head]
        around = [*place.outer, place.caption] if self._names_no_measure(place.head) else place.outer
        for words in (*head, place.label, *around):
            candidate = self._name(words, token, report, place)
            if candidate is not None:
                return words, candidate
        for words in place.siblings:
            candidate = self._name(words, token, report, place)
            if candidate is not None:
                return words, replace(candidate, scheme_code="")
        return None

    def _named_in_unit(
        self, facts: Facts, token: Token, report: ReportContext, place: _Place
    ) -> tuple[str, Candidate] | None:
        """The metric of a value, and its unit on the token: its own, or the first of those declared that fits."""
        if token.unit_class:
            return self._named(token, report, place)
        bare = token.unit_label
        declared = self._declared(facts, place)
        for label in declared or [bare]:
            token.unit_label, token.unit_class = label, facts.unit_class(label)
            named = self._named(token, report, place)
            if named is not None:
                return named
        if len(declared) > 1:
            token.unit_label, token.unit_class = bare, ""
        return None

    def _declared(self, facts: Facts, place: _Place) -> list[str]:
        """The unit declared for a bare number by its header, its label or a unit column, else those of the caption."""
        noted = [m[1] for text in (place.head, place.label) for m in _HEAD_UNIT.finditer(text)]
        noted += [c.words for c in place.slot.row if c is not place.slot.cell and len(c.words) <= 4]
        noted += [m[1] for text in place.outer for m in _HEAD_UNIT.finditer(text)]
        nearest = [unit for unit in (HEAD_ALIASES.get(unit, unit) for unit in noted) if facts.unit_class(unit)]
        return nearest[:1] or [unit for unit in self._caption_units(place.caption) if facts.unit_class(unit)]

    @staticmethod
    def _caption_units(caption: str) -> list[str]:
        said = [found[1] for found in _CAPTION_UNITS.finditer(caption)]
        several = [part for words in said for part in re.split(r"[、,，/；;和及]", words)]
        return [unit for unit in (*several, *(m[1] for m in _HEAD_UNIT.finditer(caption))) if unit]

    def _name(self, words: str, token: Token, report: ReportContext, place: _Place) -> Candidate | None:
        """The metric that a header, label or caption names."""
        for hit in reversed(self._book.phrases.find(words)):
            for candidate in sorted(self._book.candidates(hit.phrase), key=lambda c: c.context != "fund"):
                if not candidate.metric_code:
                    return None
                ends = len(plain(words[hit.end :])) == 0
                is_valid = {
                    "": True,
                    "part": True,
                    "weak": ends,
                    "fund": ends and any("基金" in around for around in place.words),
                    "department": report.document_type in DEPARTMENT_TYPES,
                    "program": report.document_type in PROGRAM_TYPES,
                }.get(candidate.context, False)
                known = candidate.metric_code in self._book.metrics
                if is_valid and known and self._book.accepts(candidate.metric_code, token, True):
                    return candidate
        return None

    def _scheme(self, words: str) -> str:
        return next((hit.row["scheme_code"] for hit in self._schemes.find(words) if hit.row["scheme_code"]), "")

    def _is_foreign(self, words: str) -> bool:
        """Whether an insurance is named that is not of health."""
        hits = [hit for hit in self._schemes.find(words) if not hit.row["scheme_code"]]
        return any(hit.phrase.endswith(("保险", "基金")) for hit in hits)

    def _level(self, words: str) -> str:
        return next((hit.row["funding_level"] for hit in self._levels.find(words)), "")

    def _names_no_measure(self, head: str) -> bool:
        """A header that says whose money or which year, not what: the caption says that."""
        words = plain(head)
        for hit in self._levels.find(words):
            words = words.replace(hit.phrase, "")
        return bool(_GENERIC.match(words))

    def _dimensions(
        self,
        facts: Facts,
        report: ReportContext,
        candidate: Candidate,
        place: _Place,
        by_label: bool,
        both: Dimensions,
    ) -> Dimensions:
        label = plain(place.slot.label.words)
        group = self._book.metrics[candidate.metric_code].group
        names = [label, *(plain(words) for words in (*reversed(place.slot.head), *place.outer))]
        region = next((report.inner_regions[name] for name in names if name in report.inner_regions), "")
        # 处理机构数 in a table on the residents' insurance is of no scheme: only its own words could name one.
        named_by = place.words if group in _OF_A_SCHEME else place.words[:-1]
        scheme = next((s for words in named_by if (s := self._scheme(words))), "")
        carried = both.scheme if group in _OF_A_SCHEME or both.breakdown else ""  # of the row above
        level = both.funding_level or self._level(place.label + place.head)
        if not level and OWN_MONEY.search(place.label + place.head):
            level = report.own_funding_level
        own_level = any(_OWN_LEVEL.match(name) for name in names) and group != "department"
        told_apart = region or own_level or by_label or _WHOLE_ROW.match(label) or self._scheme(place.label)
        is_part = not told_apart and not _YEAR.match(label) and not (level and group == "funding")
        return Dimensions(
            region_code=region,
            scope="own_level" if own_level else "whole",
            fiscal_year=_fiscal_year(report, place, group),
            scheme=carried or scheme,
            funding_level=level,
            breakdown=both.breakdown or (facts.label(place.slot.label.start, place.slot.label.end) if is_part else ""),
        )


def _is_title_row(row: Row) -> bool:
    """The first row of a table where it only sets out what the table is of, or in which unit."""
    filled = {cell.words for cell in row if cell.words}
    return len(row) > 1 and len(filled) == 1 and (is_caption(row) or bool(_TITLE_END.search(filled.pop())))


def _is_total(head: list[str]) -> bool:
    return any(_WHOLE_ROW.match(plain(words)) for words in head)


def _fiscal_year(report: ReportContext, place: _Place, group: str) -> int | None:
    for words in (place.head, place.label, *place.outer):
        year = _YEAR.search(words)
        if year:
            return int(year[1])
        brought = group != "fund" and _BROUGHT.search(words)
        if _PRIOR.search(words) and not brought and report.fiscal_year is not None:
            return report.fiscal_year - 1
    year = _YEAR.search(place.caption)
    return int(year[1]) if year else None
