"""The SQL macros of the project as functions of Python strings, rendered from their files without starting dbt."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import jinja2

from tests.helpers import ROOT

# What dbt's cross-database macros are in DuckDB, as far as the macros below use them.
_DBT = SimpleNamespace(
    length=lambda text: f"length({text})",
    position=lambda part, text: f"position({part} in {text})",
    split_part=lambda text, mark, part: f"split_part({text}, {mark}, {part})",
    type_string=lambda: "varchar",
    type_int=lambda: "integer",
)


@cache
def macros() -> Any:
    """macros/values.sql and macros/reconciliation.sql: `macros().interval_low('value', 'decimals', 'qualifier')`."""
    source = "".join(
        (ROOT / "macros" / f"{name}.sql").read_text(encoding="utf-8") for name in ("values", "reconciliation")
    )
    return jinja2.Environment().from_string(source, globals={"dbt": _DBT}).module
