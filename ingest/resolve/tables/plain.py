"""Tables that are neither statements nor indicator tables: staff tables, county lists, overview tables.

Row label and column header together name what a cell is; long cells are prose.
"""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.find.tables import Cell, Row, Table
from ingest.resolve.context import ReportContext
from ingest.resolve.facts import Facts
from ingest.resolve.metrics import DEPARTMENT_TYPES, PROGRAM_TYPES, Candidate, MetricBook
from ingest.resolve.observe import Dimensions, Observer
from ingest.resolve.prose.sentences import HitIndex
from ingest.resolve.tables.grid import is_numeric, plain, unit_in

_HEAD_UNIT = re.compile(r"[(（]\s*(?:单位\s*[:：]\s*)?([^()（）]{1,5})\s*[)）]")
_TOTAL_ROW = re.compile(r"^(?:合计|总计|全[市县区州省]|小计|总数|全市合计|全县合计)$")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_PRIOR = re.compile(r"上年|去年|上一年")
_CHANGE = re.compile(r"增长|增减|增幅|同比|比上年|较上年|变化|占比|比重|排名|序号")
_LONG = 24


class TableReader:
    """Observations from the cells of plain tables."""

    def __init__(self, book: MetricBook, observer: Observer) -> None:
        self._book = book
        self._observer = observer

    def read(
        self, facts: Facts, index: HitIndex, report: ReportContext, table: Table, skip: set[int], caption: str
    ) -> None:
        rows = [(i, row) for i, row in enumerate(table.rows) if i not in skip]
        if len(rows) < 2:
            return
        head = next((i for i, (_, row) in enumerate(rows) if any(is_numeric(c) for c in row)), 0)
        header = rows[head - 1][1] if head else []
        captioned = unit_in(caption)
        for _, row in rows[head:]:
            label = next((cell for cell in row if cell.words and not is_numeric(cell)), None)
            if label is None or len(label.words) > _LONG:
                continue
            shift = len(row) - len(header) if header and len(row) != len(header) else 0
            for column, cell in enumerate(row):
                if cell is label or not cell.words or len(cell.words) > _LONG:
                    continue
                at = column - shift
                over = header[at] if 0 <= at < len(header) else None
                self._cell(facts, index, report, row, label, over, cell, captioned)

    def _cell(
        self,
        facts: Facts,
        index: HitIndex,
        report: ReportContext,
        row: Row,
        label: Cell,
        over: Cell | None,
        cell: Cell,
        captioned: str,
    ) -> None:
        tokens = [t for t in facts.tokens_in(cell.start, cell.end) if t.kind == "quantity"]
        if len(tokens) != 1 or tokens[0].disposition:
            return
        token = tokens[0]
        head = over.text if over is not None else ""
        if _CHANGE.search(head) or _CHANGE.search(label.text):
            return
        units = [m[1] for m in (*_HEAD_UNIT.finditer(head), *_HEAD_UNIT.finditer(label.text))]
        named = [
            c.words
            for c in row
            if c is not cell and c.words in ("万元", "元", "亿元", "%", "人", "万人", "人次", "家", "个")
        ]
        known = next((u for u in (*units, *named) if facts.unit_class(u)), "")
        if not token.unit_class:
            unit = known or captioned
            token.unit_label, token.unit_class = unit, facts.unit_class(unit)
        headed = self._name(head, token, report)
        candidate = headed or self._name(label.text, token, report)
        if candidate is None:
            return
        from_label = headed is None
        code = candidate.metric_code
        words = plain(label.words)
        region = next((c for name, c in report.inner_regions.items() if words == name), "")
        scheme = self._scheme(index, head) or self._scheme(index, label.text)
        year = _YEAR.search(head) or _YEAR.search(label.text)
        fiscal_year = int(year[1]) if year else (report.fiscal_year or 0) - 1 if _PRIOR.search(head) else None
        own_level = (
            "本级" in words and not words.startswith(("(", "（")) and self._book.metrics[code].group != "department"
        )
        level = next((hit.row["funding_level"] for hit in index.level_phrases.find(label.text + head)), "")
        is_part = not (
            region or level or from_label or own_level or _TOTAL_ROW.match(words) or self._scheme(index, label.text)
        )
        dims = Dimensions(
            region_code=region,
            scope="own_level" if own_level else "whole",
            fiscal_year=fiscal_year,
            scheme=scheme,
            funding_level=level,
            breakdown=self._part_label(facts, label) if is_part else "",
        )
        self._observer.observe(facts, report, token, code, dims, "table", 1, candidate.scheme_code)

    @staticmethod
    def _part_label(facts: Facts, label: Cell) -> str:
        name = facts.label(label.start, label.end)
        bracket = re.search(r"[（(]本级[）)]$", name)
        return bracket[0] if bracket else name

    def _name(self, words: str, token: Token, report: ReportContext) -> Candidate | None:
        """The metric that a header or label names; only phrases without needed surroundings count."""
        for hit in reversed(self._book.phrases.find(words)):
            for candidate in self._book.candidates(hit.phrase):
                if not candidate.metric_code:
                    return None
                strong = candidate.context == "" or (
                    candidate.context == "department" and report.document_type in DEPARTMENT_TYPES
                )
                strong = strong or (candidate.context == "program" and report.document_type in PROGRAM_TYPES)
                strong = strong or (candidate.context == "weak" and len(words) - hit.end <= 2)
                if (
                    strong
                    and candidate.metric_code in self._book.metrics
                    and self._book.accepts(candidate.metric_code, token, True)
                ):
                    return candidate
        return None

    @staticmethod
    def _scheme(index: HitIndex, words: str) -> str:
        hits = [hit.row["scheme_code"] for hit in index.scheme_phrases.find(words) if hit.row["scheme_code"]]
        return hits[0] if hits else ""
