"""The finished tree: landing rows, and the observations that its actual values and its total are."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.find.numbers import Token
from ingest.find.phrases import Hit, Phrases
from ingest.find.scores import FULL_TOTAL
from ingest.find.view import fold
from ingest.lexicon import Lexicon
from ingest.resolve.context import ReportContext
from ingest.resolve.facts import Facts, Record
from ingest.resolve.indicators.nodes import Node
from ingest.resolve.indicators.tree import Tree
from ingest.resolve.metrics import Candidate, MetricBook
from ingest.resolve.observe import Dimensions, Observer
from ingest.resolve.prose.labels import asked
from ingest.resolve.tables.grid import plain

_USABLE = ("", "part", "department", "weak")  # surroundings that an indicator's name has of itself
_UNNAMED = ("（无名称）", "总分")  # where a form prints no name: a node, its total
_DEPARTMENT_TOTAL = "部门整体支出"
_OWN_LEVEL = re.compile(r"[市县区州]本级")
_BASE = re.compile(
    r"(?:占|覆盖|付费(?:方式)?(?:改革)?的?(?!实际|占|覆盖))([^，。率]{2,20}?)(?:的)?(?:比例|比重|比率|覆盖[率面]|占比)$"
)


class IndicatorWriter:
    """Writes a report's tree once everything is read."""

    def __init__(self, lexicon: Lexicon, book: MetricBook, observer: Observer, schemes: Phrases) -> None:
        self._book = book
        self._observer = observer
        self._schemes = schemes
        self._programs = {row["program_code"]: row["name_zh"] for row in lexicon.codes("programs")}

    def write(self, facts: Facts, report: ReportContext, tree: Tree) -> None:
        """Rows of the tree, total first, parents before children; each node claims its numbers."""
        if report.document_type == "cover_letter":
            tree.total = None  # a letter tells the score of what it sends
        if tree.total is not None:
            tree.total.full = tree.total.full or _full_total(facts, report)
            tree.total.name = self._total_name(report) or tree.total.name
            if tree.total.own is not None and not tree.total.own.observation_ids:
                self._observer.observe(facts, report, tree.total.own, "self_evaluation_score", Dimensions(), "score")
        nodes = ([tree.total] if tree.total is not None and not _is_beside(tree) else []) + tree.nodes
        ids = {id(node): f"{report.report_id}-i{position:03d}" for position, node in enumerate(nodes)}
        for node in nodes:
            parent = node.parent or (nodes[0] if nodes[0].level == 0 and node is not nodes[0] else None)
            _claim(facts, node, ids[id(node)])
            facts.indicators.append(_row(facts, report, node, ids[id(node)], ids[id(parent)] if parent else ""))
            if node.actual is not None and not node.actual.observation_ids:
                self._observe_actual(facts, report, node, node.actual)
        _release(facts, report)

    def _total_name(self, report: ReportContext) -> str:
        """The total is named after the report's program."""
        if report.document_type == "department_evaluation":
            return _DEPARTMENT_TOTAL
        return "" if report.program_code == "none" else self._programs.get(report.program_code, "")

    def _observe_actual(self, facts: Facts, report: ReportContext, node: Node, token: Token) -> None:
        """The actual value of an indicator whose name is a metric's name is an observation."""
        name = plain(fold(node.name))
        unit = token if token.unit_class or not node.unit_label else replace(token, unit_label=node.unit_label)
        unit = replace(unit, unit_class=unit.unit_class or facts.unit_class(unit.unit_label))
        hit, candidate = self._name(name, unit)
        if hit is None or candidate is None:
            return
        base = _BASE.search(name) if candidate.metric_code == "drg_dip_coverage_rate" else None
        dims = Dimensions(
            scheme=next((h.row["scheme_code"] for h in self._schemes.find(name) if h.row["scheme_code"]), ""),
            scope="own_level" if _OWN_LEVEL.search(name) else "whole",
            breakdown=base[1] if base else _part(name, hit, candidate),
        )
        token.unit_label, token.unit_class = unit.unit_label, unit.unit_class
        self._observer.observe(
            facts, report, token, candidate.metric_code, dims, "indicator", phrase_scheme=candidate.scheme_code
        )

    def _name(self, name: str, token: Token) -> tuple[Hit | None, Candidate | None]:
        """The phrase and the metric that the indicator's name ends with; one that is ignored hides the rest."""
        for hit in reversed(self._book.phrases.find(name)):
            for candidate in self._book.candidates(hit.phrase):
                if not candidate.metric_code:
                    return None, None
                usable = candidate.metric_code in self._book.metrics and candidate.context in _USABLE
                if usable and self._book.accepts(candidate.metric_code, token, True):
                    return hit, candidate
        return None, None


def _part(name: str, hit: Hit, candidate: Candidate) -> str:
    """Whose satisfaction the name is of, where it is not that of the insured."""
    is_apart = candidate.metric_code == "satisfaction_rate" and candidate.context == "part"
    return asked(name[hit.start : hit.end]) if is_apart else ""


def _is_beside(tree: Tree) -> bool:
    """A total told in a sentence is none of a tree whose table scores nothing."""
    return (
        bool(tree.nodes)
        and tree.total is not None
        and not tree.total.style
        and not any(node.full or node.own for node in tree.nodes)
    )


def _full_total(facts: Facts, report: ReportContext) -> Token | None:
    """满分100分, said elsewhere in the report than beside the total's own score."""
    match = FULL_TOTAL.search(facts.view.prose, report.span.start, report.span.end)
    token = next(iter(facts.tokens_in(*match.span("full"))), None) if match else None
    return token if token is not None and token.kind == "quantity" and not token.disposition else None


def _claim(facts: Facts, node: Node, indicator_id: str) -> None:
    for token in (node.full, node.own, node.target, node.actual, *node.again):
        for member in (token, token.range_high if token is not None else None):
            if member is not None:
                member.indicator_id = member.indicator_id or indicator_id
                facts.claim(member, "score")


def _release(facts: Facts, report: ReportContext) -> None:
    """A score of a tree that was given up, or of an indicator that has no node, is a quantity of no metric."""
    for token in facts.tokens_in(report.span.start, report.span.end):
        if token.disposition == "score" and not token.indicator_id and not token.observation_ids:
            token.disposition = "narrative"


def _row(facts: Facts, report: ReportContext, node: Node, indicator_id: str, parent_id: str) -> Record:
    def literal(token: Token | None) -> str:
        return token.literal if token is not None else ""

    def start(token: Token | None) -> int | None:
        return token.start if token is not None else None

    return {
        "indicator_id": indicator_id,
        "parent_indicator_id": parent_id,
        "document_id": facts.document.document_id,
        "report_id": report.report_id,
        "level": node.level,
        "indicator_name": node.name or _UNNAMED[node.level == 0],
        "full_score": literal(node.full),
        "self_score": literal(node.own),
        "target_text": node.target_text,
        "actual_text": node.actual_text,
        "target_literal": literal(node.target),
        "actual_literal": literal(node.actual),
        "target_qualifier": node.target.qualifier if node.target else "",
        "actual_qualifier": node.actual.qualifier if node.actual else "",
        "unit_label": node.unit_label,
        "actual_unit_label": node.actual.unit_label if node.actual and node.actual.unit_class else node.unit_label,
        "full_score_start": start(node.full),
        "self_score_start": start(node.own),
        "target_start": start(node.target),
        "actual_start": start(node.actual),
        **facts.place(node.start, node.end),
    }


def add_money_nodes(facts: Facts, cells: list[Record], tree: Tree) -> None:
    """年度资金总额 with 分值 and 得分 is a level-1 node under its printed name."""
    scored: dict[int, dict[str, Record]] = {c["row_no"]: {} for c in cells if c["measure_code"] == "full_score"}
    for cell in cells:
        if cell["row_no"] in scored:
            scored[cell["row_no"]][cell["measure_code"]] = cell
    for measures in scored.values():
        first = min(measures.values(), key=lambda cell: cell["char_start"])
        name = first["line_name"]
        at = facts.document.text.rfind(name[:2], 0, first["char_start"]) if name else -1
        start = at if at >= 0 else first["char_start"]
        full, own = (
            next(iter(facts.tokens_in(cell["char_start"], cell["char_end"])), None) if cell else None
            for cell in (measures.get("full_score"), measures.get("score"))
        )
        tree.restart()
        tree.add(Node(1, name, start, start + len(name), full=full, own=own, style="money"))
        tree.restart()
