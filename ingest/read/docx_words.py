"""Words of a Word paragraph: runs, tabs, breaks, symbols, results of fields; nothing deleted or hidden."""

from __future__ import annotations

from ingest.read.docx_styles import Styles
from ingest.read.package import Element, attribute, child, is_on, local

# Not words: properties, deletions, instructions of fields, guides of ruby.
_SKIPPED = frozenset(
    (
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "delInstrText",
        "rt",
        "rubyPr",
        "ctrlPr",
    )
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "den": "/"}
# Symbol fonts put their signs at private code points: what these look like.
_SYMBOL = {0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xBB: "≈", 0xB9: "≠", 0xB0: "°", 0xD7: "·", 0xA2: "′"}
_WINGDINGS = {
    0xFE: "☑",
    0x52: "☑",
    0xFD: "☒",
    0x53: "☒",
    0xFC: "√",
    0x50: "√",
    0xFB: "×",
    0xA8: "□",
    0xA3: "□",
    0x6F: "□",
}
_PRIVATE = 0xF000


def words_of(paragraph: Element, styles: Styles, boxes: list[Element]) -> str:
    """Text of a paragraph with tabs and line feeds; content of text boxes goes to `boxes`, each once."""
    found: list[str] = []
    _collect(paragraph, found, boxes, styles, [])
    return "".join(found)


def _collect(node: Element, found: list[str], boxes: list[Element], styles: Styles, fields: list[bool]) -> None:
    """`fields` has a flag for each field that is open: whether its instruction, not its result, is passing."""
    for item in node:
        name = local(item)
        if name == "r":
            if not styles.is_hidden(child(item, "rPr")):
                _collect(item, found, boxes, styles, fields)
        elif name in _SKIPPED:
            continue
        elif name == "t":
            if item.text and not any(fields):
                found.append(item.text)
        elif name == "fldChar":
            _follow(attribute(item, "fldCharType"), fields)
        elif name == "txbxContent":
            boxes.append(item)
        elif name == "AlternateContent":
            _choose(item, found, boxes, styles, fields)
        elif name == "sym":
            found.append(_symbol(attribute(item, "font") or "", attribute(item, "char") or ""))
        elif not (name == "sdt" and is_on(child(item, "sdtPr"), "showingPlcHdr")):
            if name in _CHARACTERS and not any(fields):
                found.append(_CHARACTERS[name])
            if len(item):
                _collect(item, found, boxes, styles, fields)


def _follow(mark: str | None, fields: list[bool]) -> None:
    if mark == "begin":
        fields.append(True)
    elif fields and mark == "separate":
        fields[-1] = False
    elif fields and mark == "end":
        fields.pop()


def _choose(alternatives: Element, found: list[str], boxes: list[Element], styles: Styles, fields: list[bool]) -> None:
    """One branch only: the first that says anything."""
    before = len(found), len(boxes)
    for branch in alternatives:
        _collect(branch, found, boxes, styles, fields)
        if (len(found), len(boxes)) != before:
            return


def _symbol(font: str, char: str) -> str:
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    code -= _PRIVATE if code >= _PRIVATE else 0
    if font.startswith("Wingdings"):
        return _WINGDINGS.get(code, "")
    return _SYMBOL.get(code, chr(code) if 0x20 <= code < 0x7F else "")
