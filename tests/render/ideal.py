"""The blocks as a reader without fault would give them: what is left to differ is not the reader's."""

from __future__ import annotations

import hashlib

from ingest.read import Document
from ingest.read.writer import Part, TableCell, TextWriter
from tests.render.blocks import Block, Heading, Paragraph


def ideal(name: str, blocks: list[Block]) -> Document:
    """The document of the blocks, each table a grid."""
    writer = TextWriter()
    for block in blocks:
        if isinstance(block, Heading):
            writer.paragraph(block.text, "heading")
        elif isinstance(block, Paragraph):
            writer.paragraph(block.text)
        else:
            writer.table(
                [
                    TableCell(row, column, [Part(cell.text)], cell.rowspan, cell.colspan, 2 * cell.indent)
                    for row, column, cell in block.cells()
                ],
                "native",
            )
    content = writer.content("none")
    sha256 = hashlib.sha256(content.text.encode()).hexdigest()
    return Document(name, sha256, content.encoding, content.text, content.pieces, content.grids, content.pages)
