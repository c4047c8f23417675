"""Automatic numbers as they are printed: the number formats of word processors and web pages."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST = 30_000  # beyond it letters and Roman figures would fill pages
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
# Signs that hold their number: first code point of each run, with the numbers it stands for.
_CIRCLED = ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))
_IN_PARENTHESES = ((1, 20, 0x2474),)
_WITH_STOP = ((1, 20, 0x2488),)
_IDEOGRAPHS_CIRCLED = ((1, 10, 0x3280),)


def counted(number: int, digits: str = _DIGITS, tens: str = "十百千万") -> str:
    """A number from 1 to 9999 in Chinese: 十二, 二十, 一百零五."""
    if number > 9999:
        return str(number)
    written = ""
    for place, sign in ((1000, tens[2]), (100, tens[1]), (10, tens[0]), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            written += digits[digit] + sign
        elif written and number and not written.endswith("零"):
            written += "零"
    return written[1:] if written.startswith(digits[1] + tens[0]) and digits is _DIGITS else written


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    written = ""
    for worth, sign in _ROMAN:
        times, number = divmod(number, worth)
        written += sign * times
    return written


def _sign(number: int, runs: tuple[tuple[int, int, int], ...]) -> str:
    return next((chr(code + number - low) for low, high, code in runs if low <= number <= high), str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "bullet": lambda number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": counted,
    "chineseCountingThousand": counted,
    "taiwaneseCounting": counted,
    "taiwaneseCountingThousand": counted,
    "japaneseCounting": counted,
    "koreanCounting": counted,
    "ideographDigital": _digital,
    "taiwaneseDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "chineseLegalSimplified": lambda number: counted(number, _LEGAL, "拾佰仟万"),
    "ideographLegalTraditional": lambda number: counted(number, _LEGAL, "拾佰仟万"),
    "japaneseLegal": lambda number: counted(number, _LEGAL, "拾佰仟万"),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "decimalEnclosedCircle": lambda number: _sign(number, _CIRCLED),
    "decimalEnclosedCircleChinese": lambda number: _sign(number, _CIRCLED),
    "decimalEnclosedParen": lambda number: _sign(number, _IN_PARENTHESES),
    "decimalEnclosedFullstop": lambda number: _sign(number, _WITH_STOP),
    "ideographEnclosedCircle": lambda number: _sign(number, _IDEOGRAPHS_CIRCLED),
    "numberInDash": lambda number: f"- {number} -",
}


def rendered(number: int, style: str) -> str:
    """The number in a format by its OOXML name; numbers below 1 or beyond use and formats not known are decimal."""
    if not 1 <= number <= _MOST and style not in ("none", "bullet"):
        return str(number)
    return _FORMATS.get(style, str)(number)
