"""Workbooks (.xlsx, .xlsm, .xls, .et, XML of Excel 2003): every visible sheet, as it shows its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.read import sheets_xls, sheets_xlsx, sheets_xml
from ingest.read.blocks import Block, Line, write
from ingest.read.document import Unreadable
from ingest.read.package import Package
from ingest.read.sheets import Sheet, blocks_of
from ingest.read.writer import Content, TextWriter

# A name that the program gave says nothing.
_MIN_TITLE = 6
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*(?:\s*\(\d+\))?", re.I)


def read(data: bytes) -> Content:
    """A sheet's name as a heading, then its blocks, sheet by sheet. Raises Unreadable."""
    encoding, sheets = _sheets(data)
    writer = TextWriter()
    for sheet in sheets:
        blocks = list(blocks_of(sheet))
        writer.gap()
        if blocks and not _is_titled(blocks) and not _DEFAULT_NAME.fullmatch(sheet.name.strip()):
            write([Line(sheet.name, "heading")], writer)
            writer.gap()
        write(blocks, writer)
    content = writer.content(encoding)
    if not content.text:
        raise Unreadable("the workbook has no cell with words on any visible sheet")
    return content


def _is_titled(blocks: list[Block]) -> bool:
    """A sheet whose first cell is a title says itself what it is; its name is then but a tab."""
    return isinstance(blocks[0], Line) and len(blocks[0].text.strip()) >= _MIN_TITLE


def _sheets(data: bytes) -> tuple[str, Iterator[Sheet]]:
    if data.startswith(b"PK"):
        return "xlsx", sheets_xlsx.sheets(Package(data))
    if data.lstrip()[:1] == b"<" or data.startswith(b"\xef\xbb\xbf<"):
        return "xml", sheets_xml.sheets(data)
    return "xls", sheets_xls.sheets(data)
