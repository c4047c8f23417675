"""The words: phrases of metrics, schemes, statements, headers, units. Data in CSV; this module only loads it.

People extend the lexicon by adding rows. Codes that live in `seeds/reference/` are read from there, so that
no code has two homes. Every row is checked when the lexicon is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ingest.lexicon.check import problems
from ingest.lexicon.sheet import LexiconError, Row, Sheet, read_sheet

__all__ = ["Lexicon", "LexiconError", "Row"]

LEXICON = Path(__file__).resolve().parent
REFERENCE = LEXICON.parents[1] / "seeds" / "reference"
_TOLD = 20  # problems in one message


@dataclass(frozen=True)
class Lexicon:
    """All word lists, as rows of text; loaded once a process. Raises LexiconError with all that is wrong in them."""

    folder: Path = LEXICON
    reference: Path = REFERENCE
    _cache: dict[Path, Sheet] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = problems(self)
        if found:
            more = [f"and {len(found) - _TOLD} more"] if len(found) > _TOLD else []
            raise LexiconError("\n  ".join(["the lexicon cannot be used:", *found[:_TOLD], *more]))

    def rows(self, name: str) -> list[Row]:
        """Rows of one word list of the lexicon folder."""
        return self.sheet(name).rows

    def codes(self, name: str) -> list[Row]:
        """Rows of one reference seed."""
        return self.seed(name).rows

    def sheet(self, name: str) -> Sheet:
        """One word list with the lines of its rows."""
        return self._load(self.folder / f"{name}.csv")

    def seed(self, name: str) -> Sheet:
        """One reference seed with the lines of its rows."""
        return self._load(self.reference / f"{name}.csv")

    def _load(self, path: Path) -> Sheet:
        if path not in self._cache:
            self._cache[path] = read_sheet(path)
        return self._cache[path]

    @property
    def units(self) -> list[Row]:
        """Rows of `units.csv`."""
        return self.rows("units")

    @property
    def comparators(self) -> list[Row]:
        """Rows of `comparators.csv`."""
        return self.rows("comparators")
