"""Breadth of wording: what the sentences of tests/fixtures/probes state and what is read of them.

`python -m tests.evaluation.probes [-v] [METRIC…]` prints recall and precision by group and metric. Each sentence stands
alone in a small report of one county; a row of observations.csv is one fact of it, a row without metric says that the
sentence states none. A fact is metric, scheme and value; a strict one has qualifier, year and part besides.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from ingest.read import Document
from ingest.resolve.extract import Extractor
from tests.evaluation.matching import Kind, Outcome, compare, same_part
from tests.evaluation.rows import ROOT, Row, csv_rows, found_tables

PROBES = ROOT / "tests" / "fixtures" / "probes" / "observations.csv"
METRICS = ROOT / "seeds" / "reference" / "metrics.csv"
YEAR = 2024
_ISSUER = "会同县医疗保障局"
_TITLES = {
    ("transfer_payment_evaluation", "resident_subsidy"): f"{YEAR}年城乡居民基本医疗保险补助资金绩效自评报告",
    ("transfer_payment_evaluation", "assistance_subsidy"): f"{YEAR}年城乡医疗救助补助资金绩效自评报告",
    ("transfer_payment_evaluation", "capacity_building"): f"{YEAR}年医疗服务与保障能力提升补助资金绩效自评报告",
    ("project_evaluation", "resident_subsidy"): f"{YEAR}年度城乡居民基本医疗保险补助项目支出绩效自评报告",
    ("department_evaluation", "department"): f"{YEAR}年度部门整体支出绩效自评报告",
    ("final_accounts", "department"): f"{YEAR}年度部门决算",
    ("other", "none"): f"{YEAR}年医疗保障工作总结",
}
FACTS = Kind("facts", "observations", ("metric_code", "scheme_code", "value"))
STRICT = Kind("strict", "observations", (*FACTS.columns, "qualifier", "fiscal_year"), alike=same_part)


@dataclass(frozen=True)
class Probe:
    """A sentence with the facts that it states, in the columns of an observation."""

    name: str
    text: str
    facts: list[Row]


@dataclass
class Tally:
    """Right, missed and invented facts by metric, and the probes that are not read as they should be."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[Probe, Outcome]] = field(default_factory=list)

    def line(self, label: str, metrics: list[str]) -> str:
        right, missed, invented = (sum(count[m] for m in metrics) for count in (self.right, self.missed, self.invented))
        recall, precision = right / ((right + missed) or 1), right / ((right + invented) or 1)
        return f"{label:42} {right:4} -{missed:<3} +{invented:<3} recall {recall:.3f} precision {precision:.3f}"

    def f1(self) -> float:
        """Harmonic mean of recall and precision over all metrics, 0..1."""
        right = 2 * self.right.total()
        return right / ((right + self.missed.total() + self.invented.total()) or 1)


def probes() -> list[Probe]:
    """The probes, each with its report's text."""
    found = []
    for name, group in groupby(csv_rows(PROBES), key=lambda row: row["id"]):
        rows = list(group)
        first = rows[0]
        title = _TITLES[first["document_type"], first["program_code"]]
        above = first["context"].split("|") if first["context"] else ["一、总体情况"]
        text = "\n\n".join([f"{_ISSUER}{title}", *above, first["sentence"]]) + "\n"
        facts = [
            {**row, "fiscal_year": str(YEAR + int(row["fiscal_year_offset"]))} for row in rows if row["metric_code"]
        ]
        found.append(Probe(name, text, facts))
    return found


def tally(extractor: Extractor, kind: Kind) -> Tally:
    """What the extractor reads of every probe, compared as `kind` says."""
    result = Tally()
    for probe in probes():
        document = Document(f"{probe.name}.txt", "0" * 64, "utf-8", probe.text)
        outcome = compare(kind, found_tables(extractor.extract(document))["observations"], probe.facts)
        for count, rows in ((result.right, outcome.hits), (result.missed, outcome.missed),
                            (result.invented, outcome.invented)):  # fmt: skip
            count.update(row["metric_code"] for row in rows)
        if outcome.missed or outcome.invented:
            result.wrong.append((probe, outcome))
    return result


def main(verbose: bool, only: list[str]) -> int:
    extractor = Extractor()
    groups: dict[str, list[str]] = defaultdict(list)
    for row in csv_rows(METRICS):
        groups[row["group"]].append(row["metric_code"])
    result = tally(extractor, FACTS)
    for group, metrics in groups.items():
        print(result.line(group, metrics))
        for metric in metrics:
            print(result.line(f"  {metric}", [metric]))
    every = [metric for metrics in groups.values() for metric in metrics]
    print(result.line("facts", every), f"f1 {result.f1():.3f}")
    strict = tally(extractor, STRICT)
    print(strict.line("strict", every), f"f1 {strict.f1():.3f}")
    for probe, outcome in strict.wrong if verbose else []:
        rows = [("-", row) for row in outcome.missed] + [("+", row) for row in outcome.invented]
        if not only or any(row["metric_code"] in only for _, row in rows):
            print(f"\n{probe.name} {probe.text.splitlines()[-1]}")
            for sign, row in rows:
                print(f"   {sign} {' '.join(STRICT.key(row))} {row['breakdown']}")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="tests.evaluation.probes", description=__doc__.split("\n")[0])
    parser.add_argument("-v", "--verbose", action="store_true", help="every fact missed (-) and invented (+)")
    parser.add_argument("metrics", nargs="*", help="with -v: only probes that have to do with these metrics")
    call = parser.parse_args()
    sys.exit(main(call.verbose, call.metrics))
