"""What a published warehouse shows to others: the tables of `bi` and `marts`, with columns, words, keys and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from export.keys import Reference, declared
from export.kinds import Kind, kind_of
from ingest.dbt import Unusable
from ingest.query import open_unconfined, open_warehouse

SCHEMAS = ("bi", "marts")  # wide tables for people first
_BATCH = 10_000
_COLUMNS = """
select c.schema_name, c.table_name, t.comment, c.column_name, c.data_type, c.comment, not c.is_nullable
from duckdb_columns() as c
inner join duckdb_tables() as t using (database_name, schema_name, table_name)
where c.database_name = current_database() and list_contains(?, c.schema_name)
order by list_position(?, c.schema_name), c.table_name, c.column_index
"""


@dataclass(frozen=True)
class Column:
    """A column as the catalog has it; `required` where it is never missing."""

    name: str
    type: str
    comment: str
    required: bool

    @property
    def kind(self) -> Kind:
        """What the type is elsewhere."""
        return kind_of(self.type)

    @property
    def is_text(self) -> bool:
        """Whether its values are exported as text."""
        return self.kind.duckdb == "VARCHAR"


@dataclass(frozen=True)
class Table:
    """A table: columns in order, key (empty: none is stated), references to other exported tables."""

    schema: str
    name: str
    comment: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


@contextmanager
def opened(database: Path, closed: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, read-only; Unusable where it is none. One that is not `closed` is to be confined at once."""
    if not database.is_file():
        raise Unusable(f"{database}: no warehouse; make it with `yibao build`")
    try:
        with open_warehouse(database) if closed else open_unconfined(database) as connection:
            yield connection
    except duckdb.Error as error:
        raise Unusable(f"{database}: cannot be read ({str(error).splitlines()[0]}); build it again") from None


def tables_of(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """The exported tables in order of schema and name; Unusable where there is none, or one name stands twice."""
    found: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for row in connection.execute(_COLUMNS, [SCHEMAS, SCHEMAS]).fetchall():
        found.setdefault((row[0], row[1]), []).append(row)
    tables = {name: _table(schema, name, rows) for (schema, name), rows in found.items()}
    if not tables:
        raise Unusable("the warehouse has no table in the schemas bi and marts; build it again")
    if len(tables) < len(found):
        twice = sorted(name for schema, name in found if tables[name].schema != schema)
        raise Unusable(f"{twice[0]}: a table of bi and one of marts have this name; rename one of the models")
    return [_referring(table, tables) for table in tables.values()]


def _table(schema: str, name: str, rows: list[tuple[Any, ...]]) -> Table:
    key = declared().primary.get(name, ())
    columns = tuple(Column(row[3], row[4], row[5] or "", row[6] or row[3] in key) for row in rows)
    has_key = set(key) <= {column.name for column in columns}
    return Table(schema, name, rows[0][2] or "", columns, key if has_key else ())


def _referring(table: Table, tables: dict[str, Table]) -> Table:
    """The table with those of its references that lead to the key of an exported table."""
    references = tuple(
        reference
        for reference in declared().references.get(table.name, ())
        if reference.column in table.names
        and reference.table in tables
        and tables[reference.table].key == (reference.field,)
    )
    return Table(table.schema, table.name, table.comment, table.columns, table.key, references)


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def select(table: Table, text: Callable[[str], str] = str) -> str:
    """All rows in order of the key. Text values go through the SQL of `text`; NUL, which no format takes, is ␀."""

    def value(column: Column) -> str:
        sql = f"t.{quoted(column.name)}"
        if column.is_text:
            sql = text(f"replace(cast({sql} as varchar), chr(0), '␀')")
        elif column.kind.duckdb == "HUGEINT":  # Parquet would have it as binary floating point
            sql = f"cast({sql} as decimal(38, 0))"
        return f"{sql} as {quoted(column.name)}"

    order = ", ".join(f"t.{quoted(name)}" for name in table.key) or "all"
    source = f"{quoted(table.schema)}.{quoted(table.name)}"
    return f"select {', '.join(map(value, table.columns))} from {source} as t order by {order}"


def rows(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[tuple[Any, ...]]:
    """All rows in order of the key, a batch in memory at a time."""
    cursor = connection.cursor().execute(select(table))
    while batch := cursor.fetchmany(_BATCH):
        yield from batch
