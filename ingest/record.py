"""What a build was made of and what came out, in schema `meta` of the file itself (构建记录).

The fingerprint of a table is the sum over its rows of the first 96 bits of SHA-256 of the row: its columns as text,
apart by U+001F, NULL as U+0000. A sum knows no order, and a build of what is new takes away the rows that go and adds
those that come. `yibao verify` computes it again. Gates are left out: they tell what a build looked at, not what it
found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from ingest import versions
from ingest.land.manifest import Manifest
from ingest.query import OFFLINE, Row, dicts, literal, open_warehouse

HASHED = ("marts", "bi")

_TABLES = """
select schema_name, table_name from duckdb_tables()
where database_name = current_database() and list_contains(?, schema_name) and not starts_with(table_name, 'gate_')
order by all
"""
_COLUMNS = """
select column_name from duckdb_columns()
where database_name = current_database() and schema_name = ? and table_name = ?
order by column_index
"""

# What an increment takes from a table (negative) and adds to it: macros/increment.sql writes it, beside each table.
REPLACED = """
create table increment.replaced (schema_name varchar, table_name varchar, row_count bigint, row_hash hugeint)
"""
_RECORDED = "select schema_name, table_name, row_count, fingerprint from meta.build_table"
# Documents as they were read: how the next build knows what has changed.
LANDED = """
select document_id, file_name, extractor_version, lexicon_version
from read_parquet(?) where document_id is not null
"""

# Table -> what it holds, and columns as name, type, meaning.
_RECORD: dict[str, tuple[str, tuple[tuple[str, str, str], ...]]] = {
    "build": (
        "The build that made this file (构建记录): one row.",
        (
            ("built_at", "timestamptz", "When it ended (构建时间)"),
            ("yibao_version", "varchar", "Version of yibao (程序版本)"),
            (
                "git_commit",
                "varchar",
                "Commit of the checkout (代码提交), -dirty where it was changed; NULL where unknown",
            ),
            (
                "extractor_version",
                "varchar",
                "Hash of the code that read the reports (抽取程序版本); NULL where unknown",
            ),
            ("lexicon_version", "varchar", "Hash of the words that it knew (词表版本); NULL where unknown"),
            ("rules_version", "varchar", "Hash of the reconciliation rules and known discrepancies (规则版本)"),
            ("models_version", "varchar", "Hash of the models, macros and engine that computed it (模型版本)"),
            ("engine", "varchar", "Versions of dbt, DuckDB and Great Expectations (计算引擎)"),
            ("source", "varchar", "Source of the rows (数据来源): seeds or landing"),
            ("documents", "integer", "Source files in it (文件数)"),
            ("content_sha256", "varchar", "SHA-256 over the rows of build_table (内容指纹)"),
        ),
    ),
    "build_table": (
        "The tables of marts and bi with their fingerprints (各表指纹).",
        (
            ("schema_name", "varchar", "Schema (模式)"),
            ("table_name", "varchar", "Table (表)"),
            ("row_count", "bigint", "Rows (行数)"),
            ("fingerprint", "varchar", "Sum of the first 96 bits of SHA-256 of each row, 32 hex digits (指纹)"),
        ),
    ),
    "landed_document": (
        "The documents with what read them (各文件的读取版本); empty where the seeds were built.",
        (
            ("document_id", "varchar", "Document (文件编号)"),
            ("file_name", "varchar", "Name of the file, without its folder (文件名)"),
            ("extractor_version", "varchar", "Hash of the code that read it (抽取程序版本)"),
            ("lexicon_version", "varchar", "Hash of the words that it knew (词表版本)"),
        ),
    ),
    "rejected_file": (
        "Files that gave no document, and why (未能读取的文件).",
        (
            ("file_name", "varchar", "Name of the file, without its folder (文件名)"),
            ("reason", "varchar", "Why it was not read, and what to do (原因)"),
        ),
    ),
}


class NoRecord(Exception):
    """A file without a build record that can be read; the message says why and what to do."""


class Fingerprint(NamedTuple):
    """A table, its rows, and the sum of their hashes, as 32 hex digits."""

    schema_name: str
    table_name: str
    row_count: int
    fingerprint: str


def record(fresh: Path, manifest: Manifest, source: str, landed: Path | None = None) -> str:
    """Write schema `meta` into a file that was just built; returns its content_sha256.

    `landed` are the files of its landing. After an increment what it has replaced is added to the former record.
    """
    with duckdb.connect(str(fresh), config=OFFLINE) as connection:
        tables = list(_counted_on(connection))
        [(documents,)] = connection.execute("select count(*) from marts.dim_document").fetchall()
        build = {
            "built_at": datetime.now(UTC),
            "yibao_version": versions.package_version(),
            "git_commit": versions.git_commit(),
            "extractor_version": manifest.extractor_version,
            "lexicon_version": manifest.lexicon_version,
            "rules_version": versions.rules_version(),
            "models_version": versions.models_version(),
            "engine": versions.engine_versions(),
            "source": source,
            "documents": documents,
            "content_sha256": content_sha256(tables),
        }
        connection.begin()
        connection.execute("drop schema if exists increment cascade")
        connection.execute("drop schema if exists meta cascade")
        connection.execute("create schema meta")
        _write(connection, "build", [tuple(build.values())])
        _write(connection, "build_table", tables)
        _write(connection, "rejected_file", [(row.file_name, row.reason) for row in manifest.rejected])
        _write(connection, "landed_document", [])
        if landed is not None:
            connection.execute(f"insert into meta.landed_document {LANDED} order by all", [literal(landed)])
        connection.commit()
        connection.execute("checkpoint")
    return str(build["content_sha256"])


def _counted_on(connection: duckdb.DuckDBPyConnection) -> Iterator[Fingerprint]:
    """Of every table: of an increment's from the former record and what was replaced, of others from their rows."""
    try:
        replaced = connection.execute(
            "select schema_name, table_name, sum(row_count)::bigint, sum(row_hash)::hugeint"
            " from increment.replaced group by all"
        ).fetchall()
        before = {row[:2]: Fingerprint(*row) for row in connection.execute(_RECORDED).fetchall()}
    except duckdb.CatalogException:  # a full build
        replaced, before = [], {}
    changes = {(schema, table): (rows, hashes) for schema, table, rows, hashes in replaced}
    for schema, table in connection.execute(_TABLES, [list(HASHED)]).fetchall():
        if (schema, table) in changes:
            was, (rows, hashes) = before[schema, table], changes[schema, table]
            yield Fingerprint(schema, table, was.row_count + rows, f"{int(was.fingerprint, 16) + hashes:032x}")
        else:
            yield Fingerprint(schema, table, *fingerprint(connection, schema, table))


def fingerprints(connection: duckdb.DuckDBPyConnection) -> Iterator[Fingerprint]:
    """Of every table of marts and bi but the gates, in order, from their rows."""
    for schema, table in connection.execute(_TABLES, [list(HASHED)]).fetchall():
        yield Fingerprint(schema, table, *fingerprint(connection, schema, table))


def fingerprint(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> tuple[int, str]:
    """Rows of a table, and the sum of their hashes as 32 hex digits."""
    names = [name.replace('"', '""') for (name,) in connection.execute(_COLUMNS, [schema, table]).fetchall()]
    words = ", ".join(f'coalesce(cast("{name}" as varchar), chr(0))' for name in names)
    one = f"cast('0x' || left(sha256(concat_ws(chr(31), {words})), 24) as hugeint)"
    [(count, said)] = connection.execute(
        f'select count(*), coalesce(sum({one}), 0)::hugeint from "{schema}"."{table}"'
    ).fetchall()
    return count, f"{said:032x}"


def content_sha256(tables: list[Fingerprint]) -> str:
    """One hash of all tables."""
    lines = (f"{one.schema_name}.{one.table_name} {one.row_count} {one.fingerprint}\n" for one in tables)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_build(connection: duckdb.DuckDBPyConnection, meta: str = "meta") -> Row | None:
    """The row of meta.build, of an attached file with its name before; None where builds were not recorded yet."""
    try:
        return dicts(connection.execute(f"from {meta}.build"))[0]
    except (duckdb.CatalogException, IndexError):
        return None


def altered(database: Path) -> tuple[list[str], str]:
    """What differs from the record of the build, in words, and the recorded content_sha256; raises NoRecord."""
    try:
        with open_warehouse(database) as connection:
            build = read_build(connection)
            if build is None:
                raise NoRecord(f"{database}: its build was not recorded; build it again")
            recorded = {row[:2]: Fingerprint(*row) for row in connection.execute(_RECORDED).fetchall()}
            found = {one[:2]: one for one in fingerprints(connection)}
    except duckdb.Error as error:
        raise NoRecord(f"{database}: cannot be read ({str(error).splitlines()[0]}); build it again") from None
    names = sorted({*recorded, *found})
    changed = [
        f"{'.'.join(name)}: {_difference(recorded.get(name), found.get(name))}"
        for name in names
        if recorded.get(name) != found.get(name)
    ]
    if not changed and content_sha256(list(found.values())) != build["content_sha256"]:
        changed = ["meta.build: content_sha256 is not that of its tables"]
    return changed, build["content_sha256"]


def _difference(recorded: Fingerprint | None, found: Fingerprint | None) -> str:
    if recorded is None or found is None:
        return "is gone" if found is None else "was not built"
    return f"is not as it was built ({found.row_count} rows, {recorded.row_count} then)"


def _write(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Any]) -> None:
    said, columns = _RECORD[table]
    connection.execute(f"create table meta.{table} ({', '.join(f'{name} {kind}' for name, kind, _ in columns)})")
    connection.execute(f"comment on table meta.{table} is '{said}'")
    for name, _, meaning in columns:
        connection.execute(f"comment on column meta.{table}.{name} is '{meaning}'")
    if rows:
        connection.executemany(f"insert into meta.{table} values ({', '.join('?' * len(columns))})", rows)
