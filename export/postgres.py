"""The exported tables in Postgres: types, keys, comments, indexes; replaced in one transaction.

All is copied into fresh schemas that take the place of the old ones at the end, so a reader sees the old tables or the
new ones. What was granted on the old tables is granted on the new. Only schemas that bear our mark are ever replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from export.catalog import SCHEMAS, Column, Table, opened, rows, tables_of
from export.grants import grant_again, granted
from ingest.dbt import Unusable

_MARK = "医保 yibao: replaced as a whole by `yibao export postgres`; keep objects of your own in other schemas"
_FRESH = "yibao_fresh_"  # before the name of the schema that it will be
_LOCK = 0x79696261_6F  # one export at a time
_PATIENCE = "15s"  # for readers that hold the old tables
_MAX_NAME = 63  # bytes of a name; Postgres would cut a longer one
_DEFAULTS = {"connect_timeout": "10", "application_name": "yibao export"}


def export_postgres(database: Path, dsn: str) -> list[str]:
    """Copy the tables; returns what is to be said of it. Unusable where that cannot be done: the old stand."""
    with opened(database) as connection:
        tables = tables_of(connection)
        _refuse_long_names(tables)
        with _connected(dsn) as server:
            server.execute(f"set local lock_timeout = '{_PATIENCE}'")
            server.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
            _refuse_foreign(server)
            schemas = sorted({table.schema for table in tables})
            for schema in schemas:
                server.execute(sql.SQL("create schema {}").format(_fresh(schema)))
            copied = sum(_copy(connection, server, table) for table in tables)
            for table in tables:
                _make_key(server, table)
            for table in tables:
                _refer(server, table, {table.name: table for table in tables})
            grants = granted(server, SCHEMAS)
            _drop_old(server)
            for schema in schemas:
                server.execute(sql.SQL("alter schema {} rename to {}").format(_fresh(schema), sql.Identifier(schema)))
                server.execute(sql.SQL("comment on schema {} is {}").format(sql.Identifier(schema), sql.Literal(_MARK)))
            grant_again(server, grants, tables)
            where = _place(server)
    return [f"{where}: {len(tables)} tables, {copied:,} rows in {' and '.join(schemas)}"]


@contextmanager
def _connected(dsn: str) -> Iterator[psycopg.Connection]:
    """One transaction on the server. Whatever it refuses becomes Unusable, in words without the password."""
    try:
        given = {name: str(value) for name, value in conninfo_to_dict(dsn).items()}
    except psycopg.Error:  # its words would repeat the string
        raise Unusable(
            "the connection string cannot be read; give postgresql://USER@HOST:PORT/DATABASE or 'host=… dbname=…'"
        ) from None
    try:
        with psycopg.connect(make_conninfo("", **{**_DEFAULTS, **given})) as server:
            server.execute("set client_min_messages = warning")
            yield server
    except psycopg.Error as error:
        said = _words(error)
        if secret := given.get("password"):
            said = said.replace(secret, "…")
        raise Unusable(f"Postgres: {said}") from None


def _words(error: psycopg.Error) -> str:
    """What the server says, and what to do about it."""
    said = " ".join(filter(None, (error.diag.message_primary, error.diag.message_detail))) or " ".join(
        str(error).split()
    )
    match error:
        case psycopg.errors.InsufficientPrivilege():
            hint = "the role needs the right to create schemas here (grant create on database …), and must own ours"
        case psycopg.errors.DependentObjectsStillExist():
            hint = "drop what depends on the tables first, or base it on the warehouse; nothing was changed"
        case psycopg.errors.LockNotAvailable():
            hint = f"a reader held the tables for more than {_PATIENCE}; try again, nothing was changed"
        case psycopg.errors.IntegrityError():
            hint = "the file does not fit the models of this checkout; build it again, nothing was changed"
        case psycopg.OperationalError():
            hint = "check host, port, database, user and password, and that the server runs"
        case _:
            hint = "nothing was changed"
    return f"{said}; {hint}"


def _refuse_foreign(server: psycopg.Connection) -> None:
    """Unusable where a schema of our name is not ours."""
    found = server.execute(
        "select nspname, obj_description(oid, 'pg_namespace') from pg_namespace where nspname = any(%s) order by 1",
        [list(SCHEMAS)],
    ).fetchall()
    for schema, comment in found:
        if comment != _MARK:
            raise Unusable(
                f"Postgres: the schema {schema} was not made by yibao; rename it, or export into another database"
            )


def _refuse_long_names(tables: list[Table]) -> None:
    """Unusable where a name does not fit: a Chinese character takes three bytes."""
    for table in tables:
        for name in (table.name, *table.names):
            if len(name.encode()) > _MAX_NAME:
                raise Unusable(f"{table.schema}.{table.name}: Postgres takes no name of over {_MAX_NAME} bytes: {name}")


def _fresh(schema: str) -> sql.Identifier:
    return sql.Identifier(_FRESH + schema)


def _named(table: Table) -> sql.Composed:
    return sql.SQL("{}.{}").format(_fresh(table.schema), sql.Identifier(table.name))


def _list(names: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _copy(connection: duckdb.DuckDBPyConnection, server: psycopg.Connection, table: Table) -> int:
    """Make the table and copy its rows; returns their number.

    Frozen, the rows are there for a reader whose snapshot is older than they are, who would else find an empty table.
    """
    columns = sql.SQL(", ").join(map(_column, table.columns))
    server.execute(sql.SQL("create table {} ({})").format(_named(table), columns))
    number = 0
    with server.cursor().copy(sql.SQL("copy {} from stdin with (freeze)").format(_named(table))) as copy:
        for row in rows(connection, table):
            copy.write_row(row)
            number += 1
    return number


def _column(column: Column) -> sql.Composed:
    required = sql.SQL(" not null" if column.required else "")
    kind = sql.SQL(column.kind.postgres)
    return sql.SQL("{} {}{}").format(sql.Identifier(column.name), kind, required)


def _make_key(server: psycopg.Connection, table: Table) -> None:
    """The primary key, and the words of table and columns."""
    name = _named(table)
    if table.key:
        server.execute(sql.SQL("alter table {} add primary key ({})").format(name, _list(table.key)))
    server.execute(sql.SQL("comment on table {} is {}").format(name, sql.Literal(table.comment)))
    for column in table.columns:
        place = sql.SQL("{}.{}").format(name, sql.Identifier(column.name))
        server.execute(sql.SQL("comment on column {} is {}").format(place, sql.Literal(column.comment)))


def _refer(server: psycopg.Connection, table: Table, by_name: dict[str, Table]) -> None:
    """Foreign keys, each with an index unless the primary key begins with its column; statistics for the planner."""
    name = _named(table)
    for reference in table.references:
        column, field = sql.Identifier(reference.column), sql.Identifier(reference.field)
        target = _named(by_name[reference.table])
        server.execute(
            sql.SQL("alter table {} add foreign key ({}) references {} ({})").format(name, column, target, field)
        )
        if table.key[:1] != (reference.column,):
            server.execute(sql.SQL("create index on {} ({})").format(name, column))
    server.execute(sql.SQL("analyze {}").format(name))


def _drop_old(server: psycopg.Connection) -> None:
    """Drop the tables that stand, and their schemas; an error where anything of others depends on them."""
    tables = server.execute(
        "select n.nspname, c.relname from pg_class as c join pg_namespace as n on n.oid = c.relnamespace"
        " where n.nspname = any(%s) and c.relkind in ('r', 'p') order by 1, 2",
        [list(SCHEMAS)],
    ).fetchall()
    if tables:
        server.execute(sql.SQL("drop table {}").format(sql.SQL(", ").join(sql.Identifier(*names) for names in tables)))
    for schema in SCHEMAS:
        server.execute(sql.SQL("drop schema if exists {}").format(sql.Identifier(schema)))


def _place(server: psycopg.Connection) -> str:
    """The database as a connection string without password."""
    info = server.info
    return f"postgresql://{info.user}@{info.host}:{info.port}/{info.dbname}"
