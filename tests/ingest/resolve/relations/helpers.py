"""Relations of one invented sentence, each written as one line."""

from __future__ import annotations

from itertools import groupby

from ingest.resolve.extract import Extractor
from tests.helpers import as_document, report_of


def relations(extractor: Extractor, body: str) -> list[str]:
    """What a sentence relates: code, subject in 【】, then role and signed number of every operand."""
    rows = extractor.extract(as_document(report_of("accounts", body)))["relations"]
    found = []
    for _, group in groupby(rows, key=lambda row: row["relation_id"]):
        operands = list(group)
        numbers = " ".join(
            f"{o['role']}={'-' if o['weight'] < 0 else ''}{o['literal']}{o['unit_label']}" for o in operands
        )
        found.append(f"{operands[0]['relation_code']}【{operands[0]['subject']}】{numbers}")
    return found


def comparisons(extractor: Extractor, body: str) -> list[str]:
    """The changes, completions and shares alone: a list of parts beside them is no comparison."""
    codes = ("change", "completion", "share", "split_share")
    return [line for line in relations(extractor, body) if line.partition("【")[0] in codes]
