"""Scans: words recognized in pictures, laid out as pages of a PDF are."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from ingest.read import Unreadable, scan
from ingest.read.scan import read
from tests.ingest.read.samples import grids

with_ocr = pytest.mark.skipif(not scan.is_installed(), reason="the OCR extra is not installed")
CELLS = [["Item", "Budget", "Actual"], ["Fund A", "1,200.50", "98.38%"], ["Fund B", "", "300.00"]]
STEP, ROW = 220, 60


def _page() -> Any:
    """A ruled table below a line of words."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (740, 340), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(28)
    draw.text((40, 30), "Report of 2024: 312.45 in all", font=font, fill="black")
    for y, row in enumerate(CELLS):
        for x, words in enumerate(row):
            left, top = 40 + x * STEP, 110 + y * ROW
            draw.rectangle((left, top, left + STEP, top + ROW), outline="black", width=2)
            draw.text((left + 20, top + 14), words, font=font, fill="black")
    return image


def _saved(image: Any, form: str, **options: Any) -> bytes:
    data = BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


@with_ocr
def test_a_picture_is_read_with_its_table_places_and_scores() -> None:
    content = read(_saved(_page().rotate(2, fillcolor="white", resample=3), "PNG", dpi=(144, 144)))
    assert content.text.startswith("Report of 2024: 312.45 in all\n")
    assert grids(content) == [CELLS]
    assert (content.encoding, content.pages) == ("ocr", 1)
    assert all(piece.score is not None and 0.5 < piece.score <= 1 for piece in content.pieces)
    box = content.pieces[0].box
    assert box is not None
    assert box[0] == pytest.approx(20, abs=6)  # 40 dots at 144 an inch


@with_ocr
def test_a_page_of_a_pdf_that_is_a_picture_is_read_alike() -> None:
    from ingest.read import pdf

    content = pdf.read(_saved(_page(), "PDF", resolution=144))
    assert grids(content) == [CELLS]
    assert (content.encoding, content.pages) == ("ocr", 1)


@with_ocr
def test_rules_are_long_ink_and_strokes_of_characters_are_none() -> None:
    import numpy as np

    from ingest.read.scan_rules import rules_of

    rules = rules_of(np.asarray(_page().convert("L")), 0.5)
    assert sorted(rule.at for rule in rules.across) == pytest.approx([55, 85, 115, 145], abs=1)
    assert sorted(rule.at for rule in rules.down) == pytest.approx([20, 130, 240, 350], abs=1)


@with_ocr
@pytest.mark.parametrize(
    ("data", "reason"), [(b"\x89PNG\r\n\x1a\n" + b"x" * 99, "cannot be read"), (b"BM", "cannot be read")]
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)


@with_ocr
def test_a_blank_page_says_so() -> None:
    from PIL import Image

    with pytest.raises(Unreadable, match="no words were recognized"):
        read(_saved(Image.new("L", (400, 300), 255), "PNG"))


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_installed", lambda: False)
    with pytest.raises(Unreadable, match=r"make ocr, or pip install -e '\.\[ocr\]'"):
        read(b"\x89PNG")
