"""Extraction of one document: find everything that stands in it, then say what it means. Pure and deterministic."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.find.numbers import NumberGrammar, Token
from ingest.find.outline import find_reports
from ingest.find.regions import RegionIndex
from ingest.find.tables import Cell, Table, find_tables
from ingest.find.view import make_view
from ingest.lexicon import Lexicon
from ingest.read import Document
from ingest.resolve.context import ContextResolver, DocumentContext, ReportContext
from ingest.resolve.facts import Facts, Record
from ingest.resolve.indicators.prose import IndicatorProseReader
from ingest.resolve.indicators.tables import IndicatorTableReader
from ingest.resolve.indicators.tree import Node, Tree, write_tree
from ingest.resolve.metrics import MetricBook
from ingest.resolve.observe import Dimensions, Observer
from ingest.resolve.prose.reader import ProseReader
from ingest.resolve.prose.sentences import HitIndex, word_lists
from ingest.resolve.tables.budgets import BudgetReader
from ingest.resolve.tables.grid import last_unit, plain
from ingest.resolve.tables.plain import TableReader
from ingest.resolve.tables.statements import StatementReader

_LONG_CELL = 24
_TARGET_HEAD = re.compile(r"预期目标|年度目标|绩效目标|年初目标|总体目标$")
_ACTUAL_HEAD = re.compile(r"实际完成|完成情况")


@dataclass(frozen=True)
class Extraction:
    """Landing rows of one document, by table name."""

    rows: dict[str, list[Record]]

    def __getitem__(self, table: str) -> list[Record]:
        return self.rows[table]


class Extractor:
    """The engine: compiled once a process, then called for each document."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or Lexicon()
        self._grammar = NumberGrammar(self.lexicon)
        regions = RegionIndex(self.lexicon)
        self._context = ContextResolver(self.lexicon, regions)
        self._book = MetricBook(self.lexicon)
        self._lists = word_lists(self.lexicon)
        self._statements = StatementReader(self.lexicon)
        self._money = BudgetReader(self.lexicon)
        self._indicator_tables = IndicatorTableReader(self.lexicon)
        self._indicator_prose = IndicatorProseReader(self.lexicon)
        self._observer = Observer(self._book)
        self._prose = ProseReader(self._book, self._observer)
        self._tables = TableReader(self._book, self._observer)
        self._programs = {row["program_code"]: row["name_zh"] for row in self.lexicon.codes("programs")}
        self._unit_classes = {row["unit_label"]: row["unit_class"] for row in self.lexicon.units}

    def extract(self, document: Document) -> Extraction:
        """All landing rows of a document."""
        view = make_view(document.text)
        tokens = self._grammar.scan(view)
        context = self._context.resolve(document.document_id, view.prose, find_reports(view.folded))
        facts = Facts(document, view, tokens, context.reports, unit_classes=self._unit_classes)
        index = HitIndex(view.prose, self._book, self._lists)
        tables = find_tables(view.folded)
        trees = {report.report_id: Tree(self.lexicon) for report in context.reports}
        plain_rows = self._read_tables(facts, tables, trees)
        spans = [(table.start, table.end) for table in tables]
        for report in context.reports:
            self._indicator_prose.read(facts, trees[report.report_id], report.span.start, report.span.end, spans)
        for table, skip, caption in plain_rows:
            report = facts.report_at(table.start)
            self._tables.read(facts, index, report, table, skip, caption)
            self._read_long_cells(facts, index, report, trees[report.report_id], table, skip)
        for report in context.reports:
            tree = trees[report.report_id]
            self._mark_scores(tree)
            self._prose.read_report(facts, index, report, tree, spans)
            self._write_indicators(facts, report, tree)
        self._dispose(facts)
        return Extraction(self._landing(facts, context))

    def _read_tables(
        self, facts: Facts, tables: list[Table], trees: dict[str, Tree]
    ) -> list[tuple[Table, set[int], str]]:
        """Statements, budget blocks and indicator blocks; returns what is left of each table."""
        self._statements.start_document()
        rest: list[tuple[Table, set[int], str]] = []
        previous = 0
        for table in tables:
            before = facts.view.folded[previous : table.start]
            previous = table.end
            if self._statements.read(facts, table, before):
                continue
            report = facts.report_at(table.start)
            tree = trees[report.report_id]
            first = len(facts.cells)
            used = self._money.read(facts, table, last_unit(before[-600:]))
            self._money_nodes(facts, facts.cells[first:], tree)
            used |= self._indicator_tables.read(facts, table, used, tree)
            rest.append((table, used, before[-200:]))
        return rest

    @staticmethod
    def _money_nodes(facts: Facts, cells: list[Record], tree: Tree) -> None:
        """年度资金总额 with 分值 and 得分 is a level-1 node under its printed name."""
        scored = {c["row_no"]: {} for c in cells if c["measure_code"] == "full_score"}  # type: dict[int, dict[str, Any]]
        for cell in cells:
            if cell["row_no"] in scored:
                scored[cell["row_no"]][cell["measure_code"]] = cell
        for measures in scored.values():
            first = min(measures.values(), key=lambda c: c["char_start"])
            name = first["line_name"]
            at = facts.document.text.rfind(name[:2], 0, first["char_start"]) if name else -1
            start = at if at >= 0 else first["char_start"]
            full, own = (
                next(iter(facts.tokens_in(c["char_start"], c["char_end"])), None) if c else None
                for c in (measures.get("full_score"), measures.get("score"))
            )
            tree.restart()
            tree.add(Node(1, name, start, start + len(name), full=full, own=own, style="money"))
            tree.restart()

    def _read_long_cells(
        self, facts: Facts, index: HitIndex, report: ReportContext, tree: Tree, table: Table, skip: set[int]
    ) -> None:
        """A cell that holds sentences is prose, unless it stands under 预期目标."""
        heads: dict[int, str] = {}
        for position, row in enumerate(table.rows):
            for column, cell in enumerate(row):
                words = plain(cell.words)
                if len(words) <= 12 and (_TARGET_HEAD.search(words) or _ACTUAL_HEAD.search(words)):
                    heads[column] = words
                if position in skip or len(cell.words) < _LONG_CELL:
                    continue
                head = heads.get(column, "")
                if _TARGET_HEAD.search(head) and not _ACTUAL_HEAD.search(head):
                    continue
                label = next((c.words for c in row if c.words and c is not cell and len(c.words) <= 12), "")
                if "问题" in label or "建议" in label:
                    continue
                self._read_cell(facts, index, report, tree, cell)

    def _read_cell(self, facts: Facts, index: HitIndex, report: ReportContext, tree: Tree, cell: Cell) -> None:
        self._prose.read_span(facts, index, report, tree, cell.start, cell.end, [])

    @staticmethod
    def _mark_scores(tree: Tree) -> None:
        """Numbers of the tree are spoken for before the prose is read; the total may be an observation too."""
        for node in tree.nodes:
            for token in (node.full, node.own, node.target, node.actual):
                if token is not None and not token.disposition:
                    token.disposition = "score"

    def _write_indicators(self, facts: Facts, report: ReportContext, tree: Tree) -> None:
        name = (
            "部门整体支出"
            if report.document_type == "department_evaluation"
            else self._programs.get(report.program_code, "")
        )
        total = tree.total.own if tree.total is not None else None
        if total is not None and not total.observation_ids:
            self._observer.observe(facts, report, total, "self_evaluation_score", Dimensions(), "score")
        for row, node in write_tree(facts, report, tree, name if report.program_code != "none" else ""):
            if node.actual is not None and not node.actual.observation_ids:
                self._observe_actual(facts, report, node, row)

    def _observe_actual(self, facts: Facts, report: ReportContext, node: Node, row: Record) -> None:
        """The actual value of an indicator whose name is a metric's name."""
        token = node.actual
        if token is None:
            return
        label = str(row["unit_label"])
        borrowed = Token(
            token.start,
            token.end,
            token.digits_end,
            token.literal,
            "quantity",
            token.unit_label,
            token.unit_class,
            token.qualifier,
        )
        if not token.unit_class and label:
            borrowed.unit_label, borrowed.unit_class = label, facts.unit_class(label)
        hits = self._book.phrases.find(plain(node.name.translate(str.maketrans("（）", "()"))))
        name = plain(node.name.translate(str.maketrans("（）", "()")))
        for hit in reversed(hits):
            for candidate in self._book.candidates(hit.phrase):
                if not candidate.metric_code:
                    return
                if candidate.metric_code not in self._book.metrics or candidate.context not in (
                    "",
                    "department",
                    "weak",
                ):
                    continue
                if not self._book.accepts(candidate.metric_code, borrowed, True):
                    continue
                scheme = next(
                    (h.row["scheme_code"] for h in self._lists["schemes"].find(name) if h.row["scheme_code"]), ""
                )
                token.unit_label, token.unit_class = borrowed.unit_label, borrowed.unit_class
                dims = Dimensions(
                    scheme=scheme,
                    scope="own_level" if re.search(r"[市县区州]本级", name) else "whole",
                    breakdown=self._drg_base(name) if candidate.metric_code == "drg_dip_coverage_rate" else "",
                )
                self._observer.observe(
                    facts, report, token, candidate.metric_code, dims, "indicator", 1, candidate.scheme_code
                )
                return

    @staticmethod
    def _drg_base(name: str) -> str:
        base = re.search(r"(?:占|覆盖)([^，。率]{2,20}?)(?:的)?(?:比例|比重|比率)$", name)
        return base[1] if base else ""

    @staticmethod
    def _dispose(facts: Facts) -> None:
        """Every number that is not yet spoken for: its kind says what it is."""
        for token in facts.tokens:
            if token.observation_ids:
                token.disposition = "observation"
            elif not token.disposition:
                has_unit = bool(token.unit_class or token.unit_label)
                token.disposition = ("narrative" if has_unit else "other") if token.kind == "quantity" else token.kind

    def _landing(self, facts: Facts, context: DocumentContext) -> dict[str, list[Record]]:
        document = facts.document
        documents = [
            {
                "document_id": document.document_id,
                "file_name": document.file_name,
                "sha256": document.sha256,
                "encoding": document.encoding,
                "issuer": context.issuer,
                "region_code": context.region_code,
                "fiscal_year": context.fiscal_year,
                "document_type": context.document_type,
                "title": context.title,
                "chars": len(document.text),
                "lines": len(document.line_starts),
                "pages": len(document.page_starts) or None,
            }
        ]
        reports = [
            {
                "report_id": report.report_id,
                "document_id": document.document_id,
                "ordinal": report.ordinal,
                "title": report.span.title + report.span.subtitle,
                "document_type": report.document_type,
                "program_code": report.program_code,
                "region_code": report.region_code,
                "fiscal_year": report.fiscal_year,
                "line_start": document.line_no(report.span.start),
                "line_end": document.line_no(max(report.span.end - 1, report.span.start)),
                "char_start": report.span.start,
                "char_end": report.span.end,
            }
            for report in context.reports
        ]
        numbers = [
            {
                "document_id": document.document_id,
                "report_id": facts.report_at(token.start).report_id,
                **facts.place(token.start, token.end),
                "text": facts.printed(token.start, token.end),
                "literal": token.literal,
                "unit_label": token.unit_label,
                "qualifier": token.qualifier,
                "disposition": token.disposition,
                "observation_id": token.observation_ids[0] if token.observation_ids else "",
                "indicator_id": token.indicator_id,
                "cell_id": token.cell_id,
            }
            for token in facts.tokens
        ]
        return {
            "documents": documents,
            "reports": reports,
            "numbers": numbers,
            "observations": facts.observations,
            "indicator_scores": facts.indicators,
            "statement_cells": facts.cells,
        }
