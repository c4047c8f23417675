"""The synthetic corpus: floors of recall and precision, and files that hold nothing."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from ingest.read import read_document
from ingest.read.text import decode
from ingest.resolve.extract import Extraction, Extractor
from tests.evaluation.matching import CELLS, NODES, OBSERVATIONS, REPORTS, Kind, compare, same_part, without_lines
from tests.evaluation.rows import Row, expected_tables, found_tables
from tests.fuzz.texts import damage
from tests.helpers import CORPUS, EXPECTED, csv_rows
from tests.ingest.resolve.test_dispositions import accounted

NAMES = sorted(path.name for path in CORPUS.iterdir())
EMPTY = [name for name in NAMES if name.startswith("9")]
FULL = [name for name in NAMES if name not in EMPTY]
FLOORS = ((OBSERVATIONS, 0.97), (NODES, 0.99), (CELLS, 0.99))


def keeps_its_floor(kind: Kind, found: dict[str, Extraction], wanted: list[Row], floor: float) -> None:
    hits, missed, invented = 0, [], []
    for name, extraction in found.items():
        rows = [row for row in wanted if row["file"] == name]
        placed = kind if name.endswith((".txt", ".md")) else without_lines(kind)
        outcome = compare(placed, found_tables(extraction)[kind.table], rows)
        hits, missed, invented = hits + len(outcome.hits), missed + outcome.missed, invented + outcome.invented
    assert hits / (hits + len(missed)) >= floor, missed
    assert hits / (hits + len(invented)) >= floor, invented


@pytest.mark.parametrize(("kind", "floor"), FLOORS, ids=lambda given: getattr(given, "name", None))
def test_recall_and_precision_do_not_fall_below_their_floors(
    corpus: dict[str, Extraction], kind: Kind, floor: float
) -> None:
    keeps_its_floor(kind, corpus, expected_tables(EXPECTED)[kind.table], floor)


@pytest.mark.parametrize(
    ("hand", "floors"),
    [
        ("blind", (0.95, 0.99)),
        ("blind3", (0.95, 0.99)),
        ("blind4", (0.94, 0.98)),
        ("blind5", (0.95, 0.99)),
        ("blind6", (0.93, 0.99)),
        ("blind7", (0.94, 0.98)),
        ("blind8", (0.92, 0.99)),
        ("blind9", (0.97, 0.99)),
        ("blind10", (0.99, 0.99)),
        ("blind11", (0.99, 0.99)),
        ("blind12", (0.99, 0.99)),
        ("blind13", (0.99, 0.99)),
        ("blind14", (0.97, 0.99)),
        ("blind15", (0.99, 0.99)),
        ("blind16", (0.99, 0.99)),
        ("blind17", (0.98, 0.99)),
        ("blind18", (0.98, 0.99)),
        ("blind19", (0.96, 0.99)),
    ],
)
def test_the_corpora_of_other_hands_keep_their_floors(
    extractor: Extractor, hand: str, floors: tuple[float, float]
) -> None:
    folder = CORPUS.parent / hand
    found = {path.name: extractor.extract(read_document(path)) for path in sorted((folder / "reports").iterdir())}
    wanted = expected_tables(folder / "expected")
    for kind in (OBSERVATIONS, NODES, CELLS):
        if any(row.get("certain", "Y") == "Y" for row in wanted[kind.table]):
            keeps_its_floor(kind, found, wanted[kind.table], floors[kind is not OBSERVATIONS])
    named = {row["file"] for row in wanted[REPORTS.table]}  # not the texts that are no reports
    reports = {name: extraction for name, extraction in found.items() if name in named}
    keeps_its_floor(REPORTS, reports, wanted[REPORTS.table], 1.0)


FORMATS = sorted(path for hand in range(5, 20) for path in (CORPUS.parent / f"blind{hand}" / "reports").iterdir())


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.name)
def test_every_number_of_every_format_is_accounted_for_and_has_its_place(extractor: Extractor, path: Path) -> None:
    document = read_document(path)
    extraction = extractor.extract(document)
    accounted(extraction, document.text)
    for number in extraction["numbers"]:
        piece = document.piece(number["char_start"])
        assert (piece is None) == (path.suffix in (".txt", ".md"))
        assert number["block_no"] == (piece.block if piece else None)
        assert (number["page"] is not None) == bool(number["page_box"]) == (path.suffix == ".pdf")


@pytest.mark.parametrize("name", FULL)
def test_type_program_region_and_year_of_every_report_are_right(corpus: dict[str, Extraction], name: str) -> None:
    columns = ("document_type", "program_code", "region_code", "fiscal_year")
    found = [tuple(str(row[column]) for column in columns) for row in corpus[name]["reports"]]
    expected = [tuple(row[c] for c in columns) for row in csv_rows(EXPECTED / "documents.csv") if row["file"] == name]
    assert found == expected


@pytest.mark.parametrize("name", EMPTY)
def test_a_text_about_other_things_gives_no_fact(corpus: dict[str, Extraction], name: str) -> None:
    for table in ("observations", "indicator_scores", "statement_cells"):
        assert corpus[name][table] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_number_is_accounted_for(corpus: dict[str, Extraction], name: str) -> None:
    accounted(corpus[name], read_document(CORPUS / name).text)


def matched(corpus: dict[str, Extraction]) -> list[tuple[dict[str, Any], list[dict[str, str]]]]:
    """Observations with what is expected of their metric and words on their line."""
    expected: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv_rows(EXPECTED / "observations.csv"):
        key = (row["file"], row["line_no"], row["metric_code"], row["text"].replace(" ", ""))
        expected.setdefault(key, []).append(row)
    pairs = []
    for name in FULL:
        for row in corpus[name]["observations"]:
            key = (name, str(row["line_no"]), row["metric_code"], row["stated_text"].replace(" ", ""))
            pairs += [(row, expected[key])] if key in expected else []
    return pairs


def test_programs_of_observations_are_right(corpus: dict[str, Extraction]) -> None:
    for row, wanted in matched(corpus):
        assert row["program_code"] in {want["program_code"] for want in wanted}, row["stated_text"]


def test_funding_levels_of_observations_are_nearly_all_right(corpus: dict[str, Extraction]) -> None:
    pairs = [(r, w) for r, w in matched(corpus) if r["funding_level"] != "none" and w[0]["funding_level"] != "none"]
    wrong = [(r["stated_text"], r["funding_level"], w[0]["funding_level"]) for r, w in pairs
             if r["funding_level"] not in {want["funding_level"] for want in w}]  # fmt: skip
    assert len(wrong) <= 0.1 * len(pairs), wrong


def test_breakdowns_of_observations_are_nearly_all_right(corpus: dict[str, Extraction]) -> None:
    pairs = matched(corpus)
    wrong = [
        (r["stated_text"], r["breakdown"], w[0]["breakdown"]) for r, w in pairs if not any(same_part(r, e) for e in w)
    ]
    assert len(wrong) <= 0.03 * len(pairs), wrong


def test_damaged_texts_do_not_raise(extractor: Extractor, tmp_path: Path) -> None:
    draw, texts = random.Random(7), [(CORPUS / name).read_bytes() for name in NAMES]
    for _ in range(60):
        (tmp_path / "damaged.txt").write_text(
            damage(draw, [decode(data)[0] for data in texts]) + "。", encoding="utf-8"
        )
        extractor.extract(read_document(tmp_path / "damaged.txt"))
