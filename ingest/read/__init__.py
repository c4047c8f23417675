"""Read: one module a format, each giving the same `Document`. Imports nothing of ours."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.read.document import Document, Unreadable
from ingest.read.text import decode

__all__ = ["SUFFIXES", "Document", "Unreadable", "read_document"]

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".text"})
MAX_BYTES = 256 * 1024 * 1024


def read_document(path: Path) -> Document:
    """The document in `path`; raises Unreadable (with a reason a person can act on) or OSError."""
    if path.suffix.lower() not in SUFFIXES:
        raise Unreadable(
            f"format {path.suffix or '(none)'} is not read; give text or markdown ({', '.join(sorted(SUFFIXES))})"
        )
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Unreadable(f"the file has {size:,} bytes, more than the limit of {MAX_BYTES:,}; split it")
    data = path.read_bytes()
    text, encoding = decode(data)
    return Document(file_name=path.name, sha256=hashlib.sha256(data).hexdigest(), encoding=encoding, text=text)
