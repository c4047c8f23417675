"""Pages of reports: facts, indicator tree, statements and checks, the text they stand in, and a page a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from ingest.check import FINDINGS, Check, Operand
from ingest.check_words import computed, printed
from ingest.sources import Sources
from yibao_site.paths import finding_page, list_page, place, report_page, text_page
from yibao_site.reader import parts, places, text_html
from yibao_site.render import Renderer
from yibao_site.stage import TABLES, Staged
from yibao_site.statements import Sheet, statements
from yibao_site.warehouse import Row, grouped

MOST = 1_000  # rows of a section on one page; a longer report goes on on further pages
_AROUND = 60  # characters shown on each side of a figure
_LINES = re.compile(r"\s*\n\s*|\t+")  # ends of lines and of cells


class Fact(NamedTuple):
    """What a report says of one thing: the statement that counts, and where it says it again."""

    row: Row
    again: list[Row]


class Figure(NamedTuple):
    """An operand of a check as printed, where it stands, and the words around it where the source is at hand."""

    row: Row
    printed: str
    href: str
    before: str
    words: str
    after: str


class Finding(NamedTuple):
    """A check with its figures, and in words what they come to."""

    row: Row
    figures: list[Figure]
    computed: str

    @property
    def is_finding(self) -> bool:
        """Whether its figures do not fit."""
        return self.row["verdict"] in FINDINGS

    @property
    def is_twin(self) -> bool:
        """One figure against the same figure elsewhere, not against what others add up to."""
        return self.row["verdict"] in ("conflict", "restated") or (
            self.row["kind"] == "same" and len(self.figures) == 2
        )


def write_reports(staged: Staged, sources: Sources, renderer: Renderer, first: str, last: str) -> None:
    """Write all pages of the documents from first to last."""
    rows = {table: staged.rows(table, first, last) for table in TABLES}
    by_document = {table: grouped(found, "document_id") for table, found in rows.items()}
    evidence = grouped(rows["evidence"], "check_id")
    for document in rows["documents"]:
        identifier = document["document_id"]
        mine = {name: found[identifier] for name, found in by_document.items()}
        checks = [finding(check, evidence[check["check_id"]], sources) for check in mine["checks"]]
        for report in mine["reports"]:
            _write_report(renderer, document, report, mine, checks)
        for check in checks:
            if check.is_finding:
                report = next(r for r in mine["reports"] if r["report_id"] == check.row["report_id"])
                path = finding_page(check.row["check_id"])
                renderer.page(path, "finding.html", check=check, report=report, document=document)
        anchors = [row["char_start"] for name in ("reports", *_FACTS) for row in mine[name]]
        anchors += [f.row["char_start"] for c in checks for f in c.figures if f.row["stands_in"] == identifier]
        _write_text(renderer, sources, document, mine, {a for a in anchors if a is not None})


_FACTS = ("observations", "indicators", "cells")


def _write_report(
    renderer: Renderer, document: Row, report: Row, mine: dict[str, list[Row]], checks: list[Finding]
) -> None:
    """The page of one report, and further ones where a section is long."""
    identifier = report["report_id"]
    own = {name: [row for row in mine[name] if row["report_id"] == identifier] for name in _FACTS}
    own_checks = [check for check in checks if check.row["report_id"] == identifier]
    sections: dict[str, list[Any]] = {
        "findings": [check for check in own_checks if check.is_finding],
        "facts": facts(own["observations"]),
        "indicators": own["indicators"],
        "statements": statements(own["cells"], MOST),
        "checks": [check for check in own_checks if not check.is_finding],
    }
    last = max(_pages(rows) for rows in sections.values())
    stem = report_page(identifier).removesuffix(".html")
    for page in range(1, last + 1):
        renderer.page(
            list_page(stem, page), "report.html",
            report=report, document=document, page=page, pages=last, stem=stem,
            counts={name: len(rows) for name, rows in sections.items()},
            **{name: _on_page(rows, page) for name, rows in sections.items()},
        )  # fmt: skip


def _pages(rows: list[Any]) -> int:
    """Pages that a section fills; sheets of statements know theirs."""
    return max((row.part + 1 for row in rows if isinstance(row, Sheet)), default=max(1, -(-len(rows) // MOST)))


def _on_page(rows: list[Any], page: int) -> list[Any]:
    if rows and isinstance(rows[0], Sheet):
        return [sheet for sheet in rows if sheet.part == page - 1]
    return rows[(page - 1) * MOST : page * MOST]


def facts(observations: Iterable[Row]) -> list[Fact]:
    """Observations in their order, those of one data point together."""
    found = []
    for _, rows in groupby(observations, key=lambda row: row["data_point_id"]):
        first, *again = rows
        found.append(Fact(first, again))
    return found


def finding(row: Row, evidence: list[Row], sources: Sources) -> Finding:
    """A check, its figures with their words, what they come to and how far they are apart."""
    check = Check(row, [Operand(operand) for operand in evidence])
    figures = [_figure(operand, sources) for operand in check.operands]
    return Finding(row, figures, computed(check))


def _figure(operand: Operand, sources: Sources) -> Figure:
    row = operand.row
    start, end = row["char_start"], row["char_end"]
    text = sources.text(row["sha256"], row["file_name"]) if start is not None else None
    if text is None or end is None:
        around = ("", "", "")
    else:
        before, words, after = text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
        around = (_flat(before), _flat(words), _flat(after))
    return Figure(row, printed(operand), place(row["stands_in"], start), *around)


def _flat(words: str) -> str:
    """Lines and cells of a table in one line."""
    return _LINES.sub(" ｜ ", words)


def _write_text(
    renderer: Renderer, sources: Sources, document: Row, mine: dict[str, list[Row]], anchors: set[int]
) -> None:
    """The text of a document; where its file is not at hand, the list of its numbers with their places."""
    text = sources.text(document["sha256"], document["file_name"])
    numbers = mine["numbers"]
    count = parts(len(text) if text is not None else document["chars"] or 0)
    for part in range(count):
        html = text_html(text, part, numbers, anchors) if text is not None else None
        renderer.page(
            text_page(document["document_id"], part), "text.html",
            document=document, reports=mine["reports"], part=part, parts=count, text=html,
            places=places(part, numbers, anchors) if text is None else [],
        )  # fmt: skip
