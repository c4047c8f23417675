"""A Frictionless data package (v1, tabular): every table as CSV and as Parquet, described in datapackage.json.

An empty cell is a missing value; empty text stands as "" in quotes, which DuckDB and Postgres tell from it. Parquet has
every value as it is. The same warehouse gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from pathlib import Path
from typing import Any

import duckdb

from export.beside import beside
from export.catalog import Column, Table, opened, quoted, select, tables_of
from export.defuse import RULE, defused
from export.words import chinese_name, unit_of
from ingest.dbt import PROJECT, Unusable
from ingest.query import confine

_DESCRIPTOR = "datapackage.json"
_README = Path(__file__).with_name("package_readme.md")
_NAME = "yibao"
_DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n", "header": True}
_NO_LICENCE = {
    "name": "notspecified",
    "title": "No licence is given for this compilation: ask who gave it to you. The facts are public statements of the "
    "bodies named in sources; credit them. 本汇编未指定许可；数据来自 sources 所列单位公开的报告，引用请注明来源。",
}
Json = dict[str, Any]


def export_package(database: Path, folder: Path) -> list[str]:
    """Write the package; returns what is to be said of it. Unusable where that cannot be done."""
    _refuse_foreign(folder)
    with opened(database, closed=False) as connection, beside(folder) as fresh:
        confine(connection, fresh)
        tables = tables_of(connection)
        for part in ("csv", "parquet"):
            (fresh / part).mkdir(parents=True)
        resources = [_resource(connection, table, fresh) for table in tables]
        descriptor = _package(resources, _sources(connection, tables))
        (fresh / _DESCRIPTOR).write_text(json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        (fresh / "README.md").write_text(_README.read_text(encoding="utf-8").replace("RULE", RULE), encoding="utf-8")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return [f"{folder}: {len(tables)} tables as CSV and Parquet, {size:,} bytes"]


def _refuse_foreign(folder: Path) -> None:
    """Unusable where the place holds anything but an earlier package of ours."""
    if folder.exists() and not folder.is_dir():
        raise Unusable(f"{folder}: is a file; name a folder")
    if not folder.exists() or not any(folder.iterdir()):
        return
    try:
        found = json.loads((folder / _DESCRIPTOR).read_text(encoding="utf-8"))
        ours = found["name"] == _NAME and {entry.name for entry in folder.iterdir()} <= {
            *("csv", "parquet", "README.md", _DESCRIPTOR)
        }
    except (OSError, ValueError, KeyError, TypeError):
        ours = False
    if not ours:
        raise Unusable(f"{folder}: holds other things than a data package of yibao; name another folder")
    if not os.access(folder, os.W_OK):
        raise Unusable(f"{folder}: is write-protected; name another folder")


def _resource(connection: duckdb.DuckDBPyConnection, table: Table, fresh: Path) -> Json:
    """Write a table in both forms; returns its entry."""
    csv, parquet = (f"{form}/{table.name}.{form}" for form in ("csv", "parquet"))
    _copy(connection, select(table, defused), fresh / csv, "format csv, header, delimiter ',', quote '\"'")
    _copy(connection, select(table), fresh / parquet, "format parquet, compression zstd")
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": chinese_name(table.name, table.comment),
        "description": table.comment,
        "path": csv,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        **_fingerprint(fresh / csv),
        "parquet": {"path": parquet, **_fingerprint(fresh / parquet)},
        "warehouseTable": f"{table.schema}.{table.name}",
        "schema": _schema(table, _with_empty_text(connection, table)),
    }


def _copy(connection: duckdb.DuckDBPyConnection, query: str, file: Path, options: str) -> None:
    try:
        connection.execute(f"copy ({query}) to '{str(file).replace(chr(39), chr(39) * 2)}' ({options})")
    except duckdb.IOException as error:
        raise Unusable(f"{file.name}: cannot be written ({str(error).splitlines()[0]})") from None


def _fingerprint(file: Path) -> Json:
    with file.open("rb") as lines:
        return {"bytes": file.stat().st_size, "hash": f"sha256:{hashlib.file_digest(lines, 'sha256').hexdigest()}"}


def _with_empty_text(connection: duckdb.DuckDBPyConnection, table: Table) -> set[str]:
    """Columns that hold empty text: a reader that sees no quotes takes it for missing."""
    names = [column.name for column in table.columns if column.is_text]
    if not names:
        return set()
    tests = ", ".join(f"bool_or({quoted(name)} = '')" for name in names)
    [found] = connection.execute(f"select {tests} from {quoted(table.schema)}.{quoted(table.name)}").fetchall()
    return {name for name, empty in zip(names, found, strict=True) if empty}


def _schema(table: Table, with_empty_text: set[str]) -> Json:
    """Table Schema of a table: fields with their words, key, references."""
    schema: Json = {
        "fields": [_field(column, column.name in with_empty_text) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [
            {
                "fields": reference.column,
                "reference": {
                    "resource": "" if reference.table == table.name else reference.table,
                    "fields": reference.field,
                },
            }
            for reference in table.references
        ]
    return schema


def _field(column: Column, has_empty_text: bool) -> Json:
    field: Json = {
        "name": column.name,
        "type": column.kind.frictionless,
        "title": chinese_name(column.name, column.comment),
        "description": column.comment,
        "warehouseType": column.type,
    }
    if unit := unit_of(column.name):
        field["unit"] = unit
    if has_empty_text:
        field["emptyText"] = True
    elif column.required:
        field["constraints"] = {"required": True}
    return {name: value for name, value in field.items() if value != ""}


def _sources(connection: duckdb.DuckDBPyConnection, tables: list[Table]) -> list[Json]:
    """The documents that the facts stand in."""
    if not any(table.name == "dim_document" for table in tables):
        return []
    documents = connection.execute(
        "select coalesce(title, file_name), file_name, sha256, issuer from marts.dim_document order by document_id"
    ).fetchall()
    names = ("title", "fileName", "sha256", "issuer")
    return [{name: value for name, value in zip(names, row, strict=True) if value is not None} for row in documents]


def _package(resources: list[Json], sources: list[Json]) -> Json:
    """The descriptor; version and licence are those of the project."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    licence = project.get("license")
    return {
        "profile": "tabular-data-package",
        "name": _NAME,
        "title": "医保 yibao: what Chinese medical-insurance bureaus publish, as a reconciled warehouse",
        "description": "医疗保障绩效自评报告、部门决算的每个数字，及其勾稽核对。 " + project["description"],
        "version": project["version"],
        "createdBy": f"{_NAME} {project['version']}",
        "licenses": [_NO_LICENCE if licence is None else {"name": licence}],
        "sources": sources,
        "csvRules": {
            "formulas": RULE,
            "missing": 'An empty cell is a missing value; "" in quotes is empty text, in fields with emptyText only. '
            '空单元格为缺失值；带引号的 "" 为空文本。',
            "nul": "The character NUL stands as ␀.",
        },
        "resources": resources,
    }
