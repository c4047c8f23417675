"""The view: the canonical text with its spelling folded, code point for code point.

Full-width forms become ASCII, CJK radicals ordinary characters, markup becomes blanks, and a line end that
only breaks a paragraph becomes a blank. Nothing moves: an offset in the view is an offset in the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.find.marks import mark_of

# Chinese comma, stop, semicolon stay what they are: they bound clauses and never stand inside a number.
_KEPT = "，。；、！？"
_RADICALS = (
    "⺠民⻓长⻔门⻚页⻛风⻅见⻉贝⻋车⻝食⻢马⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⺟母⻄西⻁虎⻘青⺼月⻆角⻤鬼⺎兀⺏尢⺢氺⻣骨"
)


def _folding() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT}
    table |= {ord(char): " " for char in "\u3000\u00a0\u2002\u2003\u2009\u200b\ufeff\r\v\f"}
    table |= {ord(char): "-" for char in "−–﹣‐‑"}
    table |= dict(zip(map(ord, "∶﹕≧≦﹥﹤﹢﹪〜∼"), "::≥≤><+%~~", strict=True))
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    table |= {ord(old): new for old, new in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)}
    return table


FOLD = _folding()
_FOLDED = re.compile("[" + "".join(map(re.escape, map(chr, FOLD))) + "]")
_HEADING = re.compile(r"^[ \t]*#{1,6}(?= )", re.MULTILINE)
_MARKUP = re.compile(
    r"</?(?:b|strong|i|em|u|br|p|span|sup|sub|font)\b[^<>\n]{0,80}/?>|\*\*|__|\[bookmark:[^\]\n]{0,80}\]"
)
_LATEX = re.compile(r"\\(?:geq?slant|leq?slant|geq|leq|ge|le|gt|lt|sim|approx|times|%)(?![A-Za-z])|\$")
_LATEX_SIGN = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<", "si": "~", "ap": "约", "ti": "×", "%": "%"}
# A line end with blank lines and, at most, a page number: where a page may have broken a paragraph.
_BREAK = re.compile(r"\n(?:[ \t]*\n)*(?:[ \t]*[-—]+ *\d{1,4} *[-—]+[ \t]*\n(?:[ \t]*\n)*)?")
_IN_WORDS = re.compile(r"[一-鿿] +[一-鿿]")
_GAP = re.compile(r"[ \u3000]{2,}")  # between columns set with blanks
_SENTENCE_END = frozenset("。；：:;！？!?…")
_CLAUSE = re.compile(r"[，,。；、]")
_QUANTITY_START = re.compile(r"\s*-?\d[\d,.]*\s*(?:[万亿千百]*元|万|亿|%|人|家|个百分点)")
_MID_NUMBER = re.compile(r"(?:\d\.?|[\d ][万亿千]|[(（“《〔][^)）”》〕]{0,60})$")
_NUMBER_GOES_ON = re.compile(r"[\d.,%]|[万亿千百]|元|人|户|家|次|个|份|件|[^(（“《〔]{0,60}[)）”》〕]")
_MIN_WRAPPED = 20
_FULL_LINE = 28  # a page of an official document is as wide: a shorter paragraph was not cut
# No quantity has as many digits: such runs are kept as numbers, but hidden from the grammar.
_LONG_RUN = re.compile(r"[0-9][0-9]{24,}")


@dataclass(frozen=True)
class View:
    """`folded` has markup blanked and spelling folded; `prose` has broken paragraphs joined as well."""

    folded: str
    prose: str
    long_runs: tuple[tuple[int, int], ...] = ()

    def without(self, spans: Sequence[tuple[int, int]]) -> View:
        """The view with these spans blank: page numbers and running headers say nothing of what is around them."""
        return View(blanked(self.folded, spans), blanked(self.prose, spans), self.long_runs) if spans else self

    def joins(self) -> list[tuple[int, int]]:
        """Blanks of the prose that stand for a line end inside a Chinese word or sentence, in order."""
        found: list[tuple[int, int]] = []
        at = self.folded.find("\n") if self.prose != self.folded else -1
        while at >= 0:
            start = end = at
            if self.prose[at] == " ":
                while start and self.prose[start - 1] == " ":
                    start -= 1
                while end < len(self.prose) and self.prose[end] == " ":
                    end += 1
                if _IN_WORDS.match(self.prose, max(start - 1, 0)):
                    found.append((start, end))
            at = self.folded.find("\n", max(end, at + 1))
        return found


class Closed:
    """A text with some spans closed up, and the way back from its offsets."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        pieces, self._cuts, self._lost, last, lost = [], [0], [0], 0, 0
        for start, end in spans:
            pieces.append(text[last:start])
            lost += end - start
            self._cuts.append(end - lost)
            self._lost.append(lost)
            last = end
        self.text = "".join((*pieces, text[last:]))

    def back(self, offset: int) -> int:
        """Offset in the whole text of the code point at `offset`."""
        return offset + self._lost[bisect_right(self._cuts, offset) - 1]


def blanked(text: str, spans: Sequence[tuple[int, int]], char: str = " ") -> str:
    """The text with these spans, in order, filled with one character."""
    pieces: list[str] = []
    last = 0
    for start, end in spans:
        pieces += (text[last:start], char * (end - start))
        last = end
    return "".join((*pieces, text[last:]))


def fold(text: str) -> str:
    """Spelling folded, nothing else: for lexicon phrases and labels."""
    for char in set(_FOLDED.findall(text)):
        text = text.replace(char, FOLD[ord(char)])
    return text


def make_view(text: str, headings: Collection[int] | None = None) -> View:
    """The view of a text; `headings` are the starts of the heading lines of a file that declares its paragraphs."""
    folded = fold(text)
    folded = _HEADING.sub(_blank, folded) if "#" in folded else folded
    folded = _MARKUP.sub(_blank, folded)
    if "$" in folded or "\\" in folded:
        folded = _LATEX.sub(_unlatex, folded)
    long_runs = tuple(match.span() for match in _LONG_RUN.finditer(folded))
    folded = _LONG_RUN.sub(lambda match: "□" * len(match[0]), folded) if long_runs else folded
    return View(folded, _join_broken(text, folded, headings), long_runs)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _unlatex(match: re.Match[str]) -> str:
    word = match[0]
    sign = _LATEX_SIGN.get(word[1:3], "") if word != "$" else ""
    return sign + " " * (len(word) - len(sign)) if word[-1] != "%" else " %"


def _join_broken(text: str, folded: str, headings: Collection[int] | None) -> str:
    """Blank the line ends at which a page or a fixed width broke a paragraph."""
    pieces: list[str] = []
    last = 0
    for match in _BREAK.finditer(folded):
        end, start = match.span()
        while end and folded[end - 1] in " \t":
            end -= 1
        if end and folded[end - 1] not in _SENTENCE_END and _is_broken(text, folded, end, start, headings):
            pieces += (folded[last:end], " " * (start - end))
            last = start
    pieces.append(folded[last:])
    return "".join(pieces)


def _is_row(above: str, line: str, below: str) -> bool:
    """A row of columns set with blanks, beside another such: it ends with its line, and with a number."""
    words = _GAP.split(line.strip())
    if len(words) < 2 or not words[-1][-1:].isdigit():
        return False
    return len(words) in (len(_GAP.split(above.strip())), len(_GAP.split(below.strip())))


def _is_broken(text: str, folded: str, end: int, start: int, headings: Collection[int] | None) -> bool:
    begin = folded.rfind("\n", 0, end) + 1
    if headings and start in headings:
        return False
    before = folded[begin:end]
    if not before.strip() or before.rstrip()[-1] in _SENTENCE_END or "\t" in before or "|" in before:
        return False
    stop = folded.find("\n", start)
    stop = stop if stop >= 0 else len(folded)
    after = folded[start:stop]
    above = max(begin - 1, 0)
    if _is_row(text[text.rfind("\n", 0, above) + 1 : above], text[begin:end], text[start:stop]):
        return False
    if not after.strip() or "\t" in after or "|" in after or mark_of(after) or text[begin:end].lstrip()[:1] == "#":
        return False
    if text[start : start + 80].lstrip()[:1] in "#*<-" and text[start:].lstrip()[:1]:
        return False
    if after.startswith("  "):
        return False  # an indented line begins a paragraph
    if _MID_NUMBER.search(before) and (headings is None or _NUMBER_GOES_ON.match(after)):
        return True
    mark = mark_of(before)
    if before.rstrip().endswith(")" if mark else "分)"):
        return False  # a heading with its score
    is_name = mark is not None and not _CLAUSE.search(before, mark.end)
    if is_name or (headings is not None and (begin in headings or len("".join(before.split())) < _FULL_LINE)):
        return bool(_QUANTITY_START.match(after))
    return len(before.strip()) >= _MIN_WRAPPED
