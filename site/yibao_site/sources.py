"""The files that a warehouse was read from, where they are at hand: found by their hash, never by name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from ingest.read import SUFFIXES, Unreadable, read_document


class Sources:
    """Canonical texts of source files below some folders, by SHA-256."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._files: dict[str, Path] = {}
        for folder in folders:
            for path in [folder] if folder.is_file() else sorted(folder.rglob("*")):
                if path.suffix.lower() in SUFFIXES and path.is_file():
                    self._files.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), path)

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._files

    @lru_cache(maxsize=256)  # noqa: B019 (one object a process)
    def text(self, sha256: str | None) -> str | None:
        """The text that all offsets of this file refer to, or None where the file is not at hand."""
        path = self._files.get(sha256 or "")
        if path is None:
            return None
        try:
            return read_document(path).text
        except (Unreadable, OSError):
            return None
