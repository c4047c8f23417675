"""From an id of the warehouse back to file, page, line and the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingest.query import Row, dicts, open_warehouse
from ingest.sources import Sources

_AROUND = 60
# Where an id can live: mart and id column.
_MARTS = (
    ("fct_observation", "observation_id"),
    ("fct_indicator_score", "indicator_id"),
    ("fct_statement_line", "cell_id"),
)
# Codes that have a name: column of the fact, dimension, key and name of the dimension.
_NAMES = (
    ("metric_code", "dim_metric", "metric_code", "name_zh"),
    ("region_code", "dim_region", "region_code", "name"),
    ("scheme_code", "dim_scheme", "scheme_code", "name_zh"),
    ("program_code", "dim_program", "program_code", "name_zh"),
)
_POSITION = """
    select page, block_no, row_no, column_no, page_box from marts.fct_number
    where document_id = ? and char_start between ? and ? order by char_start limit 1
"""


@dataclass(frozen=True)
class Explanation:
    """What an id stands for, where it stands, and the words around it when the source is at hand.

    `position` is where the file itself has it: block, row and column, and the box on its page; None in text files.
    """

    mart: str
    row: dict[str, Any]
    document: dict[str, Any]
    names: dict[str, str]
    position: dict[str, Any]
    before: str | None
    words: str | None
    after: str | None


def explain(database: Path, identifier: str, folders: list[Path]) -> Explanation | None:
    """The explanation of an id, or None where the warehouse holds no such id."""
    with open_warehouse(database) as connection:
        for mart, column in _MARTS:
            row = _one(connection, f"select * from marts.{mart} where {column} = ?", identifier)
            if row is not None:
                return _explanation(connection, mart, row, folders)
        if ":" in identifier:
            document_id, _, start = identifier.rpartition(":")
            if start.isascii() and start.isdigit():
                row = _one(
                    connection,
                    "select * from marts.fct_number where document_id = ? and char_start = ?",
                    document_id,
                    int(start),
                )
                if row is not None:
                    return _explanation(connection, "fct_number", row, folders)
    return None


def _one(connection: duckdb.DuckDBPyConnection, query: str, *values: Any) -> Row | None:
    return next(iter(dicts(connection.execute(query, values))), None)


def _explanation(
    connection: duckdb.DuckDBPyConnection, mart: str, row: dict[str, Any], folders: list[Path]
) -> Explanation:
    document = _one(
        connection,
        "select d.* from marts.dim_document d join marts.dim_report r using (document_id) where r.report_id = ?",
        row["report_id"],
    )
    if document is None:
        raise RuntimeError(f"report {row['report_id']} has no document; the warehouse is damaged, build it again")
    names = {}
    for column, dimension, key, name in _NAMES:
        if row.get(column):
            found = _one(connection, f"select {name} as name from marts.{dimension} where {key} = ?", row[column])
            names[column] = str(found["name"]) if found is not None else ""
    start, end = row["char_start"], row["char_end"]
    position = _one(connection, _POSITION, document["document_id"], start, end) or {}
    text = Sources(folders).text(document["sha256"], document["file_name"])
    if text is None:
        return Explanation(mart, row, document, names, position, None, None, None)
    before = text[max(0, start - _AROUND) : start]
    after = text[end : end + _AROUND]
    return Explanation(mart, row, document, names, position, before, text[start:end], after)
