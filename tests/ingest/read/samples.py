"""Files made in the test that reads them: a .docx from raw XML, and what a reader's content holds."""

from __future__ import annotations

import zipfile
from io import BytesIO

from ingest.read.writer import Content

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def archive(parts: dict[str, str]) -> bytes:
    """A zip archive with these parts."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return data.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A .docx whose body is this XML; `parts` are styles, numbering, footnotes, header1 … by file name."""
    kinds = {name: name.rstrip("0123456789") for name in parts}
    links = "".join(
        f'<Relationship Id="r{name}" Type="{_TYPE}/{kind}" Target="{name}.xml"/>' for name, kind in kinds.items()
    )
    main = f'<Relationship Id="r" Type="{_TYPE}/officeDocument" Target="word/document.xml"/>'
    files = {
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{main}</Relationships>',
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>',
    }
    for name, kind in kinds.items():
        files[f"word/{name}.xml"] = f"<w:{kind} {_NAMESPACES}>{parts[name]}</w:{kind}>"
    return archive(files)


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; a run that is no XML is text."""
    inner = "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def tc(words: str, properties: str = "") -> str:
    """A cell; words that are no XML are one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{words if words.startswith('<') else p(words)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A table row."""
    inner = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str, grid: str = "") -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def grids(content: Content) -> list[list[list[str]]]:
    """Words of every cell of every grid."""
    return [[[content.text[c.start : c.end] for c in row] for row in grid.rows] for grid in content.grids]


def spans(content: Content, at: int = 0) -> set[tuple[int, int, int, int, str]]:
    """Cells of a grid as (row, column, rowspan, colspan, words)."""
    return {
        (y, x, cell.rowspan, cell.colspan, content.text[cell.start : cell.end])
        for y, row in enumerate(content.grids[at].rows)
        for x, cell in enumerate(row)
        if cell.rowspan
    }
