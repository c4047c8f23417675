"""Small PDFs for tests, drawn with reportlab; points are counted from the top left corner of the page."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.read.pdf import read
from ingest.read.writer import Content

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
SIZE = 10.0
Rows = Sequence[Sequence[str]]


class Sheet:
    """A PDF under way."""

    def __init__(self, width: float = WIDTH, height: float = HEIGHT, encrypt: str | None = None) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.height = height
        self._file = BytesIO()
        self.canvas = Canvas(self._file, pagesize=(width, height), encrypt=encrypt, invariant=1)

    def text(self, x: float, y: float, words: str, size: float = SIZE, align: str = "left") -> None:
        """Words whose base line is `y` from the top."""
        self.canvas.setFont(FONT, size)
        draw = {
            "left": self.canvas.drawString,
            "right": self.canvas.drawRightString,
            "centre": self.canvas.drawCentredString,
        }
        draw[align](x, self.height - y, words)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def table(self, rows: Rows, xs: Sequence[float], top: float, step: float = 20.0, ruled: bool = True) -> float:
        """Rows of cells between the edges `xs`; figures stand right. Returns where the table ends."""
        bottom = top + step * len(rows)
        if ruled:
            for number in range(len(rows) + 1):
                self.line(xs[0], top + step * number, xs[-1], top + step * number)
            for x in xs:
                self.line(x, top, x, bottom)
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                y = top + step * number + 14
                if words[:1].isdigit() or words[:1] == "-":
                    self.text(xs[column + 1] - 3, y, words, align="right")
                else:
                    self.text(xs[column] + 3, y, words)
        return bottom

    def prose(self, lines: Sequence[str], top: float, left: float = 60.0, step: float = 18.0) -> float:
        for number, words in enumerate(lines):
            self.text(left, top + step * number, words)
        return top + step * len(lines)

    def page(self) -> None:
        self.canvas.showPage()

    def data(self) -> bytes:
        self.canvas.save()
        return self._file.getvalue()

    def content(self) -> Content:
        return read(self.data())


def grids(content: Content) -> list[list[list[str]]]:
    """The words of each table's cells."""
    return [[[content.text[cell.start : cell.end] for cell in row] for row in grid.rows] for grid in content.grids]


def lines(content: Content) -> list[str]:
    """Paragraphs and table rows, without furniture."""
    furniture = {piece.start for piece in content.pieces if piece.kind == "furniture"}
    out, start = [], 0
    for line in content.text.split("\n"):
        if line and start not in furniture:
            out.append(line)
        start += len(line) + 1
    return out


def furniture(content: Content) -> list[str]:
    return [content.text[piece.start : piece.end] for piece in content.pieces if piece.kind == "furniture"]
