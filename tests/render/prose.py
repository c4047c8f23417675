"""A paragraph as office suites set Chinese: indented by two characters, both margins straight, numbers unbroken."""

from __future__ import annotations

import re

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

_PIECES = re.compile(r"[（(“《〔]*(?:[!-'*-~\d]+|.)[，。、；：！？）)”》〕%％]*", re.S)
_BELOW = 2  # points below the paragraph
_LOOSEST = 0.25  # ems that may come between two characters of a line set to both margins


class Prose(Flowable):
    """Lines of one paragraph; it may be split over pages."""

    def __init__(self, words: str, font: str, size: float) -> None:
        super().__init__()
        self._words, self._font, self._size = words, font, size
        self._indent, self._leading = 2 * size, 1.5 * size
        self._lines: list[str] = []
        self._is_end = True

    def _part(self, lines: list[str], indent: float, is_end: bool) -> Prose:
        part = Prose("", self._font, self._size)
        part._lines, part._indent, part._is_end = lines, indent, is_end
        return part

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        self.width = width
        self._lines = self._lines or self._broken(width)
        self.height = len(self._lines) * self._leading + _BELOW
        return width, self.height

    def _broken(self, width: float) -> list[str]:
        """Lines that fit: a number or a Latin word stays whole, punctuation stays with what it closes or opens."""
        lines, line, room = [], "", width - self._indent
        for piece in _PIECES.findall(self._words):
            if line and self._long(line + piece) > room:
                lines.append(line)
                line, room = "", width
            line += piece
        return [*lines, line]

    def _long(self, words: str) -> float:
        return float(stringWidth(words, self._font, self._size))

    def split(self, width: float, height: float) -> list[Flowable]:
        fitting = int((height - _BELOW) // self._leading)
        if not 0 < fitting < len(self._lines):
            return []
        return [
            self._part(self._lines[:fitting], self._indent, False),
            self._part(self._lines[fitting:], 0.0, self._is_end),
        ]

    def draw(self) -> None:
        text = self.canv.beginText(0, self.height - self._size)
        text.setFont(self._font, self._size, self._leading)
        for position, line in enumerate(self._lines):
            indent = self._indent if position == 0 else 0.0
            spare = self.width - indent - self._long(line)
            is_last = self._is_end and position == len(self._lines) - 1
            apart = min(spare / max(len(line) - 1, 1), _LOOSEST * self._size)
            text.setXPos(indent)
            text.setCharSpace(0 if is_last else apart)
            text.textLine(line)
            text.setXPos(-indent)
        self.canv.drawText(text)
