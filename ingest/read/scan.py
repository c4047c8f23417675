"""Scans: pictures of pages, recognized by RapidOCR, then laid out as the pages of a PDF are.

An optional extra: it needs 200 MB of packages and seconds a page. Its models ship inside the package.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from math import atan2, degrees
from statistics import median
from typing import Any

from ingest.read.document import Unreadable
from ingest.read.pdf.flow import write
from ingest.read.pdf.frame import Frame
from ingest.read.pdf.glyphs import PageText
from ingest.read.pdf.sheet import Sheet, lay_out
from ingest.read.pdf.words import Word
from ingest.read.writer import Content, TextWriter

MISSING = "scans need the OCR extra (make ocr, or pip install -e '.[ocr]'); install it, or give the text"
_DPI = 200.0  # of pictures that do not tell
_MIN_DPI, _MAX_DPI = 50.0, 1300.0
_LEAST_SCORE = 0.5  # below it the recognition has seen a stain, not words
_ALIKE = 0.25  # share by which the type sizes of a page may differ and be one
_HALF = 0.55  # em: width of a digit or a Latin letter
_SKEW = 0.3  # degrees that a page may be turned and still be read
_MAX_SKEW = 15.0
_MAX_PAGES = 500


def read(data: bytes) -> Content:
    """Text of a picture of one or more pages (TIFF). Raises Unreadable, also where the extra is not installed."""
    sheets = [sheet_of(number, image, dpi) for number, (image, dpi) in enumerate(_pictures(data), start=1)]
    if not any(sheet.blocks for sheet in sheets):
        raise Unreadable("no words were recognized in the picture; scan it at 200 dots an inch or more")
    writer = TextWriter()
    write(sheets, writer)
    return writer.content("ocr", pages=len(sheets))


def is_installed() -> bool:
    """Whether the OCR extra is there."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def sheet_of(number: int, image: Any, dpi: float) -> Sheet:
    """The page in an image (PIL), laid out; words carry scores. Raises Unreadable without the extra."""
    if not is_installed():
        raise Unreadable(MISSING)
    import numpy as np

    from ingest.read.scan_rules import rules_of, turned

    gray = np.asarray(image.convert("L"))
    found = _recognized(gray)
    skew = _skew_of(found)
    if _SKEW < abs(skew) < _MAX_SKEW:
        gray = turned(gray, skew)
        found = _recognized(gray)
    points = 72 / dpi
    height, width = gray.shape
    frame = Frame(0.0, 0.0, width * points, height * points)
    return lay_out(number, frame, PageText(_words(found, points)), rules_of(gray, points))


def _pictures(data: bytes) -> Iterator[tuple[Any, float]]:
    """Pages of a picture file with their dots an inch."""
    if not is_installed():
        raise Unreadable(MISSING)
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data)) as file:
            for number, frame in enumerate(ImageSequence.Iterator(file)):
                if number >= _MAX_PAGES:
                    raise Unreadable(f"the picture has more than {_MAX_PAGES} pages; split it")
                given = float(file.info.get("dpi", (_DPI,))[0])
                yield ImageOps.exif_transpose(frame), given if _MIN_DPI <= given <= _MAX_DPI else _DPI
    except UnidentifiedImageError:
        raise Unreadable("the file is no picture, whatever its name says; save it as PNG") from None
    except Image.DecompressionBombError:
        raise Unreadable("the picture is larger than any page; scan it at 300 dots an inch") from None
    except (OSError, ValueError, SyntaxError) as error:
        raise Unreadable(f"the picture cannot be read ({error}); save it as PNG") from None


Found = list[tuple[list[tuple[float, float]], str, float]]


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def _recognized(gray: Any) -> Found:
    """(corners from the top left one clockwise, in pixels, words, score) of each stretch of words."""
    result = _engine()(gray)
    if result.boxes is None:
        return []
    return [
        ([(float(x), float(y)) for x, y in box], text, float(score))
        for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
        if score >= _LEAST_SCORE and text.strip()
    ]


def _skew_of(found: Found) -> float:
    """Degrees by which the longer lines slant."""
    slants = []
    for (left, right, _, below), _, _ in found:
        if right[0] - left[0] > 5 * (below[1] - left[1]):
            slants.append(degrees(atan2(right[1] - left[1], right[0] - left[0])))
    return median(slants) if slants else 0.0


def _words(found: Found, points: float) -> list[Word]:
    """Words in points. The boxes are loose: sizes are told from widths, and those about alike are one."""
    sizes = []
    for corners, text, _ in found:
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        sizes.append(min((max(xs) - min(xs)) / _ems(text), max(ys) - min(ys)) * points)
    usual = median(sizes) if sizes else 0.0
    words = []
    for (corners, text, score), size in zip(found, sizes, strict=True):
        xs, ys = [x * points for x, _ in corners], [y * points for _, y in corners]
        size = usual if abs(size - usual) <= _ALIKE * usual else size
        middle, x0, x1 = (min(ys) + max(ys)) / 2, min(xs), max(xs)
        words.append(Word(text, x0, middle - size / 2, x1, middle + size / 2, _edges(text, x0, x1), score))
    return words


def _ems(text: str) -> float:
    return sum(1.0 if char > "\u2e7f" else _HALF for char in text)


def _edges(text: str, x0: float, x1: float) -> list[float]:
    """Where each character begins, by usual widths."""
    em = (x1 - x0) / _ems(text)
    edges, at = [], x0
    for char in text:
        edges.append(at)
        at += em * (1.0 if char > "\u2e7f" else _HALF)
    return edges
