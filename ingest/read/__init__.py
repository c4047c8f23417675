"""Read: one module a format, each giving the same `Document`. Imports nothing of ours.

A file is what its bytes say it is: web pages named .doc and workbooks named .csv are common.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path

from ingest.read.document import Document, Grid, GridCell, Piece, Unreadable
from ingest.read.kinds import READERS, SUFFIXES, kind_of
from ingest.read.limits import NESTED, refuse_bytes, refuse_text
from ingest.read.names import name_of
from ingest.read.writer import Content

__all__ = ["SUFFIXES", "Document", "Grid", "GridCell", "Piece", "Unreadable", "name_of", "not_read", "read_document"]

MAX_BYTES = 256 * 1024 * 1024


def not_read(path: Path) -> str:
    """What to say of a file whose format is none of ours."""
    return f"format {path.suffix or '(none)'} is not read; give one of {', '.join(sorted(SUFFIXES))}"


def read_document(path: Path) -> Document:
    """The document in `path`; raises Unreadable (with a reason a person can act on) or OSError."""
    if path.suffix.lower() not in SUFFIXES:
        raise Unreadable(not_read(path))
    size = path.stat().st_size
    refuse_bytes(size, MAX_BYTES, "the file")
    data = path.read_bytes()
    reader = import_module(f"ingest.read.{READERS[kind_of(data, path.suffix.lower())]}")
    try:
        content: Content = reader.read(data)
    except RecursionError:
        raise Unreadable(NESTED) from None
    refuse_text(len(content.text))
    return Document(
        file_name=name_of(path),
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=content.encoding,
        text=content.text,
        pieces=content.pieces,
        grids=content.grids,
        pages=content.pages,
        unread=content.unread,
    )
