"""What the pages of reports need, sorted by document beside the site: a chunk of documents is a range of each table."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.query import OFFLINE, Row, confine, dicts, open_warehouse, quoted
from yibao_site.warehouse import query_text

TABLES = ("documents", "reports", "observations", "indicators", "cells", "checks", "evidence", "numbers")


def stage(database: Path, file: Path) -> None:
    """Write the rows of `queries/reports_*.sql` of a warehouse into a scratch file, in their order."""
    with duckdb.connect(config={**OFFLINE, "temp_directory": str(file.parent / "spill")}) as connection:
        connection.execute(f"attach '{quoted(file)}' as staged")
        connection.execute(f"attach '{quoted(database)}' as warehouse (read_only)")
        confine(connection)
        connection.execute("use warehouse")
        for table in TABLES:
            connection.execute(f"create table staged.main.{table} as {query_text(f'reports_{table}')}")


class Staged:
    """The scratch file, opened to read."""

    def __init__(self, file: Path) -> None:
        self._connection = open_warehouse(file)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rows(self, table: str, first: str, last: str) -> list[Row]:
        """Rows of the documents from first to last; tables are sorted, so that only their part is read."""
        return dicts(self._connection.execute(f"from {table} where document_id between ? and ?", [first, last]))
