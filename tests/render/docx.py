"""Blocks as DOCX: headings by style, merged cells, a table and a paragraph inside nested content controls."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.render.blocks import Block, Heading, Paragraph
from tests.render.table import Table


def write(blocks: list[Block]) -> bytes:
    """The file's bytes."""
    document = Document()
    controlled = {
        next((index for index, block in enumerate(blocks) if isinstance(block, kind)), -1)
        for kind in (Table, Paragraph)
    }
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            element = document.add_heading(block.text, min(block.level, 9))._element
        elif isinstance(block, Paragraph):
            paragraph = document.add_paragraph(block.text)
            paragraph.paragraph_format.first_line_indent = Pt(24)
            element = paragraph._element
        else:
            element = _table(document, block)
        if index in controlled:
            _control(_control(element))
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _table(document: DocxDocument, block: Table) -> object:
    table = document.add_table(len(block.rows), block.width, style="Table Grid")
    grid = [list(row.cells) for row in table.rows]  # row.cells walks the whole row each time
    for row, column, cell in block.cells():
        place = grid[row][column]
        if cell.rowspan > 1 or cell.colspan > 1:
            place = place.merge(grid[row + cell.rowspan - 1][column + cell.colspan - 1])
        place.text = cell.text
        if cell.indent:
            indent = place.paragraphs[0]._p.get_or_add_pPr().get_or_add_ind()
            indent.set(qn("w:firstLineChars"), str(100 * cell.indent))
        if row < block.header:
            place.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph()
    return table._element


def _control(element: object) -> object:
    """The element inside a content control (w:sdt), which takes its place."""
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    element.addprevious(control)  # type: ignore[attr-defined]
    control.append(OxmlElement("w:sdtPr"))
    control.append(content)
    content.append(element)
    return control
