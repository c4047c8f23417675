"""The document model that every reader gives: canonical text, with its places."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property


class Unreadable(Exception):
    """A file that cannot be read as a document; the message says why and what to do."""


@dataclass(frozen=True)
class Document:
    """One file as text.

    `text` is what we extract from, exactly as decoded: line ends and a byte order mark stay, so that an
    offset (a code point, from 0) means the same to every reader of the file.
    """

    file_name: str
    sha256: str
    encoding: str
    text: str
    page_starts: tuple[int, ...] = field(default=())

    @cached_property
    def document_id(self) -> str:
        return f"d{self.sha256[:12]}"

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of the first code point of each line; lines end with LF."""
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return starts

    def line_no(self, offset: int) -> int:
        """Line, from 1, that holds the code point at `offset`."""
        return bisect_right(self.line_starts, offset)

    def page(self, offset: int) -> int | None:
        """Page, from 1, or None where the format has no pages."""
        return bisect_right(self.page_starts, offset) if self.page_starts else None
