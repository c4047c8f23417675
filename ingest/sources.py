"""The files that a warehouse was read from, where they are at hand: found by their hash, never by name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from ingest.read import SUFFIXES, Unreadable, name_of, read_document


class Sources:
    """Canonical texts of source files below some folders. Files are hashed when they are asked for, once."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._files = [
            path
            for folder in folders
            for path in ([folder] if folder.is_file() else sorted(folder.rglob("*")))
            if path.suffix.lower() in SUFFIXES and path.is_file()
        ]
        self._named: dict[str, list[Path]] = {}
        for path in self._files:
            self._named.setdefault(name_of(path), []).append(path)
        self._hashes: dict[Path, str] = {}
        self._hashed: dict[str, list[Path]] | None = None  # of all files: only where a name does not lead to its file

    def has(self, sha256: str, file_name: str) -> bool:
        """Whether a file of this hash is at hand."""
        return next(self._of(sha256, file_name), None) is not None

    @lru_cache(maxsize=256)  # noqa: B019 (one object a process)
    def text(self, sha256: str | None, file_name: str | None) -> str | None:
        """The text that all offsets of this file refer to, or None where the file is not at hand."""
        for path in self._of(sha256 or "", file_name or ""):
            try:
                return read_document(path).text
            except (Unreadable, OSError):
                continue
        return None

    def _of(self, sha256: str, file_name: str) -> Iterator[Path]:
        """Files of this hash, those of the same name first; a renamed copy serves as well."""
        named = self._named.get(file_name, [])
        yield from (path for path in named if self._hash(path) == sha256)
        if self._hashed is None:
            self._hashed = {}
            for path in self._files:
                self._hashed.setdefault(self._hash(path), []).append(path)
        yield from (path for path in self._hashed.get(sha256, []) if path not in named)

    def _hash(self, path: Path) -> str:
        if path not in self._hashes:
            self._hashes[path] = hashlib.sha256(path.read_bytes()).hexdigest()
        return self._hashes[path]
