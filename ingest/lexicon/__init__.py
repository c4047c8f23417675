"""The words: phrases of metrics, schemes, statements, headers, units. Data in CSV; this module only loads it.

People extend the lexicon by adding rows. Codes that live in `seeds/reference/` are read from there, so that
no code has two homes.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

LEXICON = Path(__file__).resolve().parent
REFERENCE = LEXICON.parents[1] / "seeds" / "reference"

Row = dict[str, str]


class LexiconError(Exception):
    """A lexicon row that cannot be used; the message names file, line and what to do."""


@dataclass(frozen=True)
class Lexicon:
    """All word lists, as rows of text; loaded once a process."""

    folder: Path = LEXICON
    reference: Path = REFERENCE
    _cache: dict[str, list[Row]] = field(default_factory=dict, repr=False, compare=False)

    def rows(self, name: str) -> list[Row]:
        """Rows of one word list of the lexicon folder."""
        return self._load(self.folder / f"{name}.csv")

    def codes(self, name: str) -> list[Row]:
        """Rows of one reference seed."""
        return self._load(self.reference / f"{name}.csv")

    def _load(self, path: Path) -> list[Row]:
        key = str(path)
        if key not in self._cache:
            try:
                with path.open(encoding="utf-8", newline="") as handle:
                    self._cache[key] = list(csv.DictReader(handle))
            except OSError as error:
                raise LexiconError(f"{path}: {error.strerror}; the checkout is incomplete") from error
        return self._cache[key]

    @property
    def units(self) -> list[Row]:
        return self.rows("units")

    @property
    def comparators(self) -> list[Row]:
        return self.rows("comparators")

    @cached_property
    def version(self) -> str:
        """First 12 hex digits of the SHA-256 over every word list and the reference codes it uses."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.glob("*.csv")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:12]
