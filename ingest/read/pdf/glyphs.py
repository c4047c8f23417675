"""The words of a page, from the characters of its text layer."""

from __future__ import annotations

import math
from array import array
from ctypes import POINTER, c_ushort, cast, create_string_buffer
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from ingest.read.pdf.frame import Frame
from ingest.read.pdf.words import Word

_WORD_GAP = 0.25  # em
_OVERLAP = 0.5  # em that a character may reach back into the one before it
_TWICE = 0.12  # em: the same character again so near is bold type, printed twice
_OFF_LINE = 0.2  # em that characters of a word may differ in height or place
_TILT = 0.1  # radians
# Invisible characters, and what stands for a glyph without a meaning.
_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffd\uffff")
_HYPHENS = "\x02\ufffe"  # pdfium's marks for a hyphen at the end of a line
# The Symbol font writes signs at private code points; other private ones (bullets, boxes) say nothing.
_SYMBOLS = dict(zip("\uf02b\uf02d\uf03c\uf03d\uf03e\uf0a3\uf0b1\uf0b3\uf0b4\uf0b9\uf0bb", "+-<=>≤±≥×≠≈", strict=True))


@dataclass
class PageText:
    """Words of a page; `tilted` holds the text of watermarks, `unknown` counts glyphs without a character."""

    words: list[Word] = field(default_factory=list)
    tilted: list[Word] = field(default_factory=list)
    unknown: int = 0


def page_text(text_page: pdfium.FPDF_TEXTPAGE, frame: Frame) -> PageText:
    """Words in the order of the file; its blanks are not trusted, gaps are measured."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return PageText()
    text = _characters(text_page, count)
    x0s, tops, x1s, bottoms = frame.boxes(_boxes(text_page, count))
    found = PageText()
    run: list[int] = []
    singles: list[tuple[int, Word]] = []
    last_x0 = last_x1 = last_bottom = last_height = 0.0
    last = ""
    for at, char in enumerate(text):
        if char <= " " or char in _NOTHING or "\ue000" <= char <= "\uf8ff" or char.isspace():
            found.unknown += char in "\x00\ufffd\uffff" or "\ue000" <= char <= "\uf8ff"
            if run and char not in _NOTHING:
                _close(run, text, x0s, tops, x1s, bottoms, found.words, singles)
                run = []
            continue
        x0, bottom = x0s[at], bottoms[at]
        height = bottom - tops[at]
        if char == last and abs(x0 - last_x0) < _TWICE * height and abs(bottom - last_bottom) < _TWICE * height:
            continue
        if run and not (
            -_OVERLAP * height < x0 - last_x1 < _WORD_GAP * height
            and abs(bottom - last_bottom) < _OFF_LINE * height
            and abs(height - last_height) < _OFF_LINE * height
        ):
            _close(run, text, x0s, tops, x1s, bottoms, found.words, singles)
            run = []
        run.append(at)
        last, last_x0, last_x1, last_bottom, last_height = char, x0, x1s[at], bottom, height
    if run:
        _close(run, text, x0s, tops, x1s, bottoms, found.words, singles)
    _turn(text_page, frame, singles, found)
    return found


def _close(
    run: list[int],
    text: list[str],
    x0s: list[float],
    tops: list[float],
    x1s: list[float],
    bottoms: list[float],
    words: list[Word],
    singles: list[tuple[int, Word]],
) -> None:
    first, last = run[0], run[-1]
    if first == last:
        singles.append((first, Word(text[first], x0s[first], tops[first], x1s[first], bottoms[first], [x0s[first]])))
        return
    edges = [x0s[at] for at in run]
    words.append(Word("".join([text[at] for at in run]), x0s[first], tops[first], x1s[last], bottoms[first], edges))


def _characters(text_page: pdfium.FPDF_TEXTPAGE, count: int) -> list[str]:
    """A character for each index of the text page."""
    buffer = create_string_buffer(2 * (count + 1))
    written = pdfium.FPDFText_GetText(text_page, 0, count, cast(buffer, POINTER(c_ushort)))
    text = buffer.raw[: 2 * (written - 1)].decode("utf-16-le", "replace")
    if len(text) != count:  # glyphs without a character, or characters of two code units
        codes = [pdfium.FPDFText_GetUnicode(text_page, at) for at in range(count)]
        text = "".join("\ufffd" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code) for code in codes)
    for mark in _HYPHENS:
        text = text.replace(mark, "-")
    return [_SYMBOLS.get(char, char) for char in text] if any("\uf02a" < c < "\uf0bc" for c in text) else list(text)


def _boxes(text_page: pdfium.FPDF_TEXTPAGE, count: int) -> list[float]:
    """Boxes of all characters, advance wide and as high as the type size, flat."""
    rects = (pdfium.FS_RECTF * count)()
    get = pdfium.FPDFText_GetLooseCharBox
    for at, rect in enumerate(rects):
        get(text_page, at, rect)
    return array("f", bytes(rects)).tolist()


def _turn(text_page: pdfium.FPDF_TEXTPAGE, frame: Frame, singles: list[tuple[int, Word]], found: PageText) -> None:
    """Lone characters: upright ones are words, those of turned text are put together, tilted ones are set apart."""
    expected = frame.turns * math.pi / 2
    before: tuple[float, Word] | None = None
    for at, word in singles:
        angle = (pdfium.FPDFText_GetCharAngle(text_page, at) - expected) % (2 * math.pi)
        if min(angle, 2 * math.pi - angle) < _TILT:
            found.words.append(word)
            continue
        if before is not None and abs(before[0] - angle) < _TILT and _touch(before[1], word):
            whole = before[1]
            whole.text += word.text
            whole.x0, whole.top = min(whole.x0, word.x0), min(whole.top, word.top)
            whole.x1, whole.bottom = max(whole.x1, word.x1), max(whole.bottom, word.bottom)
            whole.edges.append(word.x0)
            continue
        quarter = min(angle % (math.pi / 2), -angle % (math.pi / 2)) < _TILT
        (found.words if quarter else found.tilted).append(word)
        before = (angle, word)


def _touch(left: Word, right: Word) -> bool:
    reach = max(right.x1 - right.x0, right.bottom - right.top) / 2
    return (
        left.x0 - reach < right.x1
        and right.x0 < left.x1 + reach
        and left.top - reach < right.bottom
        and right.top < left.bottom + reach
    )
