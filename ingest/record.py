"""What a build was made of and what came out, in schema `meta` of the file itself (构建记录).

The hash of a table is the SHA-256 of it as CSV: header, rows sorted by all their columns. Anybody can compute it again
with `copy (from marts.x order by all) to 'x.csv' (header)` and `sha256sum`. `yibao verify` does.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from ingest import versions
from ingest.land.manifest import Manifest
from ingest.query import Row, confine, dicts, open_unconfined, quoted
from ingest.scratch import scratch

HASHED = ("marts", "bi")

_TABLES = """
select schema_name, table_name from duckdb_tables()
where database_name = current_database() and list_contains(?, schema_name)
order by all
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
            ("content_sha256", "varchar", "SHA-256 over schema, table and hash of all rows of build_table (内容指纹)"),
        ),
    ),
    "build_table": (
        "The tables of marts and bi with their fingerprints (各表指纹).",
        (
            ("schema_name", "varchar", "Schema (模式)"),
            ("table_name", "varchar", "Table (表)"),
            ("row_count", "bigint", "Rows (行数)"),
            ("sha256", "varchar", "SHA-256 of the table as CSV with header, sorted by all columns (指纹)"),
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
    """A table, its rows, and the SHA-256 of it as sorted CSV."""

    schema_name: str
    table_name: str
    row_count: int
    sha256: str


def record(fresh: Path, workspace: Path, manifest: Manifest, source: str) -> str:
    """Write schema `meta` into a file that was just built; returns its content_sha256."""
    with duckdb.connect(str(fresh)) as connection:
        tables = list(fingerprints(connection, workspace))
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
        connection.execute("create schema meta")
        _write(connection, "build", [tuple(build.values())])
        _write(connection, "build_table", tables)
        _write(connection, "rejected_file", [(row.file_name, row.reason) for row in manifest.rejected])
        connection.commit()
        connection.execute("checkpoint")
    return str(build["content_sha256"])


def fingerprints(connection: duckdb.DuckDBPyConnection, workspace: Path) -> Iterator[Fingerprint]:
    """Of every table of marts and bi, in order. `workspace` takes one table as CSV at a time."""
    for schema, table in connection.execute(_TABLES, [list(HASHED)]).fetchall():
        yield Fingerprint(schema, table, *fingerprint(connection, f'"{schema}"."{table}"', workspace))


def fingerprint(connection: duckdb.DuckDBPyConnection, relation: str, workspace: Path) -> tuple[int, str]:
    """Rows of a relation, and the SHA-256 of it as CSV: header, rows sorted by all columns."""
    file = workspace / "table.csv"
    [(count,)] = connection.execute(f"copy (from {relation} order by all) to '{quoted(file)}' (header)").fetchall()
    with file.open("rb") as handle:
        said = hashlib.file_digest(handle, "sha256").hexdigest()
    file.unlink()
    return count, said


def content_sha256(tables: list[Fingerprint]) -> str:
    """One hash of all tables."""
    lines = (f"{table.schema_name}.{table.table_name} {table.sha256}\n" for table in tables)
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
        with (
            scratch(Path(tempfile.gettempdir()), "yibao_verify") as workspace,
            open_unconfined(database) as connection,
        ):
            confine(connection, workspace)
            build = read_build(connection)
            if build is None:
                raise NoRecord(f"{database}: its build was not recorded; build it again")
            recorded = {row[:2]: Fingerprint(*row) for row in connection.execute("from meta.build_table").fetchall()}
            found = {one[:2]: one for one in fingerprints(connection, workspace)}
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
