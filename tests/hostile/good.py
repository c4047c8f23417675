"""Good files: text fixtures as they are and as people would save them, in every format that is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path

import xlwt

from ingest.read.text import decode
from tests.helpers import ROOT
from tests.render import docx, html, lines, pdf, xlsx
from tests.render.blocks import Block, parse
from tests.render.table import Table

# The year is in the heading of a text: other files of the folder of fixtures are web pages already.
_PATTERNS = ("fixtures/reports", "fixtures/blind*/reports")


def sources() -> list[Path]:
    """Text fixtures that can be set in any format."""
    folders = [folder for pattern in _PATTERNS for folder in sorted((ROOT / "tests").glob(pattern))]
    found = (path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in (".txt", ".md"))
    return [path for path in found if path.stat().st_size and b"<table" not in path.read_bytes()]


def xls(blocks: Sequence[Block]) -> bytes:
    """Blocks as a workbook of Excel 97, every cell words."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    row = 0
    for block in blocks:
        if isinstance(block, Table):
            for down, across, cell in block.cells():
                sheet.write_merge(
                    row + down, row + down + cell.rowspan - 1, across, across + cell.colspan - 1, cell.text
                )
            row += len(block.rows) + 1
        else:
            sheet.write(row, 0, block.text[:30_000])
            row += 1
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_OF_BLOCKS: dict[str, tuple[str, Callable[[list[Block]], bytes]]] = {
    "docx": (".docx", docx.write),
    "html": (".html", html.write),
    "html_gb": (".htm", partial(html.write, encoding="gb18030")),
    "xlsx": (".xlsx", xlsx.write),
    "xls": (".xls", xls),
    "pdf": (".pdf", partial(pdf.write, ruled=True)),
    "pdf_bare": (".pdf", partial(pdf.write, ruled=False)),
}
_OF_TEXT: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "utf8": (".txt", lambda text: text.encode()),
    "gb18030": (".txt", lambda text: text.encode("gb18030")),
    "utf16": (".txt", lambda text: text.encode("utf-16")),
    "md": (".md", lambda text: text.encode()),
    "csv": (".csv", lambda text: text.replace("\t", ",").encode()),
    "lines_docx": (".docx", lines.docx),
    "lines_html": (".html", lines.html),
}
FORMS = (*_OF_BLOCKS, *_OF_TEXT)


def rendered(source: Path, form: str) -> tuple[str, bytes]:
    """Name and bytes of a fixture in a form."""
    text = decode(source.read_bytes())[0]
    if form in _OF_TEXT:
        suffix, of_text = _OF_TEXT[form]
        data = of_text(text)
    else:
        suffix, of_blocks = _OF_BLOCKS[form]
        data = of_blocks(parse(text))
    return f"{source.parent.parent.name}_{source.stem}_{form}{suffix}", data


def good_files(limit: int, first: int = 0) -> Iterator[tuple[str, bytes]]:
    """So many good files: the fixtures in turns, each in the next form."""
    found, given = sources(), 0
    for at in range(first, first + len(found) * len(FORMS)):
        if given >= limit:
            return
        turn, nth = divmod(at, len(found))
        source = found[nth]
        try:
            yield rendered(source, FORMS[(turn + nth) % len(FORMS)])
        except ValueError:  # of xlwt, for a table wider than its format holds
            continue
        given += 1
