"""Which reader a file's bytes ask for."""

from __future__ import annotations

import re

from ingest.read.document import Unreadable

# Kind of content -> module of this package whose `read(data)` reads it.
READERS = {
    "text": "text",
    "pdf": "pdf",
    "docx": "docx",
    "html": "html",
    "workbook": "workbook",
    "csv": "delimited",
    "word": "office",
    "image": "scan",
}
_KIND_OF_SUFFIX = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".mht": "html",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".xls": "workbook",
    ".et": "workbook",
    ".csv": "csv",
    ".tsv": "csv",
    ".doc": "word",
    ".wps": "word",
    ".rtf": "word",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".tif": "image",
    ".tiff": "image",
    ".bmp": "image",
}
SUFFIXES = frozenset(_KIND_OF_SUFFIX)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of an OLE container by which the programs know their files.
_STREAMS = {"WordDocument".encode("utf-16-le"): "word", "Workbook".encode("utf-16-le"): "workbook"}
_STREAMS["\0Book\0".encode("utf-16-le")] = "workbook"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")
_HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|table|meta)\b",
    re.I | re.S,
)

# XML of Office 2003 and Word's "flat" XML, under whatever name.
_XML = {b'progid="Excel.Sheet"': "workbook", b'progid="Word.Document"': "word"}


def kind_of(data: bytes, suffix: str) -> str:
    """Kind of content: by its first bytes where they tell, else by the suffix. Raises Unreadable for other archives."""
    named = _KIND_OF_SUFFIX[suffix]
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _archive(data)
    if head.startswith(_OLE):
        return next((kind for stream, kind in _STREAMS.items() if stream in data), "word")
    if head.startswith(b"{\\rtf"):
        return "word"
    if named == "image" or head.startswith(_IMAGES[:2]):
        return "image"
    if named != "text" and (_HTML.match(head) or b"MIME-Version:" in head):
        return "html"
    for mark, kind in _XML.items():
        if mark in head:
            return kind
    if named in ("docx", "workbook", "word", "pdf") and head.strip(b" \t\r\n\x00"):
        return "text" if b"\x00" not in head else named
    return named


def _archive(data: bytes) -> str:
    from ingest.read.package import Package  # lxml is not needed for other formats

    names = Package(data).names
    if any(name.startswith("word/") for name in names):
        return "docx"
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "workbook"
    raise Unreadable("the file is an archive, not a document; unpack it and give the files inside")
