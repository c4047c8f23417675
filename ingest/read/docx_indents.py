"""What a Word paragraph is set in: its own indents, else those of its style."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.read.docx_styles import Styles
from ingest.read.package import Element, attribute, child, value

_NOT_LEFT = frozenset(("center", "right", "end", "distribute"))
# Names of the attributes in hundredths of a character, which overrule those in twips; and which way they point.
_LEFT = (("leftChars", "left", 1), ("startChars", "start", 1))
_FIRST = (("firstLineChars", "firstLine", 1), ("hangingChars", "hanging", -1))
_HUNDREDTHS, _TWIPS = 50, 105  # of half a character; in twips of type of 10.5 points, the usual size of tables


def indent_of(properties: Element | None, styles: Styles) -> int | None:
    """Blanks that the first line is set in; None where it is not set to the left."""
    layers = [properties, *(style.paragraph for style in styles.chain(properties))]
    alignment = next((found for layer in layers if (found := value(layer, "jc"))), "")
    if alignment in _NOT_LEFT:
        return None
    indents = [found for layer in layers if (found := child(layer, "ind")) is not None]
    return round(_given(indents, _LEFT) + _given(indents, _FIRST)) if indents else 0


def _given(indents: Sequence[Element], names: Sequence[tuple[str, str, int]]) -> float:
    """The first that says one of these, in blanks."""
    for indent in indents:
        for in_characters, in_twips, sign in names:
            for name, unit in ((in_characters, _HUNDREDTHS), (in_twips, _TWIPS)):
                written = attribute(indent, name) or ""
                if written.removeprefix("-").isdecimal() and len(written) < 8:
                    return sign * int(written) / unit
    return 0.0
