"""PDFs that are broken, empty, locked, or far larger than any report: a reason or a result, and soon."""

from __future__ import annotations

import time

import pytest

from ingest.read import Unreadable
from ingest.read.pdf import read
from tests.ingest.read.made_pdf import Sheet, lines

SOON = 5.0  # seconds, on a busy machine


def _plain() -> bytes:
    sheet = Sheet()
    sheet.text(60, 60, "某市医疗保障局")
    return sheet.data()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_that_is_cut_off_says_so(share: float) -> None:
    data = _plain()
    with pytest.raises(Unreadable, match="cut off"):
        read(data[: int(len(data) * share)])


def test_a_file_of_nonsense_says_so() -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read(b"%PDF-1.7\n" + b"nonsense " * 50 + b"\nstartxref\n0\n%%EOF")


def test_a_locked_file_says_so() -> None:
    sheet = Sheet(encrypt="secret")
    sheet.text(60, 60, "某市医疗保障局")
    with pytest.raises(Unreadable, match="encrypted"):
        read(sheet.data())


def test_a_file_without_words_says_so() -> None:
    sheet = Sheet()
    sheet.canvas.line(10, 10, 20, 20)
    with pytest.raises(Unreadable, match="empty"):
        sheet.content()


def test_a_scan_names_the_ocr_extra() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "grey")), 0, 0, 595, 842)
    with pytest.raises(Unreadable, match="OCR"):
        sheet.content()


def test_twenty_thousand_characters_on_a_page() -> None:
    sheet = Sheet(width=2000, height=2200)
    for number in range(100):
        sheet.text(20, 20 + 20 * number, "医保基金收入12345.67万元" * 15, size=7)
    started = time.perf_counter()
    content = sheet.content()
    assert time.perf_counter() - started < SOON
    assert content.text.count("12345.67") == 1500


def test_a_chart_of_thousands_of_lines_is_no_table() -> None:
    sheet = Sheet()
    for number in range(2500):
        sheet.line(50 + number * 0.2, 100, 50 + number * 0.2 + 0.1, 700 - number % 97)
        sheet.line(50, 100 + number * 0.24, 550 - number % 89, 100 + number * 0.24)
    sheet.text(60, 60, "各县区参保人数")
    started = time.perf_counter()
    content = sheet.content()
    assert time.perf_counter() - started < SOON
    assert lines(content) == ["各县区参保人数"]


def test_a_grid_of_many_thousand_cells_falls_back_to_prose() -> None:
    sheet = Sheet(width=2000, height=2000)
    for number in range(200):
        sheet.line(10, 10 + 8 * number, 1602, 10 + 8 * number)
        sheet.line(10 + 8 * number, 10, 10 + 8 * number, 1602)
    sheet.text(60, 1700, "网格图")
    started = time.perf_counter()
    assert not sheet.content().grids
    assert time.perf_counter() - started < SOON


def test_a_page_of_scattered_words_takes_no_time() -> None:
    sheet = Sheet(width=3000, height=3000)
    for number in range(6000):
        sheet.text((number * 7919) % 2900, 20 + (number * 104729) % 2900, str(number), size=6)
    started = time.perf_counter()
    content = sheet.content()
    assert time.perf_counter() - started < 2 * SOON
    assert sum(map(str.isdigit, content.text)) == sum(len(str(number)) for number in range(6000))
