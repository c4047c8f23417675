"""Blocks as PDF: A4, wide tables on landscape pages, ruled or set in aligned columns, page numbers at the foot."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from io import BytesIO

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from tests.render.blocks import Block, Heading, Paragraph
from tests.render.prose import Prose
from tests.render.table import Table

FONT = "STSong-Light"
_MARGIN = 62
_FIGURE = re.compile(r"[-－−]?[\d,]+(?:\.\d+)?%?$|[—-]$")
_TOGETHER = 110  # points: without rules a table begins with some rows, not with its header alone
_WIDE = 8  # columns that a portrait page takes
_CAPTION = 40  # characters: what stands right above a table and is no sentence goes with it
_PADDING, _BARE_PADDING = 0.3, 0.8  # ems on either side of a cell: without rules only the gap parts columns
_SMALLEST, _LARGEST = 6.5, 9.5


def write(blocks: list[Block], ruled: bool = True) -> bytes:
    """The file's bytes. A ruled table repeats its header on every page, one without rules does not."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4, invariant=1)
    document.addPageTemplates([_page("upright", A4), _page("wide", landscape(A4))])
    story: list[Flowable] = []
    page = "upright"
    for index, block in enumerate(blocks):
        wanted = _orientation(blocks, index)
        if wanted != page:
            story += [NextPageTemplate(wanted), PageBreak()] if story else [NextPageTemplate(wanted), Spacer(1, 1)]
            page = wanted
        story += _flowables(block, ruled, (A4[1] if page == "wide" else A4[0]) - 2 * _MARGIN)
    document.build(story)
    return buffer.getvalue()


def _page(name: str, size: tuple[float, float]) -> PageTemplate:
    frame = Frame(_MARGIN, _MARGIN, size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN, 0, 0, 0, 0)

    def number(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(size[0] / 2, _MARGIN / 2, f"- {canvas.getPageNumber()} -")

    return PageTemplate(name, [frame], onPage=number, pagesize=size)


def _orientation(blocks: list[Block], index: int) -> str:
    """Wide where a table of many columns stands here or right below captions that begin here."""
    for block in blocks[index : index + 5]:
        if isinstance(block, Table):
            return "wide" if block.width > _WIDE else "upright"
        if len(block.text) > _CAPTION or block.text.endswith("。"):
            break
    return "upright"


@cache
def _style(size: float, alignment: int = TA_JUSTIFY, first: int = 0, left: int = 0) -> ParagraphStyle:
    """Of paragraphs that are set in by so many characters: the first line, or all."""
    return ParagraphStyle(
        f"{size}-{alignment}-{first}-{left}", fontName=FONT, fontSize=size, leading=size * 1.4, wordWrap="CJK",
        alignment=alignment, firstLineIndent=first * size, leftIndent=left * size, spaceAfter=2,
    )  # fmt: skip


def _flowables(block: Block, ruled: bool, width: float) -> list[Flowable]:
    if isinstance(block, Heading):
        style = _style(12, first=2) if block.level else _style(16, TA_CENTER)
        return [Text(_markup(block.text), style)]
    if isinstance(block, Paragraph):
        return [Prose(block.text, FONT, 10.5)]
    ruled = ruled or block.is_form
    together = [] if ruled else [CondPageBreak(_TOGETHER)]
    return [*together, _table(block, ruled, width), Spacer(1, 8)]


def _markup(text: str) -> str:
    """Words as they stand: blanks that are meant to be seen stay, each as wide as it is."""
    text = text.replace("\u3000", "    ")
    return re.sub("  +", lambda run: "&nbsp;" * len(run[0]), escape(text))


def _table(block: Table, ruled: bool, width: float) -> Grid:
    padding = _PADDING if ruled else _BARE_PADDING
    widths, size = _columns(block, width, 2 * padding)
    rows: list[list[object]] = [[""] * block.width for _ in block.rows]
    commands: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE" if ruled else "TOP"),
        *((side, (0, 0), (-1, -1), 2) for side in ("TOPPADDING", "BOTTOMPADDING")),
        *((side, (0, 0), (-1, -1), padding * size) for side in ("LEFTPADDING", "RIGHTPADDING")),
    ]
    figures = _figure_columns(block)
    if ruled:
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    for row, column, cell in block.cells():
        room = sum(widths[column : column + cell.colspan])
        if _FIGURE.match(cell.text) and (_length(cell.text) + 2 * padding) * size <= room + 0.1:
            rows[row][column] = cell.text
            commands.append(("ALIGN", (column, row), (column, row), "RIGHT" if column in figures else "LEFT"))
        elif cell.text:
            alignment = TA_CENTER if row < block.header else TA_RIGHT if column in figures else TA_JUSTIFY
            rows[row][column] = Text(_markup(cell.text), _style(size, alignment, left=cell.indent))
        if cell.rowspan > 1 or cell.colspan > 1:
            commands.append(("SPAN", (column, row), (column + cell.colspan - 1, row + cell.rowspan - 1)))
    commands += [("FONT", (0, 0), (-1, -1), FONT, size)]
    repeated = block.header if ruled and block.header < min(4, len(block.rows)) else 0
    return Grid(rows, widths, style=commands, repeatRows=repeated)


def _figure_columns(block: Table) -> set[int]:
    """Columns of figures, but for codes and ordinals in the first: set to the right, all others to the left."""
    counts: dict[int, int] = {}
    for row, column, cell in block.cells():
        if cell.text and row >= block.header and cell.colspan == 1:
            counts[column] = counts.get(column, 0) + (1 if _FIGURE.match(cell.text) else -1)
    return {column for column, count in counts.items() if count > 0 and column}


def _length(words: str) -> float:
    """Width in ems: of STSong-Light, figures are half an em wide."""
    return sum(1.0 if char > "\u2e80" else 0.6 for char in words)


def _columns(block: Table, width: float, gutter: float) -> tuple[list[float], float]:
    """Widths of the columns and the size of the type: figures on one line, words in what is left."""
    needed = [1.5] * block.width
    wished = [2.0] * block.width
    for _, column, cell in block.cells():
        if cell.colspan == 1:
            length = _length(cell.printed) + gutter
            whole = _FIGURE.match(cell.text) is not None
            needed[column] = max(needed[column], length if whole else min(length, 4.0 + gutter))
            wished[column] = max(wished[column], min(length, 26.0))
    size = min(_LARGEST, max(_SMALLEST, width / sum(wished)))
    spare = max(width / size - sum(needed), 0)
    more = [wish - need for wish, need in zip(wished, needed, strict=True)]
    share = min(spare / max(sum(more), 1e-6), 1.0)
    widths = [(need + extra * share) * size for need, extra in zip(needed, more, strict=True)]
    scale = min(1.0, width / sum(widths))
    return [column * scale for column in widths], size
