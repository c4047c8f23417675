"""DOCX: word/document.xml as it is printed, with automatic numbers, merged cells and text boxes."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.read.blocks import BLANK, Block, Line, write
from ingest.read.document import Unreadable
from ingest.read.docx_indents import indent_of
from ingest.read.docx_styles import Numbering, Styles
from ingest.read.docx_tables import table_of
from ingest.read.docx_words import words_of
from ingest.read.package import Element, Package, attribute, child, is_on, local
from ingest.read.writer import Content, TextWriter

_LEADER = "……"
# Only wrap other blocks; a deletion or the source of a move is not among them.
_WRAPPERS = frozenset(("sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))


def read(data: bytes) -> Content:
    """The document in a .docx: body, then notes, then running headers and footers. Raises Unreadable."""
    package = Package(data)
    main = next((part for kind, part, _ in package.related("") if kind == "officeDocument"), "word/document.xml")
    body = child(package.xml(main), "body")
    if body is None:
        raise Unreadable("the file holds no Word document (word/document.xml is missing); save it as .docx anew")
    related: dict[str, list[str]] = {}
    for kind, part, _ in package.related(main):
        related.setdefault(kind, []).append(part)

    def root(kind: str) -> Element | None:
        return package.xml(related[kind][0]) if kind in related else None

    styles = Styles(root("styles"))
    story = _Story(styles, Numbering(root("numbering"), styles))
    blocks = story.blocks(body)
    for notes, note in _NOTES:
        found = root(notes)
        for item in found if found is not None else ():
            if local(item) == note and attribute(item, "type") in (None, "normal"):
                blocks += story.blocks(item)
    margins = [
        line
        for kind in ("header", "footer")
        for part in related.get(kind, ())
        for line in _lines(story, package.xml(part))
    ]
    blocks += [Line(text, "furniture") for text in dict.fromkeys(margins)]
    writer = TextWriter()
    write(blocks, writer)
    content = writer.content("docx")
    if not content.text:
        raise Unreadable("the document holds no text, pictures at most; give the pictures or a PDF of them")
    return content


def _lines(story: _Story, root: Element | None) -> Iterator[str]:
    """Lines of a header or footer, tables in it included."""
    waiting = story.blocks(root)[::-1] if root is not None else []
    while waiting:
        block = waiting.pop()
        if isinstance(block, Line):
            yield block.text.strip(BLANK)
        else:
            waiting += [inner for slot in block.slots for inner in slot.blocks][::-1]


def _is_gone(properties: Element | None) -> bool:
    """Whether the end of a paragraph is deleted, moved away or hidden."""
    end = child(properties, "rPr")
    return is_on(end, "vanish") or any(child(end, name) is not None for name in ("del", "moveFrom"))


class _Story:
    """Turns the children of a body, a cell, a note or a text box into blocks."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def blocks(self, parent: Element) -> list[Block]:
        """Blocks of an element in order; a text box follows the paragraph that it hangs on."""
        found: list[Block] = []
        for item in parent:
            name = local(item)
            if name == "p":
                found += self._paragraph(item)
            elif name == "tbl":
                found.append(table_of(item, self.blocks))
            elif name == "sdt":
                inner = child(item, "sdtContent")
                if inner is not None and not is_on(child(item, "sdtPr"), "showingPlcHdr"):
                    found += self.blocks(inner)
            elif name in _WRAPPERS:
                found += self.blocks(item)
            elif name == "AlternateContent":
                found += next(filter(None, map(self.blocks, item)), [])
        return found

    def _paragraph(self, paragraph: Element) -> list[Block]:
        properties = child(paragraph, "pPr")
        boxes: list[Element] = []
        text = words_of(paragraph, self._styles, boxes)
        if "\t" in text and self._styles.has_leader(properties):
            text = _LEADER.join(text.rsplit("\t", 1))
        kind = "heading" if self._styles.is_heading(properties) else "paragraph"
        mark = "" if not text and _is_gone(properties) else self._numbering.mark(properties)
        text = mark + text.lstrip(BLANK) if mark else text
        indent = indent_of(properties, self._styles)
        found: list[Block] = [Line(line, kind, indent) for line in text.split("\n")]
        for box in boxes:
            found += self.blocks(box)
        return found
