"""One CSV file of words or codes: its rows, the line of each, and what is wrong with its shape.

A phrase may be composed of alternatives: {暂停|中止}{医保|}协议 is four phrases, each a row of its own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Protocol

Row = dict[str, str]

_CHOICE = re.compile(r"\{([^{}]*)\}")


class LexiconError(Exception):
    """A lexicon that cannot be used; the message names each file and line, and what to do."""


@dataclass(frozen=True)
class Sheet:
    """Rows as text by column; `lines` has the line of each row, from 1; ragged rows are left out and told."""

    name: str
    header: tuple[str, ...]
    rows: list[Row]
    lines: list[int]
    ragged: list[str] = field(default_factory=list)

    def at(self, line: int, what: str) -> str:
        """A problem with its place."""
        return f"{self.name} line {line}: {what}"


class Lists(Protocol):
    """Word lists and reference seeds by name."""

    def sheet(self, name: str) -> Sheet:
        """One word list with the lines of its rows."""

    def seed(self, name: str) -> Sheet:
        """One reference seed with the lines of its rows."""


def read_sheet(path: Path) -> Sheet:
    """A CSV file in UTF-8, with or without a byte-order mark. Raises LexiconError where it cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            header = tuple(next(reader, ()))
            sheet = Sheet(path.name, header, [], [])
            for cells in reader:
                if len(cells) == len(header):
                    for row in _spelt_out(dict(zip(header, cells, strict=True))):
                        sheet.rows.append(row)
                        sheet.lines.append(reader.line_num)
                elif cells:
                    what = f"{len(cells)} cells, the header has {len(header)}; put quotes around a cell with a comma"
                    sheet.ragged.append(sheet.at(reader.line_num, what))
            return sheet
    except OSError as error:
        raise LexiconError(f"{path.name}: {error.strerror}; the checkout is incomplete ({path})") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path.name}: not UTF-8; save it as CSV UTF-8") from error
    except csv.Error as error:
        raise LexiconError(f"{path.name}: no CSV ({error}); look for an open quote") from error


def _spelt_out(row: Row) -> Iterator[Row]:
    """The row once for each phrase that it is composed of."""
    if "{" not in row.get("phrase", ""):
        yield row
        return
    parts = _CHOICE.split(row["phrase"])  # words and choices in turn
    choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    for words in product(*choices):
        yield {**row, "phrase": "".join(words)}
