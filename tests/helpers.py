"""What many tests share: a text as a document, a sentence in a minimal report, rows of CSV files, printed amounts."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from ingest.read import Document
from ingest.resolve.extract import Extraction, Extractor
from tests.evaluation.rows import canonical
from tests.evaluation.rows import csv_rows as csv_rows

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "fixtures" / "reports"
# The synthetic corpus and every blind set: what other hands wrote, in all formats.
ALL_REPORTS = [CORPUS, *sorted((ROOT / "tests" / "fixtures").glob("blind*/reports"))]
EXPECTED = ROOT / "tests" / "fixtures" / "expected"
READING = ROOT / "tests" / "reading"
REFERENCE = ROOT / "seeds" / "reference"
LEXICON = ROOT / "ingest" / "lexicon"
SEEDS = ROOT / "seeds" / "reports"

# A minimal report of each genre: title, and the heading that its one sentence stands under.
TITLES = {
    "resident": "怀化市医疗保障局关于2023年城乡居民基本医疗保险补助资金绩效自评报告",
    "assistance": "怀化市医疗保障局关于2023年城乡医疗救助补助资金绩效自评报告",
    "capacity": "怀化市医疗保障局关于2023年医疗服务与保障能力提升补助资金绩效自评报告",
    "department": "怀化市医疗保障局2023年度部门整体支出绩效自评报告",
    "accounts": "2023年度怀化市医疗保障局部门决算",
    "county": "会同县医疗保障局关于2023年城乡居民基本医疗保险补助资金绩效自评报告",
    "province": "湖南省医疗保障局关于2023年城乡居民基本医疗保险补助资金绩效自评报告",
}


class Seen(NamedTuple):
    """An observation as a test writes it down; `value` is canonical, exact, without trailing zeros."""

    metric: str
    value: str
    scheme: str = "none"
    qualifier: str = "exact"
    breakdown: str = ""
    region: str = "431200"
    year: int = 2023
    scope: str = "whole"
    level: str = "none"


def as_document(text: str, name: str = "report.txt") -> Document:
    return Document(name, hashlib.sha256(text.encode()).hexdigest(), "utf-8", text)


def report_of(genre: str, body: str, heading: str = "一、总体情况") -> str:
    """A report of the genre whose only section holds `body`."""
    return f"{TITLES[genre]}\n\n{heading}\n\n{body}\n"


def seen_in(extraction: Extraction) -> list[Seen]:
    """Observations of an extraction in order of place."""
    return [
        Seen(
            o["metric_code"],
            canonical(o["literal"], o["unit_label"]),
            o["scheme_code"],
            o["qualifier"],
            o["breakdown"],
            o["region_code"],
            o["fiscal_year"],
            o["scope"],
            o["funding_level"],
        )
        for o in sorted(extraction["observations"], key=lambda o: (o["char_start"], o["observation_id"]))
    ]


def observe(extractor: Extractor, genre: str, sentence: str, heading: str = "一、总体情况") -> list[Seen]:
    """What a sentence of a minimal report states."""
    return seen_in(extractor.extract(as_document(report_of(genre, sentence, heading))))
