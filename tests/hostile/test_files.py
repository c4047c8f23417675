"""Hostile and damaged files: each is read or refused with a reason, soon; `make hostile` reads thousands."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from ingest.land.batch import extract_files
from ingest.read import Unreadable, read_document
from ingest.read.limits import MAX_NUMBERS, MAX_TEXT, refuse_numbers, refuse_table, refuse_text
from ingest.read.list_numbers import rendered
from ingest.read.names import name_of
from ingest.read.number_formats import shown
from ingest.resolve.extract import Extractor
from ingest.visible import visible
from tests.hostile.bombs import BOMBS
from tests.hostile.damage import damaged
from tests.hostile.good import good_files
from tests.hostile.pages import PAGES
from tests.hostile.pdfs import PDFS
from tests.hostile.texts import TEXTS

# What takes long to make or to read, or ends the process that reads it: for `make hostile`.
HEAVY = frozenset((
    "zip_flat.docx", "docx_many_paragraphs.docx", "docx_long_paragraph.docx", "docx_wide.docx", "xlsx_many_cells.xlsx",
    "xlsx_merged_overlap.xlsx", "tables_deepest.docx", "tables_nested_thousands.html", "divs_links.html", "tabs.html",
    "fonts_open.html", "unclosed_cells.html", "list_long.html", "spans.html", "spans_diagonal.html", "pre_long.html",
    "one_line.html", "text_long.html", "text_too_long.html", "divs_thousands.html", "tags_spans.md", "tags_wide.md",
    "csv_wide.csv", "csv_quote_open.csv", "style_long.html", "pages_50000.pdf", "picture_huge.pdf", "mht_deep.mht",
    "glyphs_million.pdf", "glyphs_many.pdf", "rules_million.pdf", "forms_loop.pdf", "forms_laughs.pdf",
    "tables_nested_million.html",
    "stream_bomb.pdf", "stream_bomb_twice.pdf", "boxes_many.pdf", "csv_diagonal.csv", "xml_laughs.xls",
    "pages_1000.pdf",
    "xlsx_empty_cells.xlsx", "xlsx_empty_rows.xlsx", "docx_runs.docx", "spans_rows.html",
    "unclosed_lists.html", "glyphs_one_line.pdf", "states_open.pdf", "docx_header_tables.docx", "divs_million.html",
))  # fmt: skip
_SECONDS = 12  # on a busy machine; each takes one at most
LIGHT = {name: make for family in (BOMBS, PAGES, PDFS) for name, make in family.items() if name not in HEAVY}


def given(path: Path, engine: Extractor) -> tuple[int, list[str]]:
    """Documents and reasons of one file; a defect of ours fails."""
    started = time.perf_counter()
    batch = extract_files([path], engine)
    assert time.perf_counter() - started < _SECONDS, path.name
    reasons = [problem.reason for problem in batch.problems]
    assert not any("extraction failed" in reason for reason in reasons), (path.name, reasons)
    assert all(reason.isprintable() for reason in reasons), (path.name, reasons)
    assert batch.rows["documents"] or reasons, path.name
    return len(batch.rows["documents"]), reasons


@pytest.mark.parametrize("name", LIGHT)
def test_a_hostile_file_is_read_or_refused_with_a_reason(name: str, tmp_path: Path, extractor: Extractor) -> None:
    path = tmp_path / name
    data = LIGHT[name]()
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    given(path, extractor)


def test_nothing_outside_a_file_is_read(tmp_path: Path) -> None:
    for name in ("xml_external_file.docx", "xml_parameter.docx"):
        (tmp_path / name).write_bytes(BOMBS[name]())
        with pytest.raises(Unreadable, match="no text"):
            read_document(tmp_path / name)


def test_a_repeated_text_is_read_in_time(tmp_path: Path, extractor: Extractor) -> None:
    path = tmp_path / "text.txt"
    for make in TEXTS.values():
        path.write_text(make(1000), encoding="utf-8")
        given(path, extractor)
    for name in ("only_blank", "gap_blanks_1", "gap_wide_18", "turns_score_notes", "turns_tables", "lines_tables"):
        path.write_text(TEXTS[name](60_000), encoding="utf-8")
        given(path, extractor)


def test_damaged_files_are_read_or_refused(tmp_path: Path, extractor: Extractor) -> None:
    draw = random.Random(20261122)
    fine = [(name, data) for name, data in good_files(14) if not name.endswith(".pdf") or len(data) < 60_000]
    read = 0
    for _ in range(60):
        name, data = damaged(draw, *draw.choice(fine))
        path = tmp_path / f"file{Path(name).suffix}"
        path.write_bytes(data)
        read += given(path, extractor)[0]
    assert 15 < read < 60


def test_what_is_beyond_a_limit_is_refused_by_name() -> None:
    refuse_text(MAX_TEXT)
    refuse_numbers(MAX_NUMBERS)
    refuse_table(1000, 1000)
    with pytest.raises(Unreadable, match="more than the limit of 3,000,000 characters"):
        refuse_text(MAX_TEXT + 1)
    with pytest.raises(Unreadable, match="it is data, not a report"):
        refuse_numbers(MAX_NUMBERS + 1)
    with pytest.raises(Unreadable, match="1,001 rows and 1,000 columns"):
        refuse_table(1001, 1000)
    with pytest.raises(Unreadable, match="overlap without end"):
        refuse_table(10, 10, 1_000_001)


def test_odd_numbers_and_formats_are_shown_and_never_raise() -> None:
    assert shown(123456.789, "0." + "0" * 200) == "123456.789"
    assert shown(float("nan"), "0.00") == shown(float("inf"), "yyyy-mm-dd") == ""
    assert shown(2958465.99999, "yyyy-mm-dd") == "2958465.99999"
    assert shown(2957003.0, "yyyy-mm-dd", is_1904=True) == "9999-12-31"
    assert shown(2957004.0, "yyyy-mm-dd", is_1904=True) == "2957004"
    assert rendered(999_999_999, "upperLetter") == "999999999"
    assert rendered(28, "lowerLetter") == "bb"


def test_a_name_in_gb18030_is_read_and_a_terminal_is_not_steered(tmp_path: Path) -> None:
    folder = bytes(tmp_path)
    for raw in ("医保报告.txt".encode("gb18030"), b"\xff\xfe.txt"):
        with open(folder + b"/" + raw, "wb") as file:
            file.write("怀化市参保100人。".encode())
    assert sorted(map(name_of, tmp_path.iterdir())) == ["医保报告.txt", "\ufffd\ufffd.txt"]
    assert sorted(read_document(path).file_name for path in tmp_path.iterdir()) == ["医保报告.txt", "\ufffd\ufffd.txt"]
    assert visible("a\x1b]0;x\x07b\u202e\udcff\tc\n") == "a\ufffd]0;x\ufffdb\ufffd\ufffd\tc\n"
