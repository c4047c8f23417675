"""Layouts of indicator trees, boundaries between reports, contexts: each short document gives what is expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.read import read_document
from ingest.resolve.extract import Extractor
from tests.evaluation.digits import unaccounted
from tests.evaluation.matching import ACTUALS, NODES, REPORTS, TARGETS, Kind, compare
from tests.evaluation.rows import csv_rows, expected_tables, found_tables

FOLDERS = [Path(__file__).parent / "fixtures" / name for name in ("trees", "trees2", "trees3")]
FILES = [folder / "reports" / row["file"] for folder in FOLDERS for row in csv_rows(folder / "files.csv")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parents[1].name}/{path.name}")
def test_reports_and_nodes_are_those_expected_and_no_digit_is_lost(extractor: Extractor, path: Path) -> None:
    document = read_document(path)
    extraction = extractor.extract(document)
    found = found_tables(extraction)
    expected = expected_tables(path.parents[1] / "expected")
    wanted = {name: [row for row in rows if row["file"] == path.name] for name, rows in expected.items()}

    def short_of(kind: Kind) -> list[str]:
        outcome = compare(kind, found[kind.table], wanted[kind.table])
        signed = [("-", outcome.missed), ("+", outcome.invented)]
        return [f"{sign} {' '.join(kind.key(row))}" for sign, rows in signed for row in rows]

    assert wanted["documents"]
    assert {kind.name: short_of(kind) for kind in (REPORTS, NODES, TARGETS, ACTUALS)} == {
        kind.name: [] for kind in (REPORTS, NODES, TARGETS, ACTUALS)
    }
    assert not unaccounted(extraction, document.text)
