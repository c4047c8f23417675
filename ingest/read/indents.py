"""How far the labels of a table are set in: that alone may tell the parts of a row from the rows beside it.

A width is counted in blanks, half a character each: an ideographic blank is two. A file may type the blanks, or its
styles may set the cell in; the canonical text has blanks before the label in either case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WIDE = "\u3000\u2003"
_NARROW = " \u00a0\u2002"
LEAST = 2  # one narrow blank is a slip
_MOST = 40  # deeper nobody can see
_SENTENCE = re.compile("[。；;]")
_FIGURE = re.compile(r"[-−－+]?[¥￥]?\d[\d,，]*(?:\.\d+)?[%％]?|NaN%?|[-—－/]{1,3}")
_MAX_LABEL = 60  # longer words are prose, whose first line is set in


def typed(words: str) -> int:
    """Width of the blanks that words begin with."""
    width = 0
    for char in words:
        if char in _WIDE:
            width += 2
        elif char in _NARROW:
            width += 1
        else:
            break
    return width


def blanks(width: int) -> str:
    """Blanks of this width."""
    return "\u3000" * (width // 2) + " " * (width % 2)


def is_figure(words: str) -> bool:
    """Whether a cell holds a number, or a dash for one, and nothing else."""
    return _FIGURE.fullmatch(words) is not None


def is_label(words: str) -> bool:
    """Whether a cell may name its row: neither a figure nor prose."""
    return (
        len(words) <= _MAX_LABEL
        and any(map(str.isalpha, words))
        and not is_figure(words)
        and not _SENTENCE.search(words)
    )


def relative(column: Iterable[int | None]) -> list[int]:
    """What the labels of a column, from top to bottom, are set in from the outermost of them; None says nothing.

    Where all stand equally far from the edge nobody is set in, and what is set in has such a label above it.
    """
    widths = list(column)
    outermost = min((width for width in widths if width is not None), default=0)
    found, has_above = [], False
    for width in widths:
        beyond = 0 if width is None else width - outermost
        found.append(min(beyond, _MOST) if has_above and beyond >= LEAST else 0)
        has_above = has_above or (width is not None and beyond < LEAST)
    return found
