"""Heading and list marks at the start of a line: 一、 （一） 1. （1） 1） ① 第一部分 附件1. 1.1 A12."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_CN = "一二三四五六七八九十"
# How deep a style of mark stands among headings; the smaller heads the larger.
RANK = {"part": 0, "attachment": 0, "cn": 1, "cnp": 2, "ar": 3, "arp": 4, "arr": 4, "circle": 5}
RANK |= {"code0": 2, "code1": 3, "code2": 4, "code3": 4, "dotted2": 4, "dotted3": 5, "dotted4": 5}
_BY_DEPTH = ("code", "dotted")
_COUNTED = "万亿元个家人户分倍年月日次件名条台套天小百千"  # 1.5万 is a quantity
# Signs before a line of a list that say nothing of its place; word processors write some from private fonts.
BULLETS = "●◆■□▪▫◼◻▲△★☆○◎◇►▶▷➢➤✓✔√❖◈•‣⚫\uf06c\uf06e\uf070\uf075\uf076\uf0a7\uf0b2\uf0b7\uf0d8\uf0fc"
_BULLET = re.compile(rf"\s*(?:[{BULLETS}]+\s*|[-*·]\s+)?")
_MARK = re.compile(
    rf"""\s*(?:[{BULLETS}]+\s*|[-·]\s+)?(?:
      (?P<part>第[{_CN}]{{1,3}}(?:部分|章|编|节))
    | (?P<attachment>附[件表]\s*(?:(?:\d{{1,2}}|[{_CN}]{{1,2}})(?!\d)\s*[:.]?|:))
    | (?P<cn>[{_CN}]{{1,3}}\s*(?:、|\.(?!\d)))
    | (?P<cnp>\(\s*[{_CN}]{{1,3}}\s*\))
    | (?P<ar>\d{{1,2}}\s*(?:、|\.(?!\d)|\.(?=15分钟(?:城乡|便民|就近|医保|医疗)?[一-鿿]{{0,4}}圈)))
    | (?P<arp>\(\s*\d{{1,2}}\s*\))
    | (?P<arr>\d{{1,2}}\s*\))
    | (?P<circle>[①-⑳])
    | (?P<code>[A-Z]\d{{1,3}}(?![\dA-Za-z])[\s.、:]*(?=[一-鿿“])|[A-Z](?:[.、]|\s)\s*(?=[一-鿿“]))
    | (?P<dotted>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?![\d.])[、.]?\s*(?![{_COUNTED}])(?=[一-鿿“]))
    )\s*""",
    re.VERBOSE,
)
_ONES = {char: value for value, char in enumerate(_CN[:9], 1)} | {"": 0}
_NO_NUMERAL = re.compile(rf"[^\d{_CN}①-⑳]")


class Mark(NamedTuple):
    """Style of a mark and the offset, inside the line, where the words after it begin."""

    style: str
    end: int
    number: str

    @property
    def is_first(self) -> bool:
        """一、 (1) 第一章."""
        return self.number.strip(" ()、.") in ("一", "1", "①", "第一部分", "第一章", "第一编", "第一节")

    @property
    def value(self) -> int:
        """Number that the mark stands for (十二、 is 12, ③ is 3), or 0."""
        words = _NO_NUMERAL.sub("", self.number)
        if words.isdigit() and words.isascii():
            return int(words)
        if len(words) == 1 and "①" <= words <= "⑳":
            return ord(words) - ord("①") + 1
        tens, ten, ones = words.rpartition("十")
        if tens not in _ONES or ones not in _ONES:
            return 0
        return ((_ONES[tens] or 1) * 10 if ten else 0) + _ONES[ones]


@lru_cache(maxsize=4096)  # outline, indicators and prose look at the same lines
def mark_of(line: str) -> Mark | None:
    """The mark that a folded line starts with, or None."""
    match = _MARK.match(line)
    if match is None or match.lastgroup is None:
        return None
    style, number = match.lastgroup, match[match.lastgroup]
    return Mark(style + str(_depth(number)) if style in _BY_DEPTH else style, match.end(), number)


def bullet_end(line: str) -> int:
    """Where the words begin behind the blanks and the bullet that a line starts with."""
    found = _BULLET.match(line)
    return found.end() if found and found.end() < len(line) else len(line) - len(line.lstrip())


def _depth(code: str) -> int:
    """How deep a code stands: A 0, B1 1, C11 2; 1.1 2, 1.1.1 3."""
    return code.count(".", 0, len(code.rstrip(" .、"))) + 1 if code[0].isdigit() else sum(map(str.isdigit, code))
