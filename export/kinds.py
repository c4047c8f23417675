"""Types of columns: what DuckDB calls them, and what they are in a data package and in Postgres."""

from __future__ import annotations

import re
from typing import NamedTuple


class Kind(NamedTuple):
    """One type of DuckDB and its names elsewhere; `%` in the Postgres name takes the (precision, scale)."""

    duckdb: str
    frictionless: str
    postgres: str


_KINDS = (
    Kind("BOOLEAN", "boolean", "boolean"),
    Kind("TINYINT", "integer", "smallint"),
    Kind("SMALLINT", "integer", "smallint"),
    Kind("INTEGER", "integer", "integer"),
    Kind("BIGINT", "integer", "bigint"),
    Kind("HUGEINT", "integer", "numeric(38, 0)"),
    Kind("DECIMAL", "number", "numeric%"),
    Kind("DOUBLE", "number", "double precision"),
    Kind("FLOAT", "number", "real"),
    Kind("DATE", "date", "date"),
)
_TEXT = Kind("VARCHAR", "string", "text")  # and whatever is not listed, as DuckDB prints it
_BY_NAME = {kind.duckdb: kind for kind in _KINDS}


def kind_of(duckdb_type: str) -> Kind:
    """Kind of a column type as the catalog tells it, such as DECIMAL(28,6)."""
    name, size = re.fullmatch(r"(.*?)(\(\d+,\d+\))?", duckdb_type, re.DOTALL).groups()  # type: ignore[union-attr]
    kind = _BY_NAME.get(name, _TEXT)
    return kind._replace(postgres=kind.postgres.replace("%", size or ""))
