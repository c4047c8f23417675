"""A comparison for programs: CSV with one row a change, JSON with both builds and the summary beside the changes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from export.defuse import defused
from ingest.diff.compare import Compared
from ingest.diff.text import SUMMARY
from ingest.query import Row, batches

_BATCH = 10_000
# Column as told, and as it is in the table `changes`; of a verdict, `value` is the stated one and `text` the verdict.
_TEXTS = {
    **{name: name for name in ("section", "kind")},
    "reason": "reasons",
    **{name: name for name in ("old_file", "new_file", "report_title", "old_report_id", "new_report_id")},
    "table_name": "mart",
    **{name: name for name in ("rule_code", "severity", "what", "measure", "unit_code", "old_text", "new_text")},
    **{name: name for name in ("old_id", "new_id")},
}
_NUMBERS = {
    **{name: name for name in ("old_value", "new_value")},
    **{"old_computed": "old_other", "new_computed": "new_other"},
    **{name: name for name in ("old_gap", "new_gap", "old_line_no", "new_line_no", "n")},
}
COLUMNS = (*_TEXTS, *_NUMBERS)


def to_csv(compared: Compared, everything: bool) -> Iterator[str]:
    """Header and one row a change, in pieces; text that a spreadsheet would take for a formula is made harmless."""
    yield _lines([list(COLUMNS)])
    for batch in _changes(compared, everything, spreadsheet=True):
        yield _lines([[_cell(value) for value in row.values()] for row in batch])


def to_json(compared: Compared, everything: bool) -> Iterator[str]:
    """An object with `old`, `new`, `documents`, `summary` and `changes`, in pieces; amounts are exact, as strings."""
    about: dict[str, Any] = {
        name: {"file": str(compared.files[side]), "build": compared.builds[side]}
        for name, side in (("old", "earlier"), ("new", "later"))
    }
    about["documents"] = {
        row["state"]: row["n"]
        for row in compared.rows("select state, count(*) as n from documents group by state order by state")
    }
    about["summary"] = compared.rows(f"select section, kind, reasons as reason, n from ({SUMMARY})")
    yield _json(about)[:-2] + ',\n "changes": ['
    between = "\n  "
    for batch in _changes(compared, everything, spreadsheet=False):
        for row in batch:
            yield between + json.dumps(row, ensure_ascii=False, default=_other)
            between = ",\n  "
    yield "\n ]\n}\n"


def _changes(compared: Compared, everything: bool, spreadsheet: bool) -> Iterator[list[Row]]:
    texts = [f"{defused(sql) if spreadsheet else sql} as {name}" for name, sql in _TEXTS.items()]
    numbers = [f"{sql} as {name}" for name, sql in _NUMBERS.items()]
    cursor = compared.connection.execute(
        f"select {', '.join((*texts, *numbers))} from changes where not is_quiet or ? order by position",
        [everything],
    )
    yield from batches(cursor, _BATCH)


def _lines(rows: list[list[object]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def _cell(value: object) -> object:
    return _plain(value) if isinstance(value, Decimal) else "" if value is None else value


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_other)


def _other(value: object) -> str:
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
