"""Sheets of the XML that Excel 2003 wrote and that many portals export under the name .xls."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from ingest.read.number_formats import general, shown
from ingest.read.package import Element, attribute, child, local, parsed, text_of
from ingest.read.sheets import BLANKS_A_LEVEL, Place, Sheet, without_hidden

# Formats that go by a name.
_NAMED = {"Percent": "0.00%", "Standard": "#,##0.00", "Fixed": "0.00", "Currency": "#,##0.00", "General Number": ""}


def sheets(data: bytes) -> Iterator[Sheet]:
    """The visible sheets of a workbook in order. Raises Unreadable."""
    root = parsed(data, "the workbook")
    formats: dict[str, str] = {}
    indents: dict[str, int | None] = {}
    for style in _children(child(root, "Styles"), "Style"):
        code = attribute(child(style, "NumberFormat"), "Format") or ""
        formats[attribute(style, "ID") or ""] = _NAMED.get(code, code)
        indents[attribute(style, "ID") or ""] = _indent(child(style, "Alignment"))
    for sheet in _children(root, "Worksheet"):
        options = child(sheet, "WorksheetOptions")
        visible = child(options, "Visible")
        if visible is None or visible.text == "SheetVisible":
            yield _sheet(attribute(sheet, "Name") or "", child(sheet, "Table"), formats, indents)


def _indent(alignment: Element | None) -> int | None:
    side = attribute(alignment, "Horizontal") or "Automatic"
    return _number(alignment, "Indent", 0) * BLANKS_A_LEVEL if side in ("Automatic", "Left") else None


def _sheet(name: str, table: Element | None, formats: dict[str, str], styles: dict[str, int | None]) -> Sheet:
    cells: dict[Place, str] = {}
    merged: dict[Place, Place] = {}
    indents: dict[Place, int | None] = {}
    hidden: list[int] = []
    row = -1
    for line in _children(table, "Row"):
        row = _number(line, "Index", row + 2) - 1
        if attribute(line, "Hidden") == "1":
            hidden.append(row)
        column = -1
        for cell in _children(line, "Cell"):
            column = _number(cell, "Index", column + 2) - 1
            words = _shown(cell, formats)
            right = column + _number(cell, "MergeAcross", 0)
            if words:
                cells[row, column] = words
                indents[row, column] = styles.get(attribute(cell, "StyleID") or "", 0)
                merged[row, column] = row + _number(cell, "MergeDown", 0), right
            column = right
    return without_hidden(Sheet(name, cells, merged, indents), hidden, ())


def _shown(cell: Element, formats: dict[str, str]) -> str:
    data = child(cell, "Data")
    words = text_of(data)
    kind = attribute(data, "Type")
    if kind == "DateTime":
        return words.partition("T")[0]
    if kind != "Number":
        return words
    try:
        number = float(words)
    except ValueError:
        return words
    code = formats.get(attribute(cell, "StyleID") or "", "")
    if not isfinite(number):
        return words
    return shown(number, code) if code else general(number)


def _children(node: Element | None, name: str) -> Iterator[Element]:
    for item in node if node is not None else ():
        if local(item) == name:
            yield item


def _number(node: Element, name: str, otherwise: int) -> int:
    written = attribute(node, name) or ""
    return int(written) if written.isdecimal() and len(written) < 8 else otherwise
