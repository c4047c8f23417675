"""Extraction of one document: find everything that stands in it, then say what it means. Pure and deterministic."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter

from ingest.find.numbers import NumberGrammar, Token
from ingest.find.outline import find_reports
from ingest.find.regions import RegionIndex
from ingest.find.tables import Table, find_tables
from ingest.find.view import View, make_view
from ingest.lexicon import Lexicon
from ingest.read import Document
from ingest.read.limits import refuse_numbers
from ingest.resolve.context import ContextResolver, ReportContext
from ingest.resolve.facts import Facts, Record
from ingest.resolve.indicators.prose import IndicatorProseReader
from ingest.resolve.indicators.tables import IndicatorTableReader
from ingest.resolve.indicators.tree import Tree, level_words
from ingest.resolve.indicators.write import IndicatorWriter, add_money_nodes
from ingest.resolve.metrics import MetricBook
from ingest.resolve.observe import Observer, settle_levels
from ingest.resolve.prose.reader import ProseReader
from ingest.resolve.prose.sentences import HitIndex, word_lists
from ingest.resolve.relations.reader import RelationReader
from ingest.resolve.rows import landing_rows
from ingest.resolve.tables.budgets import BudgetReader
from ingest.resolve.tables.grid import is_caption_table, last_unit, plain
from ingest.resolve.tables.plain import TableReader
from ingest.resolve.tables.statements import StatementReader

_LONG_CELL = 24
_TARGET_HEAD = re.compile(r"预期目标|年度目标|绩效目标|年初目标|总体目标$")
_ACTUAL_HEAD = re.compile(r"实际完成|完成情况")
_HEAD = re.compile(f"{_TARGET_HEAD.pattern}|{_ACTUAL_HEAD.pattern}")


_start = attrgetter("start")


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
        self._regions = RegionIndex(self.lexicon)
        self._context = ContextResolver(self.lexicon, self._regions)
        self._book = MetricBook(self.lexicon)
        self._lists = word_lists(self.lexicon)
        self._statements = StatementReader(self.lexicon)
        self._money = BudgetReader(self.lexicon)
        self._level_words = level_words(self.lexicon)
        self._indicator_tables = IndicatorTableReader(self.lexicon)
        self._indicator_prose = IndicatorProseReader(self.lexicon)
        self._observer = Observer(self._book)
        self._prose = ProseReader(self._book, self._observer)
        self._tables = TableReader(self._book, self._observer, self._lists["schemes"], self._lists["levels"])
        self._indicators = IndicatorWriter(self.lexicon, self._book, self._observer, self._lists["schemes"])
        self._relations = RelationReader(self.lexicon)
        self._unit_classes = {row["unit_label"]: row["unit_class"] for row in self.lexicon.units}

    def extract(self, document: Document) -> Extraction:
        """All landing rows of a document; raises Unreadable for one that no report can be."""
        view = make_view(document.text, document.heading_starts)
        tokens = self._grammar.scan(view)
        refuse_numbers(len(tokens))
        view = self._without_furniture(document, view, tokens)
        context = self._context.resolve(document.document_id, view.prose, find_reports(view.folded))
        facts = Facts(document, view, tokens, context.reports, unit_classes=self._unit_classes)
        index = HitIndex(view, self._book, self._lists, self._regions)
        tables = find_tables(view.folded, document.grids)
        trees = {report.report_id: Tree(self._level_words) for report in context.reports}
        plain_rows = self._read_tables(facts, tables, trees)
        spans = [(table.start, table.end) for table in tables]
        for report in context.reports:
            self._indicator_prose.read(facts, trees[report.report_id], report.span.start, report.span.end, spans)
        for table, skip, caption in plain_rows:
            report = facts.report_at(table.start)
            self._tables.read(facts, report, table, skip, caption)
            self._read_long_cells(facts, index, report, trees[report.report_id], table, skip)
        for report in context.reports:
            tree = trees[report.report_id]
            tree.claim_numbers()
            for start, end in tree.asides:
                self._prose.read_span(facts, index, report, tree, start, end)
            self._prose.read_report(facts, index, report, tree, spans)
            self._indicators.write(facts, report, tree)
        settle_levels(facts)
        self._dispose(facts)
        self._relations.read(facts, trees, tables, plain_rows)
        return Extraction(landing_rows(facts, context))

    @staticmethod
    def _without_furniture(document: Document, view: View, tokens: list[Token]) -> View:
        """Numbers of page furniture keep a row; beyond that the furniture is blank."""
        spans = [(piece.start, piece.end) for piece in document.pieces if piece.kind == "furniture"]
        for start, end in spans:
            for token in tokens[bisect_left(tokens, start, key=_start) : bisect_left(tokens, end, key=_start)]:
                token.disposition = "ordinal" if token.kind == "quantity" else token.kind
        return view.without(spans)

    def _read_tables(
        self, facts: Facts, tables: list[Table], trees: dict[str, Tree]
    ) -> list[tuple[Table, set[int], str]]:
        """Statements, budget blocks and indicator blocks; returns what is left of each table."""
        self._statements.start_document()
        rest: list[tuple[Table, set[int], str]] = []
        previous = 0
        for table in tables:
            before = facts.view.folded[previous : table.start]
            if is_caption_table(table):
                continue  # what it says stays before the table below
            previous = table.end
            if self._statements.read(facts, table, before):
                continue
            report = facts.report_at(table.start)
            tree = trees[report.report_id]
            first = len(facts.cells)
            used = self._money.read(facts, table, last_unit(before[-600:]))
            add_money_nodes(facts, facts.cells[first:], tree)
            used |= self._indicator_tables.read(facts, table, used, tree)
            rest.append((table, used, before[-200:]))
        return rest

    def _read_long_cells(
        self, facts: Facts, index: HitIndex, report: ReportContext, tree: Tree, table: Table, skip: set[int]
    ) -> None:
        """A cell that holds sentences is prose, unless it stands under 预期目标."""
        if table.longest < _LONG_CELL:
            return  # most tables hold none
        heads: dict[int, str] = {}
        for position, row in enumerate(table.rows):
            for column, cell in enumerate(row):
                words = plain(cell.words)
                if len(words) <= 12 and _HEAD.search(words):
                    heads[column] = words
                if position in skip or len(cell.words) < _LONG_CELL:
                    continue
                head = heads.get(column, "")
                if _TARGET_HEAD.search(head) and not _ACTUAL_HEAD.search(head):
                    continue
                label = next((c.words for c in row if c.words and c is not cell and len(c.words) <= 12), "")
                if "问题" in label or "建议" in label:
                    continue
                self._prose.read_span(facts, index, report, tree, cell.start, cell.end)

    @staticmethod
    def _dispose(facts: Facts) -> None:
        """Every number that is not yet spoken for: its kind says what it is."""
        for token in facts.tokens:
            if token.fragment is not None:
                token.fragment.disposition = token.fragment.disposition or token.disposition
            if token.observation_ids:
                token.disposition = "observation"
            elif not token.disposition:
                has_unit = bool(token.unit_class or token.unit_label)
                token.disposition = ("narrative" if has_unit else "other") if token.kind == "quantity" else token.kind
