"""Metrics as the linker sees them: unit class, group, scheme default, and the phrases that name them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ingest.find.numbers import Token
from ingest.find.phrases import Phrases
from ingest.lexicon import Lexicon
from ingest.lexicon.schema import CLASS_OF_UNIT
from ingest.resolve.context import ReportContext

# Codes that a phrase may name besides metrics: they become metrics only in their surroundings.
PSEUDO = {
    "item_expense": "money",  # the expense of the item that the line is about
    "department_totals": "money",  # 收、支总计: income and expense total in one number
    "funding_carried_over_next": "money",  # 结转下年: next year's carried-over money
    "funding_carried_over_from": "money",  # 2023年度结转: carried over out of the year that is named
    "fund_deficit": "money",  # 收不抵支: a balance below zero
}
PROGRAM_TYPES = frozenset({"transfer_payment_evaluation", "project_evaluation", "cover_letter", "other"})
DEPARTMENT_TYPES = frozenset({"final_accounts", "department_evaluation"})
CHANGE_OF = {
    "insured_persons": "insured_persons_change",
    "subsidy_standard_per_capita": "subsidy_standard_change_per_capita",
    "contribution_standard_per_capita": "contribution_standard_change_per_capita",
}
_SCALE_ONLY = ("", "万", "亿", "千", "百", "十万", "百万", "千万")


@dataclass(frozen=True)
class Metric:
    """A metric's attributes: unit class of its numbers, group, how its scheme is found where none is named."""

    code: str
    unit_code: str
    unit_class: str
    group: str
    scheme_rule: str
    scheme_fallback: str
    unit_labels: frozenset[str]


_NO_METRIC = Metric("", "", "", "", "", "", frozenset())


@dataclass(frozen=True)
class Candidate:
    """One reading of a phrase: the metric, a scheme that the phrase itself fixes, the surroundings it needs."""

    metric_code: str
    scheme_code: str
    context: str


class MetricBook:
    """All metrics and their phrases."""

    def __init__(self, lexicon: Lexicon) -> None:
        defaults = {row["scheme_default"]: row for row in lexicon.rows("scheme_defaults")}
        labels = {row["metric_code"]: frozenset(row["unit_labels"].split()) for row in lexicon.rows("metric_units")}
        self.metrics: dict[str, Metric] = {}
        for row in lexicon.codes("metrics"):
            default = defaults[row["scheme_default"]]
            code = row["metric_code"]
            unit = row["unit_code"]
            self.metrics[code] = Metric(
                code,
                unit,
                CLASS_OF_UNIT[unit],
                row["group"],
                default["rule"],
                default["fallback"],
                labels.get(code, frozenset()),
            )
        self._program_schemes = {row["program_code"]: row["scheme_code"] for row in lexicon.rows("programs")}
        self._candidates: dict[str, list[Candidate]] = defaultdict(list)
        for row in lexicon.rows("metrics"):
            self._candidates[row["phrase"]].append(Candidate(row["metric_code"], row["scheme_code"], row["context"]))
        self._shorter: dict[str, list[str]] = {}
        self._fitting: dict[tuple[str, str, str, bool, bool], list[tuple[str, list[Candidate]]]] = {}
        self.accounts = frozenset(
            name.removesuffix("支出")
            for row in lexicon.codes("functional_accounts")
            for name in (row["name_zh"], *row["former_names"].split("|"))
            if name
        )
        self.phrases = Phrases.from_rows([{"phrase": phrase} for phrase in self._candidates])
        self._named = {
            phrase: [candidate for candidate in candidates if candidate.metric_code]
            for phrase, candidates in self._candidates.items()
        }
        self._unit_classes = {code: metric.unit_class for code, metric in self.metrics.items()} | PSEUDO

    def shorter(self, phrase: str) -> list[str]:
        """The phrase and, unless it names no metric, those that it ends with (全年支出, 支出), longest first."""
        if phrase not in self._shorter:
            names = "…" not in phrase and bool(self._named[phrase])
            ends = (phrase[at:] for at in range(1, len(phrase) - 1)) if names else ()
            self._shorter[phrase] = [phrase, *(end for end in ends if end in self._candidates)]
        return self._shorter[phrase]

    def fitting(self, phrase: str, token: Token, adjacent: bool) -> list[tuple[str, list[Candidate]]]:
        """Of `shorter`, the phrases with readings that the number may be a value of, and these readings."""
        # All that `accepts` looks at.
        key = (phrase, token.unit_class, token.unit_label, "." in token.literal, adjacent)
        if key not in self._fitting:
            accepted = (
                (end, [c for c in self._named[end] if self.accepts(c.metric_code, token, adjacent)])
                for end in self.shorter(phrase)
            )
            self._fitting[key] = [(end, candidates) for end, candidates in accepted if candidates]
        return self._fitting[key]

    def candidates(self, phrase: str) -> list[Candidate]:
        """The readings of a phrase of the lexicon, in the order of its rows."""
        return self._candidates[phrase]

    def named(self, phrase: str) -> list[Candidate]:
        """The readings of a phrase that are metrics; none where the lexicon says that it is none."""
        return self._named[phrase]

    def unit_class(self, code: str) -> str:
        """Class of the numbers that a metric, or a pseudo code, takes."""
        return self._unit_classes[code]

    def accepts(self, code: str, token: Token, adjacent: bool) -> bool:
        """Whether a number may be a value of the metric, by its unit; a bare number only right beside the name."""
        wanted, metric = self.unit_class(code), self.metrics.get(code, _NO_METRIC)
        labels = metric.unit_labels
        if "/" in token.unit_label and metric.group != "financing":
            return False  # so much a head is a standard, not a sum
        if token.unit_class == wanted:
            # So much a head is never printed in 万元: that is the sum of all heads.
            return not labels or (token.unit_label if wanted == "money" else base_label(token)) in labels
        if token.unit_class in ("count", "visit") and wanted == "person" and base_label(token) in labels:
            return True
        if token.unit_class == "" and adjacent:
            if wanted in ("person", "visit"):
                return token.unit_label in _SCALE_ONLY and (token.unit_label != "" or "." not in token.literal)
            return token.unit_label == "" and wanted in ("count", "month", "minute") and "." not in token.literal
        return False

    def scheme(self, code: str, phrase_scheme: str, named: str, report: ReportContext, program_code: str = "") -> str:
        """Scheme of a value: what its phrase fixes, what its words name, else the metric's default."""
        metric = self.metrics[code]
        if metric.scheme_rule == "fixed":
            return metric.scheme_fallback
        if metric.scheme_rule == "program":
            return self._program_schemes.get(program_code, "none") if program_code else report.program_scheme
        if phrase_scheme or named:
            return phrase_scheme or named
        if metric.scheme_rule == "named_or_program" and report.program_scheme != "none":
            return report.program_scheme
        return metric.scheme_fallback


def base_label(token: Token) -> str:
    """The token's unit without its scale (元 of 万元)."""
    return token.unit_label.lstrip("十百千万亿")
