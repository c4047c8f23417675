"""Whether each row of the word lists can be used: its shape, its codes, its spelling, and that no row hides another.

What rows of different columns or lists are to one another is in `rules.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches

from ingest.find.view import fold
from ingest.lexicon.rules import RULES
from ingest.lexicon.schema import LISTS, Column, WordList
from ingest.lexicon.sheet import LexiconError, Lists, Row, Sheet

_BRACKETED = re.compile(r"\([^()]*\)|\s")


def problems(lists: Lists) -> list[str]:
    """All that is wrong, each with file, line and what to do; relations between rows once every file has its shape."""
    found: list[str] = []
    for name, spec in LISTS.items():
        try:
            sheet = lists.sheet(name)
        except LexiconError as error:
            found.append(str(error))
            continue
        found += _shape(sheet, spec)
    try:
        for spec in LISTS.values():
            for column in spec.columns:
                _ = column.seed and lists.seed(column.seed.split(".")[0])
    except LexiconError as error:
        found.append(str(error))
    if found:
        return found
    for name, spec in LISTS.items():
        sheet = lists.sheet(name)
        for column in spec.columns:
            found += _cells(lists, name, sheet, column)
        found += _repeated(sheet, spec)
    for rule in RULES:
        found += rule(lists)
    return found


def _shape(sheet: Sheet, spec: WordList) -> Iterator[str]:
    wanted = tuple(column.name for column in spec.columns)
    if sheet.header != wanted:
        missing = [name for name in wanted if name not in sheet.header]
        what = f"column {', '.join(missing)} is missing" if missing else "columns are others than expected"
        yield sheet.at(1, f"{what}; the header is {','.join(wanted)}")
    yield from sheet.ragged


def _cells(lists: Lists, name: str, sheet: Sheet, column: Column) -> Iterator[str]:
    known = _known(lists, name, column) if column.kind == "code" else frozenset()
    check = _CHECKS[column.kind]
    for row, line in zip(sheet.rows, sheet.lines, strict=True):
        cell = row[column.name]
        if not cell:
            if not column.optional:
                yield sheet.at(line, f"{column.name} is empty; fill it in or delete the row")
        elif cell != cell.strip():
            yield sheet.at(line, f"{column.name} {cell!r} begins or ends with a blank; delete it")
        elif column.kind == "code":
            if cell not in known:
                yield sheet.at(line, _unknown(name, column, cell, known))
        else:
            wrong = check(cell)
            if wrong:
                yield sheet.at(line, f"{column.name} {cell!r} {wrong}")


def _known(lists: Lists, name: str, column: Column) -> frozenset[str]:
    at = (column.like or name, column.name)
    known = {row["code"] for row in lists.sheet("codes").rows if (row["list"], row["column"]) == at}
    if column.seed:
        seed, _, key = column.seed.partition(".")
        known |= {row[key] for row in lists.seed(seed).rows}
    return frozenset(known)


def _unknown(name: str, column: Column, cell: str, known: frozenset[str]) -> str:
    near = get_close_matches(cell, sorted(known), 1)
    home = f"seeds/reference/{column.seed.split('.')[0]}.csv" if column.seed else "codes.csv"
    return f"unknown {column.name} {cell!r}; take one of {home}{f', such as {near[0]}' if near else ''}"


def _word(cell: str) -> str:
    folded = fold(cell)
    return f"is not spelt as text is compared, half-width; write {folded!r}" if folded != cell else ""


def _head(cell: str) -> str:
    bare = _BRACKETED.sub("", fold(cell))
    return f"is compared without brackets and blanks; write {bare!r}" if bare != cell else ""


def _regex(cell: str) -> str:
    try:
        re.compile(cell)
    except re.error as error:
        return f"is no regular expression ({error}); mend it"
    return ""


def _guards(cell: str) -> str:
    if "" in cell.split("|"):
        return "has an empty guard; write words divided by |"
    return _word(cell) or _regex(cell)


_CHECKS: dict[str, Callable[[str], str]] = {
    "word": _word,
    "head": _head,
    "guards": _guards,
    "regex": _regex,
    "text": lambda _: "",
    "code": lambda _: "",
}


def _repeated(sheet: Sheet, spec: WordList) -> Iterator[str]:
    spelt = {column.name for column in spec.columns if column.kind not in ("code", "text")}
    first: dict[tuple[str, ...], tuple[int, Row]] = {}
    for row, line in zip(sheet.rows, sheet.lines, strict=True):
        key = tuple(fold(row[name]) if name in spelt else row[name] for name in spec.key)
        if key not in first:
            first[key] = (line, row)
            continue
        at, other = first[key]
        how = "repeats" if row == other else "is shadowed by"
        yield sheet.at(line, f"{row[_name_of(spec)]!r} {how} line {at}; delete one of them")


def _name_of(spec: WordList) -> str:
    """The column that a reader knows a row by."""
    words = (c.name for c in spec.columns if c.name in spec.key and c.kind in ("word", "head", "regex"))
    return next(words, spec.key[-1])
