"""Statements FA01 to FA09 of a department's final accounts: found by title, form number or header, cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.find.phrases import Phrases
from ingest.find.tables import Cell, Row, Table
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.tables.cells import add_cell, claim_ordinals
from ingest.resolve.tables.grid import (
    LABEL_HEADER,
    Header,
    is_caption,
    is_column_numbers,
    is_numeric,
    last_unit,
    read_header,
    unit_in,
)
from ingest.resolve.tables.measures import Measures

_FORM_NUMBER = re.compile(r"公开\s*0?(\d)\s*表|(?<!\d)0(\d)\s*表")
_BLANK = re.compile(r"\s+")
_CODE = re.compile(r"^\d{3}(?:\d{2}){0,2}$")
_CHINESE = re.compile(r"[一-鿿]")
_NAME = re.compile(r"[一-鿿]|^\d{3}(?:\d{2}){0,2}$")
_AMOUNT = re.compile(r"^-?\d[\d,]*\.\d+$|^-?\d{1,3}(?:,\d{3})+$|^-?0$")
_CODE_PART = re.compile(r"^\d{2,3}$")
_INDEX_HEADER = re.compile(r"^(?:行次|序号|栏次)$")
_TWO_SIDED = {"FA01": ("income", "expense"), "FA04": ("income", "expense")}
_SIGNATURES = (  # header words that no other statement has together
    ("FA04", ("财政拨款", "政府性基金", "国有资本", "收入", "支出", "总计")),
    ("FA08", ("年初结转", "本年收入", "本年支出", "年末结转")),
    ("FA02", ("本年收入合计", "上级补助收入", "附属单位")),
    ("FA03", ("本年支出合计", "上缴上级", "附属单位")),
    ("FA06", ("人员经费", "公用经费", "经济分类")),
    ("FA07", ("因公出国", "公务接待", "公务用车")),
    ("FA01", ("收入", "支出", "本年收入合计", "本年支出合计", "结余分配")),
)
_NOTE_LENGTH = 30


@dataclass(frozen=True)
class _Block:
    """Label columns and the measure columns to their right."""

    labels: list[int]
    measures: list[tuple[int, str]]
    section: str


@dataclass(frozen=True)
class _Last:
    """The statement above: a table after a page break goes on with it."""

    code: str
    width: int
    rows: int
    unit: str
    header: Header


class StatementReader:
    """Reads statement tables into cells."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._titles = Phrases.from_rows(lexicon.rows("statements"))
        self._measures = Measures(lexicon)
        self._last: _Last | None = None

    def start_document(self) -> None:
        """Forget the statement above: another document begins."""
        self._last = None

    def read(self, facts: Facts, table: Table, before: str) -> bool:
        """Read one table; True where it is a statement. `before` is the text since the table above."""
        captions = " ".join(cell.words for row in table.rows[:4] for cell in row)
        table = Table(table.start, table.end, [row for row in table.rows if not is_caption(row)] or table.rows)
        header = read_header(table)
        code = self._code(table, header, before, captions)
        if not code:
            self._last = None
            return False
        unit = last_unit(before) or unit_in(captions)
        row_no = 0
        if self._last is not None and self._last.code == code and not unit:
            unit, row_no = self._last.unit, self._last.rows if self._last.width == table.width else 0
            header = header if header.body else Header(self._last.header.paths, 0)
        report = facts.report_at(table.start)
        for row in table.rows[: header.body]:
            if is_column_numbers(row):
                claim_ordinals(facts, row)
        rows = table.rows[header.body :]
        if code == "FA07" and self._is_wide(header):
            self._read_wide(facts, report.report_id, header, rows, unit)
        else:
            row_no = self._read_blocks(facts, report.report_id, code, header, rows, unit, row_no)
        self._last = _Last(code, table.width, row_no, unit, header)
        return True

    def _code(self, table: Table, header: Header, before: str, captions: str) -> str:
        if not any(is_numeric(cell) for row in table.rows for cell in row):
            return ""
        code = ""
        for line in (*before.split("\n"), captions):
            if "。" in line:
                continue
            words = _BLANK.sub("", line)
            if 4 <= len(words) <= 60:
                hits = self._titles.find(words)
                form = _FORM_NUMBER.search(words)
                if hits and not re.search(r"\.{3,}|…", words):
                    code = max(hits, key=lambda hit: hit.end - hit.start).row["statement_code"]
                    if not code:  # a form of another system of accounts, such as a fund's
                        return ""
                elif form and not code:
                    code = "FA0" + (form[1] or form[2])
        words = "".join(cell.words for row in table.rows[: header.body] for cell in row)
        everything = words + "".join(row[0].words for row in table.rows)
        if code:
            return code if self._measures.fit(code, header, everything) else ""
        goes_on = self._last is not None and not before.strip(" \n-—续表()0123456789")
        if goes_on and self._last is not None and abs(self._last.width - table.width) <= 1:
            return self._last.code
        for candidate, signature in _SIGNATURES:
            if all(word in everything for word in signature) and self._measures.fit(candidate, header, everything):
                return candidate
        return ""

    def _blocks(self, code: str, header: Header, rows: list[Row]) -> list[_Block]:
        sections = _TWO_SIDED.get(code, ("none",))
        measure_of = self._measures.of
        kinds: list[str] = []
        for column, path in enumerate(header.paths):
            words = header.deepest(column)
            filled = [row[column].words for row in rows if column < len(row) and row[column].words]
            if _INDEX_HEADER.match(words):
                kinds.append("index")
            elif any(measure_of(code, s, [words]) for s in sections) and not _are_most(filled, _CHINESE):
                kinds.append("measure")
            elif _are_most(filled, _NAME) or (LABEL_HEADER.search(words) and not _are_most(filled, _AMOUNT)):
                kinds.append("label")
            elif any(measure_of(code, s, path) for s in sections):
                kinds.append("measure")
            else:
                kinds.append("other" if _are_most(filled, _AMOUNT) else "label")
        blocks: list[_Block] = []
        labels: list[int] = []
        measures: list[tuple[int, list[str]]] = []
        for column, kind in enumerate([*kinds, "label"]):
            if kind == "label" and measures:
                section = sections[min(len(blocks), len(sections) - 1)]
                named = [(c, measure_of(code, section, path)) for c, path in measures]
                blocks.append(_Block(labels, [(c, m) for c, m in named if m], section))
                labels, measures = [], []
            if column < len(kinds) and kind == "label":
                labels = [*labels, column]
            elif kind == "measure":
                measures = [*measures, (column, header.paths[column])]
        return blocks

    def _read_blocks(
        self, facts: Facts, report_id: str, code: str, header: Header, rows: list[Row], unit: str, row_no: int
    ) -> int:
        repeated = [self._repeats_header(header, row) for row in rows]
        blocks = self._blocks(code, header, [row for row, again in zip(rows, repeated, strict=True) if not again])
        indexes = [c for c in range(len(header.paths)) if _INDEX_HEADER.match(header.deepest(c))]
        for row, again in zip(rows, repeated, strict=True):
            claim_ordinals(facts, [row[c] for c in indexes if c < len(row) and row[c].words.isdigit()])
            if is_column_numbers(row) or not any(cell.text for cell in row):
                claim_ordinals(facts, row)
                continue
            if again:
                continue
            row_no += 1
            if len(row) < len(header.paths) - 2 and _alternates(row) and blocks and blocks[0].measures:
                # A totals row whose cells are merged: names and amounts in turn.
                for label, cell in zip(row[::2], row[1::2], strict=False):
                    name = self._label(facts, [label])[1]
                    add_cell(
                        facts,
                        report_id,
                        code,
                        blocks[0].section,
                        row_no,
                        "",
                        name,
                        blocks[0].measures[0][1],
                        cell,
                        unit,
                    )
                continue
            pending: tuple[str, str] | None = None
            for block in blocks:
                line_code, name = self._label(facts, [row[c] for c in block.labels if c < len(row)])
                values = [(row[c], m) for c, m in block.measures if c < len(row) and is_numeric(row[c])]
                if not values:
                    pending = (line_code, name) if name else pending
                    continue
                if not name and not line_code and pending is not None:
                    line_code, name = pending
                pending = None
                for cell, measure in values:
                    add_cell(facts, report_id, code, block.section, row_no, line_code, name, measure, cell, unit)
        return row_no

    @staticmethod
    def _repeats_header(header: Header, row: Row) -> bool:
        words = [cell.words for cell in row if cell.words]
        return len(words) >= 2 and header.words.issuperset(words)

    @staticmethod
    def _label(facts: Facts, cells: list[Cell]) -> tuple[str, str]:
        """Account code and line name of a row; a code may be split over three columns (类 款 项)."""
        code = ""
        names: list[str] = []
        for cell in cells:
            words = cell.words
            if _CODE.match(words) and not code:
                code = words
            elif _CODE_PART.match(words) and code and len(code) < 7:
                code += words
            elif words and not words.isdigit():
                names.append(facts.label(cell.start, cell.end))
                for token in facts.tokens_in(cell.start, cell.end):
                    facts.claim(token, "ordinal" if token.kind == "quantity" and not token.unit_label else "")
            if words.isdigit():
                for token in facts.tokens_in(cell.start, cell.end):
                    facts.claim(token, "ordinal")
        names = [name for name in names if name]
        name = names[-1] if names else ""
        return code, "" if len(name) > _NOTE_LENGTH and re.search(r"[，。“]", name) else name

    @staticmethod
    def _is_wide(header: Header) -> bool:
        return any("出国" in words for path in header.paths for words in path)

    def _read_wide(self, facts: Facts, report_id: str, header: Header, rows: list[Row], unit: str) -> None:
        """FA07 with the items as columns, under 预算数 and 决算数."""
        measure_of = self._measures.of
        row_no = 0
        for row in rows:
            if is_column_numbers(row) or not any(is_numeric(cell) for cell in row):
                continue
            row_no += 1
            for column, cell in enumerate(row):
                if not is_numeric(cell) or column >= len(header.paths):
                    continue
                path = header.paths[column]
                measure = measure_of("FA07", "none", path[:1]) or measure_of("FA07", "none", path) or "amount"
                names = [words for words in path if not measure_of("FA07", "none", [words])]
                if len(names) > 1 and names[-1] in ("小计", "合计"):
                    names = names[:-1]
                add_cell(
                    facts, report_id, "FA07", "none", row_no, "", names[-1] if names else "合计", measure, cell, unit
                )


def _are_most(filled: list[str], pattern: re.Pattern[str]) -> bool:
    """Most filled cells of a column are words (or, without a measure above, account codes), or are amounts."""
    return sum(map(bool, map(pattern.search, filled))) * 2 > len(filled)


def _alternates(row: Row) -> bool:
    return (
        len(row) >= 4
        and all(bool(_CHINESE.search(c.words)) != bool(i % 2) for i, c in enumerate(row))
        and all(is_numeric(cell) for cell in row[1::2])
    )
