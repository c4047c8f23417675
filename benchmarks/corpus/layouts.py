"""Blocks as the text of a file: tables with pipes, tabs or blanks, headings in the hand of the report."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from benchmarks.corpus.page import MARK

Rows = Sequence[Sequence[str]]
Blocks = Sequence[tuple[str, object]]
LAYOUTS = ("tabs", "pipes", "markdown", "blanks", "indented")


def text_of(blocks: Blocks, layout: str) -> str:
    """The report as a text file."""
    lines: list[str] = []
    for kind, block in blocks:
        if kind == "table":
            rows, header = block  # type: ignore[misc]
            lines += _TABLES[layout](rows, header)
            lines.append("")
        elif kind == "heading":
            level, words = block  # type: ignore[misc]
            lines.append(f"{'#' * (level + 1)} {words}\n" if layout == "markdown" else f"{words}\n")
        else:
            lines.append(f"　　{block}\n" if layout == "indented" else f"{block}\n")
    return "\n".join(lines)


def _tabs(rows: Rows, header: int) -> list[str]:
    return ["\t".join(row) for row in rows]


def _pipes(rows: Rows, header: int) -> list[str]:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(header, "|" + " --- |" * len(rows[0]))
    return lines


def _blanks(rows: Rows, header: int) -> list[str]:
    """Columns that begin below one another, two blanks apart."""
    wide = [[_width(cell) for cell in row] for row in rows]
    edges = [max(column) + 2 for column in zip(*wide, strict=True)]
    if any(not cell for row in rows for cell in row):  # a blank cell says nothing where blanks part cells
        return _tabs(rows, header)
    return [
        "".join(cell + " " * (edge - width) for cell, edge, width in zip(row, edges, widths, strict=True)).rstrip()
        for row, widths in zip(rows, wide, strict=True)
    ]


def _width(cell: str) -> int:
    """Half widths: a Chinese character takes two."""
    plain = cell.replace(MARK, "")
    return len(plain) if plain.isascii() else len(plain.encode("gb18030", "replace"))


_TABLES = {"tabs": _tabs, "pipes": _pipes, "markdown": _pipes, "blanks": _blanks, "indented": _tabs}


def html_of(blocks: Blocks, title: str) -> str:
    """The report as a page of an office's site."""
    parts = []
    for kind, block in blocks:
        if kind == "table":
            rows, header = block  # type: ignore[misc]
            parts.append("<table border=1>")
            for number, row in enumerate(rows):
                tag = "th" if number < header else "td"
                parts.append("<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>")
            parts.append("</table>")
        elif kind == "heading":
            level, words = block  # type: ignore[misc]
            parts.append(f"<h{level + 1}>{escape(words)}</h{level + 1}>")
        else:
            parts.append(f"<p>{escape(str(block))}</p>")
    head = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{escape(title)}</title></head><body>\n'
    return head + "\n".join(parts) + "\n</body></html>\n"


def office_of(blocks: Blocks, kind: str) -> bytes:
    """The report as DOCX, XLSX or PDF, set by the writers that the tests have."""
    from tests.render import docx, pdf, xlsx
    from tests.render.blocks import Heading, Paragraph
    from tests.render.table import table_of

    made = []
    for name, block in blocks:
        if name == "table":
            rows, _ = block  # type: ignore[misc]
            made.append(table_of([list(row) for row in rows]))
        elif name == "heading":
            level, words = block  # type: ignore[misc]
            made.append(Heading(level, words))
        else:
            made.append(Paragraph(str(block)))
    return {"docx": docx, "xlsx": xlsx, "pdf": pdf}[kind].write(made)
