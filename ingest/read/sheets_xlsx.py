"""Sheets of an .xlsx: shown cells, numbers in their formats.

Read from the XML and not through calamine, which gives raw values only: 0.9512 where the sheet shows 95.12%.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from ingest.read.document import Unreadable
from ingest.read.limits import number_in, refuse_cells
from ingest.read.number_formats import BUILT_IN, shown
from ingest.read.package import Element, Package, attribute, child, local
from ingest.read.sheets import BLANKS_A_LEVEL, Place, Sheet, without_hidden

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ON = frozenset(("1", "true", "on"))
_MAX_COLUMNS = 16_384


@dataclass(frozen=True)
class _Styles:
    """By style number of a cell: format code, and what it is set in (see Sheet.indents)."""

    formats: list[str]
    indents: list[int | None]


def sheets(package: Package) -> Iterator[Sheet]:
    """The visible sheets of a workbook in order. Raises Unreadable."""
    main = next((part for kind, part, _ in package.related("") if kind == "officeDocument"), "xl/workbook.xml")
    workbook = package.xml(main)
    if workbook is None:
        raise Unreadable("the file holds no workbook (xl/workbook.xml is missing); save it as .xlsx anew")
    related = package.related(main)
    parts = {key: part for _, part, key in related}
    kinds = {kind: part for kind, part, _ in related}
    strings = _strings(package.xml(kinds.get("sharedStrings", "")))
    look = package.xml(kinds.get("styles", ""))
    styles = _Styles(_formats(look), _indents(look))
    is_1904 = attribute(child(workbook, "workbookPr"), "date1904") in _ON
    entries = child(workbook, "sheets")
    for entry in entries if entries is not None else ():
        if attribute(entry, "state") in ("hidden", "veryHidden"):
            continue
        root = package.xml(parts.get(_id(entry), ""))
        if root is not None and local(root) == "worksheet":
            yield _sheet(attribute(entry, "name") or "", root, strings, styles, is_1904)


def _id(entry: Element) -> str:
    """The relation that leads to the sheet; empty where a damaged file names none."""
    return next((str(value) for key, value in entry.attrib.items() if str(key).endswith("}id")), "")


def _strings(root: Element | None) -> list[str]:
    return [_rich(item) for item in root if local(item) == "si"] if root is not None else []


def _rich(item: Element) -> str:
    """Words of a string, its runs joined, without the reading aids."""
    words = []
    for part in item:
        if local(part) == "t":
            words.append(part.text or "")
        elif local(part) == "r":
            text = child(part, "t")
            words.append(text.text or "" if text is not None else "")
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(words)).replace("\r\n", "\n")


def _formats(root: Element | None) -> list[str]:
    """Format code by style number of a cell."""
    codes = dict(BUILT_IN)
    own = child(root, "numFmts")
    for entry in own if own is not None else ():
        key = attribute(entry, "numFmtId") or ""
        if (number := number_in(key)) is not None:
            codes[number] = attribute(entry, "formatCode") or ""
    styles = child(root, "cellXfs")
    keys = [attribute(entry, "numFmtId") or "0" for entry in (styles if styles is not None else ())]
    return [codes.get(number_in(key, 0) or 0, "") for key in keys]


def _indents(root: Element | None) -> list[int | None]:
    styles = child(root, "cellXfs")
    return [_indent(child(entry, "alignment")) for entry in (styles if styles is not None else ())]


def _indent(alignment: Element | None) -> int | None:
    """Excel heeds an indent where the cell is set to one side."""
    side, levels = attribute(alignment, "horizontal") or "general", attribute(alignment, "indent") or ""
    if side in ("general", "fill", "justify"):
        return 0
    return (BLANKS_A_LEVEL * int(levels) if levels.isdecimal() and len(levels) < 4 else 0) if side == "left" else None


def _sheet(name: str, root: Element, strings: list[str], styles: _Styles, is_1904: bool) -> Sheet:
    cells: dict[Place, str] = {}
    indents: dict[Place, int | None] = {}
    hidden_rows: set[int] = set()
    row = -1
    data = child(root, "sheetData")
    for line in data if data is not None else ():
        numbered = number_in(line.get("r") or "")
        row = row + 1 if numbered is None else numbered - 1
        if line.get("hidden") in _ON:
            hidden_rows.add(row)
        column = -1
        for cell in line:
            place = _place(cell.get("r") or "")
            column = place[1] if place is not None else column + 1
            style = number_in(cell.get("s") or "0", 0) or 0
            words = _shown(cell, strings, styles.formats[style] if style < len(styles.formats) else "", is_1904)
            if words:
                cells[row, column] = words
                indents[row, column] = styles.indents[style] if style < len(styles.indents) else 0
        refuse_cells(len(cells))
    merged = _merged(child(root, "mergeCells"), cells)
    return without_hidden(Sheet(name, cells, merged, indents), hidden_rows, _hidden_columns(child(root, "cols")))


def _shown(cell: Element, strings: list[str], code: str, is_1904: bool) -> str:
    """What a cell shows; of a formula the value that was saved with it."""
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        inline = child(cell, "is")
        return _rich(inline) if inline is not None else ""
    saved = child(cell, "v")
    written = (saved.text or "") if saved is not None else ""
    if kind == "s":
        nth = number_in(written)
        return strings[nth] if nth is not None and nth < len(strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(written, written)
    if kind != "n" or not written:
        return written.partition("T00:00:00")[0] if kind == "d" else written
    try:
        number = float(written)
    except ValueError:
        return written
    return shown(number, code, is_1904) if isfinite(number) else written


def _hidden_columns(columns: Element | None) -> set[int]:
    hidden: set[int] = set()
    for entry in columns if columns is not None else ():
        low, high = number_in(entry.get("min") or ""), number_in(entry.get("max") or "")
        if entry.get("hidden") in _ON and low is not None and high is not None:
            hidden.update(range(low - 1, min(high, _MAX_COLUMNS)))
    return hidden


def _merged(entries: Element | None, cells: dict[Place, str]) -> dict[Place, Place]:
    merged: dict[Place, Place] = {}
    for entry in entries if entries is not None else ():
        first, _, last = (entry.get("ref") or "").partition(":")
        start, end = _place(first), _place(last)
        if start in cells and start is not None and end is not None:
            merged[start] = end
    return merged


def _place(reference: str) -> Place | None:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
