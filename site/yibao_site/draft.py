"""Findings as one page that stands alone (`yibao check --format html`): what an office reads before it publishes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.check import Check, Operand, Report
from ingest.check_text import closing
from ingest.check_words import computed, printed
from yibao_site.render import Renderer
from yibao_site.reports import Figure, Finding
from yibao_site.warehouse import HERE, own_words


def to_html(reports: Sequence[Report]) -> str:
    """Reports with the checks that were asked for, worst first within each; styles are in the page."""
    shown = [(report.row, report.counts, [_finding(check) for check in report.checks]) for report in reports]
    style = (HERE / "assets" / "style.css").read_text(encoding="utf-8")
    renderer = Renderer(Path(), own_words(), {})
    return renderer.text("check.html", root="", reports=shown, closing=closing(reports), style=style)


def _finding(check: Check) -> Finding:
    return Finding(check.row, [_figure(operand) for operand in check.operands], computed(check))


def _figure(operand: Operand) -> Figure:
    return Figure(operand.row, printed(operand), "", operand.before, operand.words or "", operand.after)
