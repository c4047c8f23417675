"""A text pasted line by line, tables and all: each line a paragraph, its tabs and blank lines kept."""

from __future__ import annotations

from html import escape
from io import BytesIO

from docx import Document


def docx(text: str) -> bytes:
    """A paragraph for each line."""
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def html(text: str) -> bytes:
    """A <p> for each line."""
    return _page("\n".join(f"<p>{escape(line)}</p>" for line in text.split("\n")))


def html_pre(text: str) -> bytes:
    """All lines in one <pre>."""
    return _page(f"<pre>{escape(text)}</pre>")


def _page(body: str) -> bytes:
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>{body}</body></html>\n'.encode()
