"""Observations: a linked number with all its dimensions becomes a landing row."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.find.numbers import Token
from ingest.resolve.context import AROUND, ReportContext
from ingest.resolve.facts import Facts, Record
from ingest.resolve.metrics import Metric, MetricBook

_CANONICAL_LABEL = {
    "person": "人",
    "visit": "人次",
    "percent": "%",
    "month": "个月",
    "minute": "分钟",
    "count": "个",
    "score": "分",
    "yuan": "元",
}


@dataclass(slots=True)  # to be written to by nobody, but each number makes some, and frozen ones take thrice the time
class Dimensions:
    """Dimensions that the words give; None or '' means that they say nothing."""

    region_code: str = ""
    scope: str = "whole"
    fiscal_year: int | None = None
    scheme: str = ""
    program_code: str = ""
    funding_level: str = ""
    breakdown: str = ""


class Observer:
    """Writes observations; fills what the words leave open from the metric's rule and the report."""

    def __init__(self, book: MetricBook) -> None:
        self._book = book

    def observe(
        self,
        facts: Facts,
        report: ReportContext,
        token: Token,
        code: str,
        dims: Dimensions,
        form: str,
        sign: int = 1,
        phrase_scheme: str = "",
    ) -> None:
        """One observation of metric `code` at `token`; claims the token and the upper end of its range."""
        metric = self._book.metrics[code]
        literal = token.literal
        if sign < 0 and not literal.startswith("-"):
            literal = "-" + literal
        elif sign < 0:
            literal = literal[1:]
        high = token.range_high
        start = token.fragment.start if token.fragment is not None else token.start
        end = high.end if high is not None else token.end
        observation_id = facts.observation_id(token)
        row: Record = {
            "observation_id": observation_id,
            "document_id": facts.document.document_id,
            "report_id": report.report_id,
            "region_code": dims.region_code or report.region_code,
            "scope": "whole" if metric.group == "department" else dims.scope,
            "fiscal_year": dims.fiscal_year if dims.fiscal_year is not None else report.fiscal_year,
            "metric_code": code,
            "scheme_code": self._book.scheme(code, phrase_scheme, dims.scheme, report, dims.program_code),
            "program_code": self._program(metric, dims, report),
            "funding_level": self._level(metric, dims, report),
            "breakdown": dims.breakdown,
            "literal": literal,
            "literal_high": high.literal if high is not None else "",
            "unit_label": self._unit(token, metric),
            "qualifier": token.qualifier,
            "source_form": form,
            "stated_text": facts.printed(start, end),
            **facts.place(start, end),
        }
        facts.observations.append(row)
        if metric.group == "funding" and not (dims.funding_level or report.program_level):
            facts.unlevelled.append(row)
        for member in (token, high, token.fragment):
            if member is not None:
                member.observation_ids.append(observation_id)
                if member.disposition in ("", "score", "narrative"):
                    member.disposition = "observation"

    @staticmethod
    def _unit(token: Token, metric: Metric) -> str:
        """The unit as printed; a bare scale takes the metric's own counter."""
        label = token.unit_label
        if token.unit_class or not label:
            return label or _CANONICAL_LABEL[metric.unit_code]
        return label + (
            _CANONICAL_LABEL[metric.unit_code] if label in ("万", "亿", "千", "百", "十万", "百万", "千万") else ""
        )

    @staticmethod
    def _program(metric: Metric, dims: Dimensions, report: ReportContext) -> str:
        if metric.group in ("funding", "score"):
            return dims.program_code or report.program_code
        return "department" if metric.group == "department" else "none"

    @staticmethod
    def _level(metric: Metric, dims: Dimensions, report: ReportContext) -> str:
        if metric.group != "funding":
            return "none"
        level = dims.funding_level or report.program_level or "all"
        # 市级 of a county-level city (县级市) is its own level.
        own = "county" if level == "municipal" and report.is_county_city else level
        return "municipal" if own == AROUND else own


def settle_levels(facts: Facts) -> None:
    """Money whose level nobody names is of the report's only level, where all that is named is one level."""
    named: dict[str, set[str]] = {}
    open_rows = {id(row) for row in facts.unlevelled}
    for row in facts.observations:
        if row["funding_level"] != "none" and id(row) not in open_rows:
            named.setdefault(row["report_id"], set()).add(row["funding_level"])
    for row in facts.unlevelled:
        levels = named.get(row["report_id"], set())
        if len(levels) == 1:
            row["funding_level"] = next(iter(levels))
