"""Blocks as the text of a file: tables with pipes, tabs or blanks, headings in the hand of the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from benchmarks.corpus.page import MARK, Block, Grid, Heading

Rows = Sequence[Sequence[str]]
_LONGEST_CELL = 24  # characters: words longer than this are not set in columns of blanks


def text_of(blocks: Sequence[Block], layout: str, lines_a_page: int = 0) -> str:
    """The report as a text file; page numbers stand between blocks."""
    lines: list[str] = []
    page = 0
    for block in blocks:
        if lines_a_page and len(lines) > (page + 1) * lines_a_page:
            page += 1
            lines.append(f"- {page} -\n")
        if isinstance(block, Grid):
            lines += _TABLES[layout](block.rows, block.header)
            lines.append("")
        elif isinstance(block, Heading):
            mark = "#" * (block.level + 1) + " " if layout == "markdown" else ""
            lines.append(f"{mark}{block.words}\n")
        else:
            lines.append(f"　　{block.words}\n" if layout == "indented" else f"{block.words}\n")
    return "\n".join(lines)


def _tabs(rows: Rows, header: int) -> list[str]:
    return ["\t".join(row) for row in rows]


def _pipes(rows: Rows, header: int) -> list[str]:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(header, "|" + " --- |" * len(rows[0]))
    return lines


def _lines(rows: Rows, header: int) -> list[str]:
    """A cell a line, as text copied out of a word processor has it: rows are parted by an empty line."""
    return [line for row in rows for line in (*(f"\t{cell}" for cell in row), "")]


def _blanks(rows: Rows, header: int) -> list[str]:
    """Columns that begin below one another, two blanks apart; not where a cell is empty or long."""
    if any(not cell or len(cell) > _LONGEST_CELL for row in rows for cell in row):
        return _tabs(rows, header)
    wide = [[_width(cell) for cell in row] for row in rows]
    edges = [max(column) + 2 for column in zip(*wide, strict=True)]
    return [
        "".join(cell + " " * (edge - width) for cell, edge, width in zip(row, edges, widths, strict=True)).rstrip()
        for row, widths in zip(rows, wide, strict=True)
    ]


def _width(cell: str) -> int:
    """Half widths: a Chinese character takes two."""
    plain = cell.replace(MARK, "")
    return len(plain) if plain.isascii() else len(plain.encode("gb18030", "replace"))


_TABLES: dict[str, Callable[[Rows, int], list[str]]] = {
    "tabs": _tabs, "pipes": _pipes, "markdown": _pipes, "blanks": _blanks, "indented": _tabs, "lines": _lines,
}  # fmt: skip
LAYOUTS = tuple(_TABLES)


def html_of(blocks: Sequence[Block], title: str) -> str:
    """The report as a page of an office's site."""
    parts = [f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{escape(title)}</title></head><body>']
    for block in blocks:
        if isinstance(block, Grid):
            parts.append("<table border=1>")
            for number, row in enumerate(block.rows):
                tag = "th" if number < block.header else "td"
                parts.append("<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>")
            parts.append("</table>")
        elif isinstance(block, Heading):
            parts.append(f"<h{block.level + 1}>{escape(block.words)}</h{block.level + 1}>")
        else:
            parts.append(f"<p>{escape(block.words)}</p>")
    return "\n".join([*parts, "</body></html>\n"])


def office_of(blocks: Sequence[Block], kind: str) -> bytes:
    """The report as DOCX, XLSX or PDF, set by the writers that the tests have."""
    from tests.render import blocks as parts
    from tests.render import docx, pdf, xlsx
    from tests.render.table import table_of

    made: list[parts.Block] = []
    for block in blocks:
        if isinstance(block, Grid):
            made.append(table_of([[cell.replace(MARK, "") for cell in row] for row in block.rows]))
        elif isinstance(block, Heading):
            made.append(parts.Heading(block.level, block.words))
        else:
            made.append(parts.Paragraph(block.words.replace(MARK, "")))
    data: bytes = {"docx": docx, "pdf": pdf, "xlsx": xlsx}[kind].write(made)
    return data
