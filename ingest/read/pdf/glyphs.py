"""The words of a page, from the characters of its text layer."""

from __future__ import annotations

import math
from array import array
from ctypes import POINTER, c_double, c_ushort, cast, create_string_buffer
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from ingest.read.pdf.frame import Frame
from ingest.read.pdf.words import Word

_WORD_GAP = 0.25  # em
_OVERLAP = 0.5  # em that a character may reach back into the one before it
_TWICE = 0.12  # em: the same character again so near is bold type, printed twice
_OFF_LINE = 0.2  # em that characters of a word may differ in height or place
_ODD = 0.03  # of an em that the height of boxes may differ from it, and
_WIDEST = 2.0  # em: what a character of upright text is never as wide as
_ASCENT = 0.88  # of an em, above the base line
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
    return _Reader(text_page, frame, count).read() if count > 0 else PageText()


class _Reader:
    """Puts the characters of a page together to words."""

    def __init__(self, text_page: pdfium.FPDF_TEXTPAGE, frame: Frame, count: int) -> None:
        self._page = text_page
        self._frame = frame
        self._text = _characters(text_page, count)
        self._x0s, self._tops, self._x1s, self._bottoms = frame.boxes(_boxes(text_page, count))
        self._found = PageText()
        self._matrix, self._x, self._y = pdfium.FS_MATRIX(), c_double(), c_double()
        self._spaced = False  # whether a blank stands before the run
        self._sizes: set[float] = set()  # heights of boxes that were found to be the type size
        self._lone: list[tuple[int, Word]] = []

    def read(self) -> PageText:
        x0s, tops, x1s, bottoms = self._x0s, self._tops, self._x1s, self._bottoms
        is_generated = pdfium.FPDFText_IsGenerated  # by pdfium, where it sees a gap
        run: list[int] = []
        last_x0 = last_x1 = last_bottom = last_height = 0.0
        last = ""
        spaced = False
        silent = {
            char for char in set(self._text) if char <= " " or char in _NOTHING or _is_private(char) or char.isspace()
        }
        for at, char in enumerate(self._text):
            if char in silent:
                self._found.unknown += char in "\x00\ufffd\uffff" or _is_private(char)
                if char not in _NOTHING:
                    spaced = spaced or (char not in "\r\n" and not is_generated(self._page, at))
                    if run:
                        self._close(run)
                        run = []
                continue
            x0, bottom = x0s[at], bottoms[at]
            height = bottom - tops[at]
            if char == last and abs(x0 - last_x0) < _TWICE * height and abs(bottom - last_bottom) < _TWICE * height:
                continue
            if run:
                level = (
                    abs(bottom - last_bottom) < _OFF_LINE * height and abs(height - last_height) < _OFF_LINE * height
                )
                if level:
                    follows = -_OVERLAP * height < x0 - last_x1 < _WORD_GAP * height
                else:
                    follows = -last_height < x0 - last_x1 < last_height + height and self._follows(run[-1], at)
                if not follows:
                    self._close(run)
                    run = []
            if not run:
                self._spaced = spaced
            run.append(at)
            spaced = False
            last, last_x0, last_x1, last_bottom, last_height = char, x0, x1s[at], bottom, height
        if run:
            self._close(run)
        self._turn()
        return self._found

    def _follows(self, before: int, at: int) -> bool:
        """Whether two characters stand on one line without a gap; asked where their boxes say nothing."""
        (_, y0), (x, y1) = self._origin(before), self._origin(at)
        em = self._em(at)
        return (
            abs(y1 - y0) < _OFF_LINE * em / 2
            and abs(em - self._em(before)) < _OFF_LINE * em
            and -_OVERLAP * em < x - self._x1s[before] < _WORD_GAP * em
        )

    def _close(self, run: list[int]) -> None:
        first, last = run[0], run[-1]
        x0, top, x1, bottom = self._x0s[first], self._tops[first], self._x1s[last], self._bottoms[first]
        height = bottom - top
        em = height if round(height, 2) in self._sizes else self._em(first)
        if abs(height - em) <= _ODD * em:
            self._sizes.add(round(height, 2))
        elif x1 - x0 < _WIDEST * em * len(run):
            # A font without metrics: its boxes are those of the ink, so height and place come from the base line.
            x0, base = self._origin(first)
            top, bottom = base - _ASCENT * em, base + (1 - _ASCENT) * em
            if self._text[last] > "\u2e7f":
                x1 = max(x1, self._origin(last)[0] + em)
        if first == last:
            self._lone.append((first, Word(self._text[first], x0, top, x1, bottom, [x0], spaced=self._spaced)))
            return
        x0s, text = self._x0s, self._text
        edges = [x0s[at] for at in run]
        self._found.words.append(
            Word("".join([text[at] for at in run]), x0, top, x1, bottom, edges, spaced=self._spaced)
        )

    def _em(self, at: int) -> float:
        """Type size in points as shown."""
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._page, at, matrix)
        return float(pdfium.FPDFText_GetFontSize(self._page, at) * math.hypot(matrix.c, matrix.d)) or 1.0

    def _origin(self, at: int) -> tuple[float, float]:
        """Where the pen stands for a character, on the base line."""
        pdfium.FPDFText_GetCharOrigin(self._page, at, self._x, self._y)
        return self._frame.point(self._x.value, self._y.value)

    def _turn(self) -> None:
        """Lone characters: upright ones are words, those of turned text are put together, tilted ones are set apart."""
        expected = self._frame.turns * math.pi / 2
        before: tuple[float, Word] | None = None
        for at, word in self._lone:
            angle = (pdfium.FPDFText_GetCharAngle(self._page, at) - expected) % (2 * math.pi)
            if min(angle, 2 * math.pi - angle) < _TILT:
                self._found.words.append(word)
                continue
            word.x0, word.top, word.x1, word.bottom = self._x0s[at], self._tops[at], self._x1s[at], self._bottoms[at]
            if before is not None and abs(before[0] - angle) < _TILT and _touch(before[1], word):
                whole = before[1]
                whole.text += word.text
                whole.x0, whole.top = min(whole.x0, word.x0), min(whole.top, word.top)
                whole.x1, whole.bottom = max(whole.x1, word.x1), max(whole.bottom, word.bottom)
                whole.edges.append(word.x0)
                continue
            quarter = min(angle % (math.pi / 2), -angle % (math.pi / 2)) < _TILT
            (self._found.words if quarter else self._found.tilted).append(word)
            before = (angle, word)


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


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"


def _touch(left: Word, right: Word) -> bool:
    reach = max(right.x1 - right.x0, right.bottom - right.top) / 2
    return (
        left.x0 - reach < right.x1
        and right.x0 < left.x1 + reach
        and left.top - reach < right.bottom
        and right.top < left.bottom + reach
    )
