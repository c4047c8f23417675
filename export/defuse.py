"""Text in CSV that a spreadsheet would take for a formula, made harmless; the rule is told in every package.

Text that begins with = + - @ (full width too; blanks and controls before them do not count) or with a control
character gets an apostrophe before it. Signed numbers with or without a unit (-5%, -0.18亿元) and signs alone (-) stay.
Text that begins with an apostrophe gets one more, so taking one away gives every text back.
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = tuple("=+-@＝＋－＠")
_NUMBER = re.compile(r"[+\-＋－]+|[+\-＋－]?[0-9,.]*[0-9][0-9,.]*[%％‰〇\u3400-\u9fff]*")
_FORMULA = r"^[\p{Z}\p{C}]*[=+\-@＝＋－＠]|^\p{Cc}"
_HARMLESS = r"^[+\-＋－]+$|^[+\-＋－]?[0-9,.]*[0-9][0-9,.]*[%％‰\p{Han}]*$"
RULE = (
    "Text that a spreadsheet would take for a formula (it begins with = + - @, in half or full width, after blanks and "
    "controls if any, or with a control character) has an apostrophe ' before it, unless it is a signed number with or "
    "without a unit (-5%, -0.18亿元) or signs alone (-). Text that begins with an apostrophe has one more. To undo: "
    "take one apostrophe from the front of every text that begins with one. "
    "以 = + - @ 或控制字符开头的文本前加一个英文单引号，以防电子表格把它当作公式；带正负号的数字不加；"
    "还原时去掉开头的一个单引号。"
)


def defused(sql: str) -> str:
    """The SQL of a text, made harmless."""
    risky = f"regexp_matches({sql}, '{_FORMULA}') and not regexp_matches({sql}, '{_HARMLESS}')"
    return f"case when starts_with({sql}, '''') or ({risky}) then '''' || {sql} else {sql} end"


def harmless(text: str) -> str:
    """A text made harmless by the same rule, for the CSV that commands write."""
    return f"'{text}" if text.startswith("'") or (_is_formula(text) and not _is_number(text)) else text


def _is_formula(text: str) -> bool:
    shown = text.lstrip("".join(char for char in set(text) if unicodedata.category(char)[0] in "ZC"))
    return shown[:1] in _SIGNS or unicodedata.category(text[:1] or "x") == "Cc"


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def restored(text: str) -> str:
    """The text as it was."""
    return text.removeprefix("'")
