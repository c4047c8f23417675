"""Chinese numerals in front of a counter (三十五家, 三点五亿元) and in percent words (百分之九十八点五).

What people say loosely (两三家, 十五六人, 一百二) has no value that one could state, and is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_DIGITS = "零〇一二三四五六七八九"
_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_PARTS = {"百": "%", "千": "‰"}  # before 分之
_ONE = "[一二三四五六七八九两]"
# Two digits side by side are 三四, two or three, but for a row of them (二〇二三); 一百二 is 120 or 102.
_LOOSE = re.compile(rf"{_ONE}{_ONE}.*[十百千万亿]|[十百千万亿]{_ONE}{_ONE}|[百千万亿]{_ONE}$|^{_ONE}{_ONE}$")
_ONE_SCALE = re.compile("([^万亿]+)(万亿|万|亿)")
# Before these a single character is a number too (三家); elsewhere it is idiom or a name (一次, 三项, 百家).
_COUNTED_BY_ONE = frozenset(
    {
        "万元", "亿元", "人次", "人份", "家", "名", "件", "条", "份", "篇", "场次", "场", "辆", "台", "所",
        "个百分点", "个月", "分钟", "万人", "人",
    }
)  # fmt: skip


class Numeral(NamedTuple):
    """A numeral with its unit; the value is in ones of the unit label, as digits."""

    start: int
    end: int
    digits_end: int
    literal: str
    unit_label: str
    unit_class: str
    qualifier: str


class NumeralGrammar:
    """The grammar compiled from a pattern of the units, and the words between numeral and unit (余, 多)."""

    def __init__(self, classes: dict[str, str], scalable: frozenset[str], units: str, inside: dict[str, str]) -> None:
        self._classes, self._scalable, self._inside = classes, scalable, inside
        fraction = f"(?:点[{_DIGITS}]{{1,24}})?"  # longer runs are no numbers
        more = "|".join(map(re.escape, inside))
        first = f"[{_DIGITS}两十百千]"  # found first, then what stands before it: `re` skips to it
        self._pattern = re.compile(
            rf"{first}(?:分之(?<=[{''.join(_PARTS)}]分之)(?P<share>[{_DIGITS}两十百千]{{1,24}}{fraction})"
            rf"|(?<![第{_DIGITS}两十百千万亿几数每同唯某任这那].)(?<![{_DIGITS}两十]点.)"
            rf"[{_DIGITS}两十百千万亿]{{0,24}}{fraction}[万亿]{{0,4}}(?P<end>)(?P<more>{more})?"
            rf"(?P<unit>{units})(?![一-鿿]{{0,1}}(?:民|大|均|才|力)))"
        )

    def scan(self, text: str, taken: list[tuple[int, int]]) -> Iterator[Numeral]:
        """Numerals in order of place, but for those in the spans taken (sorted, apart)."""
        for match in self._pattern.finditer(text):
            start, end = match.span()
            at = bisect_right(taken, (end, 0)) - 1
            if at >= 0 and start < taken[at][1] and taken[at][0] < end:
                continue
            if match["share"]:
                label, digits_end = _PARTS[text[start]], end
                value = numeral_value(match["share"])
            else:
                digits_end = match.end("end")
                plain = text[start:digits_end]
                words, label = self._scaled(plain, match["unit"])
                idiom = _is_idiom(plain, match["unit"]) and not match["more"]
                value = None if idiom else numeral_value(words)
            if value is not None:
                unit_class = self._classes.get(label) or self._classes.get(label.lstrip("十百千万亿"), "")
                qualifier = self._inside[match["more"]] if match["more"] else "exact"
                yield Numeral(start, end, digits_end, format(value, "f"), label, unit_class, qualifier)

    def _scaled(self, plain: str, unit: str) -> tuple[str, str]:
        """五百万 元 is 五百 万元, stated to 万元, as 500万元 is; 三亿二千万 stays whole."""
        one = _ONE_SCALE.fullmatch(plain)
        return (one[1], one[2] + unit) if one and unit in self._scalable else (plain, unit)


def _is_idiom(words: str, unit: str) -> bool:
    """Whether a numeral of one character is no stated number."""
    return len(words) == 1 and (words in "一零两十百千" or unit not in _COUNTED_BY_ONE)


def numeral_value(text: str) -> Decimal | None:
    """Value of a Chinese numeral (三十五, 五百万, 三点五亿), or None where it is none or says it loosely."""
    words, point, fraction = text.partition("点")
    digits = fraction.rstrip("万亿")
    whole = None if _LOOSE.search(words) else _whole(words)
    if whole is None or (point and not digits) or any(char not in _VALUES for char in digits):
        return None
    scale = 4 * fraction.count("万") + 8 * fraction.count("亿")
    return Decimal(f"{whole}.{''.join(str(_VALUES[char]) for char in digits)}").scaleb(scale)


def _whole(text: str) -> int | None:
    for mark, scale in (("亿", 10**8), ("万", 10**4)):
        high, found, low = text.rpartition(mark)
        if high:
            above, below = _whole(high), _whole(low) if low else 0
            return None if above is None or below is None else above * scale + below
        if found:
            return None
    total = digit = 0
    for char in text:
        if char in _VALUES:
            digit = digit * 10 + _VALUES[char] if (digit and char not in "零〇") or char == "〇" else _VALUES[char]
        elif char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            return None
    return total + digit
