"""The caption of a plain table: the lines above it, and its own first rows where they only say what it is of."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.find.marks import mark_of
from ingest.find.tables import Row
from ingest.resolve.tables.grid import is_caption

_HEAD_UNIT = re.compile(r"[(（]\s*(?:单位\s*[:：]\s*)?([^()（）]{1,5})\s*[)）]")
_CAPTION_UNITS = re.compile(r"单位\s*[:：]\s*(?:人民币)?([^\s()（）。]{1,24})")
_TITLE_END = re.compile(r"表\s*(?:\([^()]*\))?$")
_DATE = re.compile(r"(?:编制|填报|填表|报送|制表)?(?:日期|时间)\s*[:：]|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$")
_DECLARED = re.compile(
    r"(?:金额|计量)?单位\s*[:：]|(?:编制|填报|编报|填表|报送)(?:单位|部门|日期|时间|人)?\s*[:：]|\(?(?:19|20)\d{2}\s*年度?\)?$"
)
_NOTE = re.compile(r"(?:注|备注|说明)\s*[:：]")  # of the table above
_GAP = re.compile(r"\n(?:[ \t]*\n){2,}")
_MAX_SAID = 5


def caption_of(rows: list[Row], before: str) -> str:
    """The caption of the table of `rows`, whose title rows are taken off; `before` is the text above it."""
    lines = [line.strip() for line in _GAP.split(before.strip())[-1].split("\n") if line.strip()]
    said = lines[-1:] if lines and mark_of(lines[-1]) else _said_above(lines)  # what stands above a heading heads more
    while rows and _is_title_row(rows[0]):
        said.append(" ".join(cell.text for cell in rows.pop(0) if cell.words))
    return " ".join(line for line in said if len(line) <= 60 and not _NOTE.match(line) and not _DATE.match(line))


@lru_cache(maxsize=256)
def units_of(caption: str) -> tuple[str, ...]:
    """The units that a caption declares, in order."""
    said = [found[1] for found in _CAPTION_UNITS.finditer(caption)]
    several = [part for words in said for part in re.split(r"[、,，/；;和及]", words)]
    return tuple(unit for unit in (*several, *head_units(caption)) if unit)


@lru_cache(maxsize=4096)
def head_units(words: str) -> tuple[str, ...]:
    """The units that a header or a label declares in brackets, in order."""
    return tuple(found[1] for found in _HEAD_UNIT.finditer(words))


def _said_above(lines: list[str]) -> list[str]:
    """The last two lines above a table; more where these only declare a unit, a year or who made it out."""
    said: list[str] = []
    for line in reversed(lines[-_MAX_SAID:]):
        if len(said) >= 2 and not all(map(_DECLARED.match, said)):
            break
        said.insert(0, line)
    return said


def _is_title_row(row: Row) -> bool:
    """The first row of a table where it only sets out what the table is of, or in which unit."""
    filled = {cell.words for cell in row if cell.words}
    return len(row) > 1 and len(filled) == 1 and (is_caption(row) or bool(_TITLE_END.search(filled.pop())))
