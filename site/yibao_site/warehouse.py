"""A published warehouse to read: rows of the queries beside this module, and the words of every code."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from ingest.query import Row as Row
from ingest.query import batches, dicts, open_warehouse

HERE = Path(__file__).parent


class NoWarehouse(Exception):
    """The file is no warehouse of this version; the message says why and what to do."""


class Word(NamedTuple):
    """A code's name in Chinese and English, and what it means where that needs a sentence."""

    zh: str
    en: str
    meaning_zh: str = ""
    meaning_en: str = ""


@cache
def query_text(name: str) -> str:
    """The SQL of `queries/{name}.sql`."""
    return (HERE / "queries" / f"{name}.sql").read_text(encoding="utf-8")


Words = dict[tuple[str, str], Word]  # by kind and code


class Warehouse:
    """A warehouse file opened read-only; raises NoWarehouse where it cannot be used."""

    def __init__(self, database: Path) -> None:
        if not database.is_file():
            raise NoWarehouse(f"{database}: no warehouse; make it with `yibao build`")
        try:
            self._connection = open_warehouse(database)
            self.words = {**own_words(), **self._words()}
        except duckdb.Error as error:
            said = str(error).splitlines()[0]
            raise NoWarehouse(f"{database}: cannot be read as a warehouse ({said}); build it again") from None

    def rows(self, query: str, **values: Any) -> list[Row]:
        """Rows of `queries/{query}.sql` as dicts; `values` fill its $names."""
        return dicts(self._connection.execute(query_text(query), values))

    def batches(self, query: str, size: int) -> Iterator[list[Row]]:
        """Rows of a query, `size` at a time, without holding all of them; an empty batch where there are none."""
        return batches(self._connection.cursor().execute(query_text(query)), size)

    def row(self, query: str, **values: Any) -> Row:
        """The one row of a query."""
        [row] = self.rows(query, **values)
        return row

    def table(self, schema: str, name: str) -> list[Row]:
        """A whole table, in the order of its columns; for lists of codes."""
        return dicts(self._connection.execute(f'from "{schema}"."{name}" order by all'))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _words(self) -> Words:
        """Words by kind and code, as the reference tables have them."""
        return {(row["kind"], row["code"]): Word(row["zh"], row["en"], *_meaning(row)) for row in self.rows("words")}


def grouped(rows: Iterable[Row], key: str) -> defaultdict[str, list[Row]]:
    """Rows by what stands in a column, in their order."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _meaning(row: Row) -> tuple[str, str]:
    return "", row["meaning"] or ""


def own_words() -> Words:
    """Words of codes that no reference table has: verdicts, reasons, grades, stages, groups."""
    with (HERE / "words.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {(r["kind"], r["code"]): Word(r["zh"], r["en"], r["meaning_zh"], r["meaning_en"]) for r in rows}
