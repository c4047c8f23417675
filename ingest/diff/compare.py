"""Two published files held against each other: what differs and why, all in SQL, both files opened to be read only.

What holds the file's hash (every id) says nothing across versions of a source. So files, then reports, facts, subjects
and checks are matched by rounds of keys, from the surest to the loosest; the n-th of one side goes with the n-th of the
other where a key stands several times.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingest.check import matching
from ingest.diff.opened import SIDES, Incomparable, attach
from ingest.diff.tables import figures, names, rule_changes
from ingest.query import OFFLINE, Row, confine, dicts, quoted
from ingest.record import read_build

PARTS = {"extractor": "extractor", "lexicon": "lexicon", "rules": "rule", "models": "model"}
UNKNOWN = "unknown: built before builds were recorded"
UNRECORDED = "unknown: the landing did not record what it was read with"
UNEXPLAINED = "unexplained: no version differs"
# In the order in which reasons are told.
REASONS = (
    *("source", "document added", "document removed", "extractor", "lexicon", "rule", "model", "acknowledgement"),
    *(UNKNOWN, UNRECORDED, UNEXPLAINED),
)
_SQL = Path(__file__).with_name("sql")
# Rounds of keys; a NULL in a key matches nothing. Without a sure place in the file, same words and value go first.
_ROUNDS = {
    "document": ("sha256", "file_name", "what_it_is"),
    "report": (
        "report_id",
        "document_pair, title, program_code, document_type, fiscal_year",
        "document_pair, ordinal, document_type",
        "document_pair, ordinal",
    ),
    "fact": (
        "mart, measure, id, said",
        "mart, measure, document_pair, same_place, said",
        "mart, measure, report_pair, said, shown",
        "mart, measure, report_pair, said, value",
        "mart, measure, document_pair, same_place",
        "mart, measure, report_pair, said",
    ),
    "subject": ("mart, measure, holder, said",),
    "check": (
        "id",
        "holder, rule_code, region_code, fiscal_year, subject, stated, computed",
        "holder, rule_code, region_code, fiscal_year, subject",
        "holder, rule_code, subject",
    ),
}


@dataclass(frozen=True)
class Compared:
    """Two compared publications: their records, and the table `changes` to be asked through `rows`."""

    connection: duckdb.DuckDBPyConnection
    files: dict[str, Path]
    builds: dict[str, Row | None]
    report: str | None = None

    def rows(self, sql: str, *values: Any) -> list[Row]:
        """Rows of a query over `changes`, `documents` and `reports`."""
        return dicts(self.connection.execute(sql, values))

    def rejected(self) -> dict[str, str]:
        """Files that the later ingest could not read, each with the reason, where that is recorded."""
        try:
            rows = self.rows("select file_name, reason from later.meta.rejected_file order by all")
        except duckdb.CatalogException:
            return {}
        return {row["file_name"]: row["reason"] for row in rows}

    def differs(self) -> bool:
        """Whether anything at all differs, places included."""
        return bool(self.rows("select 1 from changes limit 1"))


@contextmanager
def compared(old: Path, new: Path, report: str | None = None) -> Iterator[Compared]:
    """The changes from `old` to `new`; `report` limits them to reports that it names, as in `yibao check`.

    Raises Incomparable.
    """
    with tempfile.TemporaryDirectory(prefix="yibao-diff-") as spill, duckdb.connect(config=OFFLINE) as connection:
        connection.execute(
            f"set temp_directory = '{quoted(Path(spill))}'; set enable_progress_bar = false; set timezone = 'UTC'"
        )
        files = {"earlier": old, "later": new}
        for side, file in files.items():
            attach(connection, side, file, Path(spill))
        confine(connection, Path(spill))
        builds = {side: read_build(connection, f"{side}.meta") for side in SIDES}
        _set_reasons(connection, builds)
        _hold_together(connection)
        connection.execute(_sql("changes", wanted=_wanted(connection, report)))
        yield Compared(connection, files, builds, report)


def _set_reasons(connection: duckdb.DuckDBPyConnection, builds: dict[str, Row | None]) -> None:
    """Who may have changed what was read, what was computed and what was judged, as far as the versions tell."""
    older, newer = builds.values()
    differ: list[str] = []
    nobody = UNKNOWN
    if older is not None and newer is not None:
        versions = {part: (older[f"{part}_version"], newer[f"{part}_version"]) for part in PARTS}
        differ = [PARTS[part] for part, pair in versions.items() if None not in pair and pair[0] != pair[1]]
        nobody = UNRECORDED if any(None in pair for pair in versions.values()) else UNEXPLAINED
    reading = [one for one in differ if one in ("extractor", "lexicon")]
    model = [one for one in differ if one == "model"]
    lists = {
        "reading": reading or (model if nobody == UNEXPLAINED else []) or [nobody],
        # A unit or a digit read differently shows in the value alone.
        "computing": [*reading, *model] or [nobody],
        "judging": [one for one in differ if one in ("rule", "model")],
        "all_parts": differ or [nobody],
    }
    for name, reasons in lists.items():
        connection.execute(f"set variable {name} = {_list(reasons)}")
    kept = f"list_filter({_list(REASONS)}, lambda reason: list_contains(reasons, reason))"
    connection.execute(f"create temp macro in_order(reasons) as {kept}")


def _list(words: Any) -> str:
    return "[" + ", ".join("'" + word.replace("'", "''") + "'" for word in words) + "]::varchar[]"


def _hold_together(connection: duckdb.DuckDBPyConnection) -> None:
    _match(connection, "document")
    connection.execute(_sql("document_pairs"))
    _match(connection, "report")
    connection.execute(_sql("report_pairs"))
    _match(connection, "fact")
    connection.execute(_sql("fact_changes"))
    _match(connection, "subject", figures=figures(connection))
    connection.execute(_sql("subject_changes"))
    _match(connection, "check")
    connection.execute(f"create temp table rule_changes as {rule_changes(connection)}")
    connection.execute(f"create temp table names as {names(connection)}")
    for step in ("verdict_changes", "verdict_reasons", "number_changes", "labels"):
        connection.execute(_sql(step))


def _match(connection: duckdb.DuckDBPyConnection, what: str, **parts: str) -> None:
    """Both sides of `what`, and the table of its pairs, by rounds of keys."""
    for side, own in SIDES.items():
        told = {name: part.replace("{side}", side) for name, part in parts.items()}
        connection.execute(_sql(f"{what}s", side=side, own=own, **told))
    connection.execute(f"create temp table {what}_pairs (old_row bigint, new_row bigint)")
    for keys in _ROUNDS[what]:
        connection.execute(_sql("match", what=what, keys=keys))


def _sql(name: str, **parts: str) -> str:
    text = (_SQL / f"{name}.sql").read_text(encoding="utf-8")
    return text.format(**parts) if parts else text.replace("{{", "{").replace("}}", "}")


def _wanted(connection: duckdb.DuckDBPyConnection, wanted: str | None) -> str:
    """The condition on changes that are of the reports meant: by id, else its start, else title or file name."""
    if wanted is None:
        return "true"
    rows = dicts(
        connection.execute(
            "select reports.pair, document_pair, old_report_id, new_report_id, title, old_file, new_file"
            " from reports left join documents on reports.document_pair = documents.pair order by all"
        )
    )
    found = matching(rows, wanted, ids=("old_report_id", "new_report_id"), names=("title", "old_file", "new_file"))
    if not found:
        listed = "\n".join(f"  {r['new_report_id'] or r['old_report_id']}  {r['title']}" for r in rows)
        raise Incomparable(f"{wanted}: no such report in either file; there are\n{listed}")
    pairs = ", ".join(str(row["pair"]) for row in found)
    documents = ", ".join(str(row["document_pair"]) for row in found)
    return f"told.report_pair in ({pairs}) or (told.report_pair is null and told.document_pair in ({documents}))"
