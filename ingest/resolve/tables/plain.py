"""Tables that are neither statements nor indicator tables: staff tables, county lists, overview tables.

Row label, column header and the caption above together name what a cell is; long cells are prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.find.numbers import Token
from ingest.find.phrases import Phrases
from ingest.find.tables import Cell, Row, Table
from ingest.resolve.context import ReportContext
from ingest.resolve.facts import Facts
from ingest.resolve.metrics import DEPARTMENT_TYPES, PROGRAM_TYPES, Candidate, MetricBook
from ingest.resolve.observe import Dimensions, Observer
from ingest.resolve.tables.grid import is_numeric, plain, unit_in

_HEAD_UNIT = re.compile(r"[(（]\s*(?:单位\s*[:：]\s*)?([^()（）]{1,5})\s*[)）]")
_HEAD_ALIASES = {"月": "个月"}  # in a header 月 is no date
_WHOLE_ROW = re.compile(r"^(?:合计|总计|全[市县区州省](?:合计)?|小计|总数)$")
_GRAND_ROW = re.compile(r"^(?:合计|总计|全[市县区州省](?:合计)?|总数)$")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_PRIOR = re.compile(r"上年|去年|上一年")
_NOT_LEVEL = re.compile(r"增长|增减|增幅|同比|比上年|较上年|变化|占比|比重|排名|序号|目标|计划|预算")
_CHANGE = re.compile(r"增长|增减|增幅|同比|比上年|较上年|变化")
_OWN_LEVEL = re.compile(r"^(?:[省市县区州]本级|本级|.{2,8}[省市县区州]本级)$")
_LONG = 24


@dataclass(frozen=True)
class _Place:
    """What stands around a cell: its row, row label, header words and the caption of the table."""

    row: Row
    label: Cell
    head: str
    caption: str


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
        if len(rows) < 2:
            return
        first = next((i for i, row in enumerate(rows) if any(map(is_numeric, row))), 0)
        header = rows[first - 1] if first else []
        caption = " ".join(line.strip() for line in before.strip().split("\n")[-2:] if len(line.strip()) <= 60)
        schemes = {self._scheme(row[0].text) for row in rows[first:]} - {""}
        grand = any(_GRAND_ROW.match(plain(row[0].words)) for row in rows[first:])
        for row in rows[first:]:
            if grand and plain(row[0].words) == "小计":
                continue  # a part of the rows, under no name of its own
            if schemes and _WHOLE_ROW.match(plain(row[0].words)) and not schemes <= {"resident", "employee"}:
                continue  # a sum over insurances that no scheme covers
            label = next((cell for cell in row if cell.words and not is_numeric(cell)), None)
            if label is None or len(label.words) > _LONG:
                continue
            shift = len(row) - len(header) if header else 0
            for column, cell in enumerate(row):
                if cell is label or not cell.words or len(cell.words) > _LONG:
                    continue
                head = header[column - shift].text if 0 <= column - shift < len(header) else ""
                self._cell(facts, report, cell, _Place(row, label, head, caption))

    def _cell(self, facts: Facts, report: ReportContext, cell: Cell, place: _Place) -> None:
        tokens = [t for t in facts.tokens_in(cell.start, cell.end) if t.kind == "quantity"]
        if (
            len(tokens) != 1
            or tokens[0].disposition
            or _NOT_LEVEL.search(place.head)
            or _CHANGE.search(place.label.text)
        ):
            return
        token = tokens[0]
        self._set_unit(facts, token, cell, place)
        words = (place.head, place.label.text, place.caption)
        named = next(((w, c) for w in words if (c := self._name(w, token, report, place)) is not None), None)
        if named is not None:
            dims = self._dimensions(facts, report, named[1], place, by_label=named[0] is place.label.text)
            self._observer.observe(
                facts, report, token, named[1].metric_code, dims, "table", phrase_scheme=named[1].scheme_code
            )

    @staticmethod
    def _set_unit(facts: Facts, token: Token, cell: Cell, place: _Place) -> None:
        """The unit of a bare number: of its header, its label, a unit column, the caption."""
        if token.unit_class:
            return
        noted = [m[1] for text in (place.head, place.label.text) for m in _HEAD_UNIT.finditer(text)]
        noted += [c.words for c in place.row if c is not cell and len(c.words) <= 4]
        noted += [unit_in(place.caption), *(m[1] for m in _HEAD_UNIT.finditer(place.caption))]
        noted = [_HEAD_ALIASES.get(unit, unit) for unit in noted]
        token.unit_label = next((unit for unit in noted if facts.unit_class(unit)), token.unit_label)
        token.unit_class = facts.unit_class(token.unit_label)

    def _name(self, words: str, token: Token, report: ReportContext, place: _Place) -> Candidate | None:
        """The metric that a header, label or caption names."""
        for hit in reversed(self._book.phrases.find(words)):
            for candidate in sorted(self._book.candidates(hit.phrase), key=lambda c: c.context != "fund"):
                if not candidate.metric_code:
                    return None
                ends = len(plain(words[hit.end :])) == 0
                is_valid = {
                    "": True,
                    "weak": ends,
                    "fund": "基金" in place.caption + place.head + place.label.text and ends,
                    "department": report.document_type in DEPARTMENT_TYPES,
                    "program": report.document_type in PROGRAM_TYPES,
                }.get(candidate.context, False)
                known = candidate.metric_code in self._book.metrics
                if is_valid and known and self._book.accepts(candidate.metric_code, token, True):
                    return candidate
        return None

    def _scheme(self, words: str) -> str:
        return next((hit.row["scheme_code"] for hit in self._schemes.find(words) if hit.row["scheme_code"]), "")

    def _dimensions(
        self, facts: Facts, report: ReportContext, candidate: Candidate, place: _Place, by_label: bool
    ) -> Dimensions:
        label = plain(place.label.words)
        group = self._book.metrics[candidate.metric_code].group
        region = report.inner_regions.get(label, "")
        scheme = next((s for w in (place.head, place.label.text, place.caption) if (s := self._scheme(w))), "")
        level = next((hit.row["funding_level"] for hit in self._levels.find(place.label.text + place.head)), "")
        own_level = bool(_OWN_LEVEL.match(label)) and group != "department"
        told_apart = region or own_level or by_label or _WHOLE_ROW.match(label) or self._scheme(place.label.text)
        is_part = not told_apart and not (level and group == "funding")
        return Dimensions(
            region_code=region,
            scope="own_level" if own_level else "whole",
            fiscal_year=_fiscal_year(report, place),
            scheme=scheme,
            funding_level=level,
            breakdown=facts.label(place.label.start, place.label.end) if is_part else "",
        )


def _fiscal_year(report: ReportContext, place: _Place) -> int | None:
    for words in (place.head, place.label.text):
        year = _YEAR.search(words)
        if year:
            return int(year[1])
    if _PRIOR.search(place.head) and report.fiscal_year is not None:
        return report.fiscal_year - 1
    year = _YEAR.search(place.caption)
    return int(year[1]) if year else None
