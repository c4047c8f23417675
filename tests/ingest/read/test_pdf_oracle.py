"""The real PDF, cell by cell against pdfplumber, and every digit of its text layer."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pdfplumber
import pytest

from ingest.read import read_document
from ingest.read.pdf import read_sheets
from ingest.read.pdf.sheet import PageTable

NAME = "putuo_social_work_2024_final_accounts.pdf"


@pytest.fixture(scope="module")
def report(reports_folder: Path) -> Path:
    path = reports_folder / NAME
    if not path.exists():
        pytest.skip(f"no {NAME} in {reports_folder}")
    return path


def _solid(words: str | None) -> str:
    return re.sub(r"\s", "", words or "")


@pytest.mark.reports
def test_cells_agree_with_the_oracle(report: Path) -> None:
    ours = {
        sheet.number: [
            [_solid("".join(line.text for line in cell.lines)) for cell in block.cells]
            for block in sheet.blocks
            if isinstance(block, PageTable)
        ]
        for sheet in read_sheets(report.read_bytes())
    }
    with pdfplumber.open(report) as pdf:
        for page in pdf.pages:
            theirs = [
                [_solid(cell) for row in table for cell in row if cell is not None] for table in page.extract_tables()
            ]
            assert ours[page.page_number] == theirs, page.page_number
    assert sum(len(table) for tables in ours.values() for table in tables) > 1000


@pytest.mark.reports
def test_every_word_of_the_text_layer_is_in_the_text(report: Path) -> None:
    text = read_document(report).text
    with pdfplumber.open(report) as pdf:
        layer = "".join(char["text"] for page in pdf.pages for char in page.chars)
    assert Counter(_solid(layer)) == Counter(_solid(text))


@pytest.mark.reports
def test_statements_over_page_breaks_are_whole_and_prose_has_no_table(report: Path) -> None:
    document = read_document(report)
    assert [len(grid.rows) for grid in document.grids][2:4] == [20, 20]
    assert all(grid.kind == "ruled" for grid in document.grids)
    assert [len(grid.rows[0]) for grid in document.grids][2:4] == [9, 8]
