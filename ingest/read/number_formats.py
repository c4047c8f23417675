"""Numbers of sheets as the sheet shows them: format codes such as `#,##0.00`, `0.00%`, `yyyy"年"m"月"`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

# Formats that a file may name by number without spelling them out (ECMA-376 18.8.30, with the Chinese ones).
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00", 9: "0%",
    10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy-m-d", 15: "yyyy-m-d", 16: "m-d",
    17: "yyyy-m", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-m-d h:mm", 27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "yyyy-m-d", 31: 'yyyy"年"m"月"d"日"', 32: "h:mm", 33: "h:mm:ss",
    34: "h:mm", 35: "h:mm:ss", 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: "h:mm", 56: "h:mm:ss", 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]\-]*)[^\]]*\]|\[(?P<elapsed>[hms]+)\]|\[[^\]]*\]'
    r"|(?P<number>[0#?][0#?,]*(?:\.[0#?,]*)?|\.[0#?]+)|(?P<date>y+|m+|d+|h+|s+|b{2,4}|e{1,4}(?![+-])|am/pm|上午/下午)"
    r"|(?P<percent>%)|(?P<general>general)|(?P<none>e[+-]|/)|(?P<other>.)",
    re.I | re.S,
)
_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_CONDITION = re.compile(r"\[[<>=]")
_SIGNIFICANT = 15  # digits a sheet keeps: what is beyond them is the noise of binary fractions
_MAX_SERIAL = 2_958_465  # 9999-12-31
_DAYS_TO_1904 = 1462
_MAX_CODE = 255  # characters, as in Excel
_MAX_SHOWN = 1e15  # beyond it no place is exact


class _Format(NamedTuple):
    """`picture` has a NUL for each run of digit places; `places` are those runs."""

    is_date: bool
    is_plain: bool
    places: tuple[str, ...]
    picture: str
    percents: int
    parts: frozenset[str]


@lru_cache(maxsize=1024)
def _parse(section: str) -> _Format:
    places: list[str] = []
    parts: set[str] = set()
    picture = ""
    percents = 0
    is_plain = bool(_CONDITION.search(section))
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup
        text = match[kind] if kind else ""
        if kind == "number":
            places.append(text)
            picture += "\0"
        elif kind in ("date", "elapsed"):
            parts.add("elapsed" if kind == "elapsed" and text[0] in "hH" else text[0].lower().replace("e", "y"))
        elif kind in ("general", "none"):
            is_plain = True
        else:
            percents += kind == "percent"
            picture += text
    is_date = bool(parts) and not places
    return _Format(is_date, is_plain or not places, tuple(places), picture, percents, frozenset(parts))


def shown(value: float, code: str, is_1904: bool = False) -> str:
    """A number in a format code, as a sheet shows it, with two exceptions: words that lose no sign and no zero.

    A negative number has a minus where its format would show brackets or red, a zero is a zero where its format
    would show a dash or nothing. Formats with conditions, fractions and powers of ten give the number as it is.
    """
    if not isfinite(value) or len(code) > _MAX_CODE:
        return general(value)
    sections = _SECTION.split(code)
    form = _parse(sections[1] if value < 0 and len(sections) > 1 and sections[1] else sections[0])
    if form.is_date:
        return _date(value, form.parts, "年" in code, is_1904)
    if form.is_plain or abs(value) >= _MAX_SHOWN:
        return general(value)
    try:
        return _filled(value, form)
    except InvalidOperation:  # more places, or percent signs, than any number has digits
        return general(value)


def general(value: float) -> str:
    """A number as it is: 0.1 + 0.2 is 0.3, 1e15 is 1000000000000000."""
    if not isfinite(value):
        return ""
    written = format(_exact(value), "f")
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written == "-0" else written


def _exact(value: float) -> Decimal:
    return Decimal(f"{value:.{_SIGNIFICANT}g}")


def _filled(value: float, form: _Format) -> str:
    """The number set into the places of its format."""
    last = form.places[-1].rstrip(",")
    whole, _, fraction = last.partition(".")
    scaled = _exact(abs(value)) * 100**form.percents / 1000 ** (len(form.places[-1]) - len(last))
    amount = scaled.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    before, _, after = f"{amount:f}".partition(".")
    needed = len(fraction.rstrip("#?"))
    after = after[:needed] + after[needed:].rstrip("0")
    words = []
    first, *others = *form.places[:-1], whole
    for place in reversed(others):  # 0!.0, has a sign of its own between places: 123456 is 12.3
        width = sum(char in "0#?" for char in place)
        before = before.zfill(width + 1)
        words.append(before[-width:] if width else "")
        before = before[:-width] if width else before
    before = before.zfill(first.count("0"))
    words.append(f"{int(before or 0):,}" if "," in first else before or "0")
    words[0] += f".{after}" if after else ""
    picture = form.picture
    if value < 0:
        picture = re.sub("[-−()（）]", "", picture)
        words[-1] = f"-{words[-1]}" if amount else words[-1]
    while words:
        picture = picture.replace("\0", words.pop(), 1)
    return picture.strip()


def _date(value: float, parts: frozenset[str], is_chinese: bool, is_1904: bool) -> str:
    value += _DAYS_TO_1904 * is_1904
    if not 0 <= value <= _MAX_SERIAL:
        return general(value - _DAYS_TO_1904 * is_1904)
    at = datetime(1899, 12, 30) + timedelta(seconds=min(round(value * 86400), _MAX_SERIAL * 86400))
    if "elapsed" in parts:
        minutes = round((value - _DAYS_TO_1904 * is_1904) * 1440)
        return f"{minutes // 60}:{minutes % 60:02d}"
    has_time = not parts.isdisjoint("hs")
    has_month = "m" in parts and not (has_time and parts.isdisjoint("yd"))
    if parts >= {"y", "m", "d"}:
        day = f"{at.year}年{at.month}月{at.day}日" if is_chinese else f"{at:%Y-%m-%d}"
    else:
        day = f"{at.year}年" * ("y" in parts) + f"{at.month}月" * has_month + f"{at.day}日" * ("d" in parts)
    return " ".join(filter(None, (day, f"{at:%H:%M}" if has_time else "")))
