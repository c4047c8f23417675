"""Lines of a folded text, with what they are at sight: words, table row, page number."""

from __future__ import annotations

import re
from typing import NamedTuple

_CJK_GAP = re.compile(r"[ \t](?<=[一-鿿].)[ \t]*(?=[一-鿿])")
_PAGE = re.compile(
    r"(?=[-—－–\s第页共\d,，/]*$)(?:"  # most words hold another character
    r"[-—－–\s]*(?:第\s*\d{1,3}\s*页)?[\s,，/]*(?:共\s*\d{1,3}\s*页)?[-—－–\s]*$"
    r"|[-—－–]\s*\d{1,3}\s*[-—－–]$|\d{1,3}\s*/\s*\d{1,3}$)"
)
_INNER_GAP = re.compile(r"(?<=[一-鿿\d《》()“”])\s+(?=[一-鿿\d《》()“”])")
_ALIGNED = re.compile(r"\S {2,}\S+ {2,}\S")
_MAX_PAGE = 16


class Line(NamedTuple):
    """A line of the canonical text: span without the line end, folded words, the table mark."""

    start: int
    end: int
    words: str
    is_cells: bool

    @property
    def is_row(self) -> bool:
        """A row of any kind of table, words set in columns included."""
        return self.is_cells or _ALIGNED.search(self.words) is not None


def find_lines(folded: str) -> list[Line]:
    """Lines of a text in order; a page number counts as a blank line."""
    lines, start = [], 0
    for raw in folded.split("\n"):
        words = raw.strip()
        if " " in words:
            words = _unspaced(words)
        if words and len(words) <= _MAX_PAGE and is_page_number(words):
            words = ""
        lines.append(Line(start, start + len(raw), words, "\t" in raw or ("|" in raw and raw.count("|") > 1)))
        start += len(raw) + 1
    return lines


def is_page_number(words: str) -> bool:
    """第 3 页 共 8 页, - 3 -, 3/8."""
    return len(words) <= _MAX_PAGE and _PAGE.match(words) is not None


def next_words(lines: list[Line], index: int) -> int:
    """Index of the first line from `index` on that has words; the number of lines where none has."""
    while index < len(lines) and not lines[index].words:
        index += 1
    return index


def cells_of(line: Line) -> list[str]:
    """Words of the filled cells of a line."""
    return [words for cell in line.words.replace("|", "\t").split("\t") if (words := cell.strip())]


def one_line(words: str) -> str:
    """Words with their blanks folded: none between Chinese characters."""
    return _INNER_GAP.sub("", " ".join(words.split()).strip(" |\t"))


def _unspaced(words: str) -> str:
    """Words printed with letter-spacing (绩 效 自 评) set solid; table cells stay as they are."""
    return words if "\t" in words else _CJK_GAP.sub("", words)
