"""What a web page sets the words of a cell in: blanks that a browser keeps, and the styles around them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from ingest.read.indents import typed

_WIDTH = re.compile(
    r"(?:^|[;\s])(?P<name>text-indent|padding-left|margin-left)\s*:\s*(?P<size>-?\d{1,4}(?:\.\d{1,4})?)\s*(?P<unit>em|px|pt|cm|mm)",
    re.I,
)
_ALIGN = re.compile(r"(?:^|[;\s])text-align\s*:\s*([a-z]+)", re.I)
# Of half a character, in type of 14 pixels or 10.5 points.
_UNITS = {"em": 0.5, "px": 7.0, "pt": 5.25, "cm": 0.185, "mm": 1.85}


def indent_of(around: Iterable[LexborNode], words: str) -> int | None:
    """Blanks that the words of a line are set in by elements around it, the innermost first; None where centred."""
    aligned = first_line = None
    width = float(typed(words.lstrip("\t\n\r\f ")))  # what a browser does not show is no indent
    for node in around:
        attributes = node.attributes
        style = attributes.get("style") or ""
        aligned = aligned or _alignment(style, attributes.get("align"), node.tag or "")
        for found in _WIDTH.finditer(style):
            blanks = float(found["size"]) / _UNITS[found["unit"].lower()]
            if found["name"].lower() != "text-indent":
                width += blanks
            elif first_line is None:  # inherited, and overruled by the innermost
                first_line = blanks
    return None if aligned in ("center", "right") else round(width + (first_line or 0.0))


def _alignment(style: str, attribute: str | None, tag: str) -> str:
    found = _ALIGN.search(style)
    return (found[1] if found else attribute or ("center" if tag == "th" else "")).lower()
