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

from ingest.query import Row, dicts, quoted

SIDES = {"earlier": "old", "later": "new"}
PARTS = ("extractor", "lexicon", "rules", "models")
UNKNOWN = "unknown: built before builds were recorded"
UNEXPLAINED = "unexplained: no version differs"
# In the order in which reasons are told.
REASONS = (
    *("source", "document added", "document removed", "extractor", "lexicon", "rule", "model", "acknowledgement"),
    *(UNKNOWN, UNEXPLAINED),
)
_SQL = Path(__file__).with_name("sql")
_MARTS = {
    "dim_document": "document_id file_name sha256 title region_code fiscal_year document_type",
    "dim_report": "report_id document_id ordinal title document_type program_code region_code fiscal_year",
    "dim_metric": "metric_code name_zh",
    "dim_region": "region_code name",
    "dim_scheme": "scheme_code name_zh",
    "dim_program": "program_code name_zh",
    "dim_reconciliation_rule": "rule_code",
    "fct_observation": "observation_id document_id report_id region_code scope fiscal_year metric_code scheme_code"
    " program_code funding_level breakdown value unit_code decimals qualifier value_low value_high is_primary"
    " stated_text line_no char_start",
    "fct_indicator_score": "indicator_id parent_indicator_id document_id report_id indicator_name full_score self_score"
    " score_rate_pct target_text actual_text target_value actual_value unit_code qualifier actual_qualifier line_no"
    " char_start",
    "fct_statement_line": "cell_id document_id report_id statement_code section line_code line_name measure_code value"
    " unit_code decimals value_low value_high stated_text line_no char_start",
    "fct_number": "document_id char_start char_end disposition",
    "fct_funding": "report_id region_code scope fiscal_year program_code funding_level stage amount_yuan",
    "fct_enrollment": "region_code scope fiscal_year scheme_code",
    "fct_fund_balance": "region_code scope fiscal_year scheme_code",
    "fct_reconciliation": "check_id rule_code report_id region_code fiscal_year subject verdict reason severity"
    " unit_code stated_value computed_value gap acknowledged line_no char_start",
    "fct_reconciliation_evidence": "check_id role weight label value stated_text document_id observation_id cell_id"
    " indicator_id",
}
_NAMES = {
    "marts.dim_metric": ("metric_code", "name_zh"),
    "marts.dim_region": ("region_code", "name"),
    "marts.dim_scheme": ("scheme_code", "name_zh"),
    "marts.dim_program": ("program_code", "name_zh"),
    "reference.scopes": ("scope", "name_zh"),
    "reference.funding_levels": ("code", "name_zh"),
    "reference.statements": ("statement_code", "name_zh"),
    "reference.measures": ("statement_code || ':' || measure_code", "name_zh"),
}
_SIDES_OF_INDICATOR = {"full_score": "满分", "self_score": "自评分", "target": "目标值", "actual": "实际完成值"}
_RULES = ("marts.dim_reconciliation_rule", "rules.reconciliation_rules", "rules.reconciliation_members")
_WORDS_OF_RULE = ("statement_zh", "statement_en", "basis")
_SUBJECT_KEYS = {
    "fct_enrollment": ("region_code", "scope", "fiscal_year", "scheme_code"),
    "fct_fund_balance": ("region_code", "scope", "fiscal_year", "scheme_code"),
    "fct_funding": ("region_code", "scope", "fiscal_year", "program_code", "funding_level", "stage"),
}
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


class Incomparable(Exception):
    """Two files that cannot be held against each other; the message says which one, why and what to do."""


@dataclass(frozen=True)
class Compared:
    """Two compared publications: their records, and the table `changes` to be asked through `rows`."""

    connection: duckdb.DuckDBPyConnection
    files: dict[str, Path]
    builds: dict[str, Row | None]

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
    with tempfile.TemporaryDirectory(prefix="yibao-diff-") as spill, duckdb.connect(":memory:") as connection:
        connection.execute(f"set temp_directory = '{quoted(Path(spill))}'; set enable_progress_bar = false")
        files = {"earlier": old, "later": new}
        for side, file in files.items():
            _attach(connection, side, file, Path(spill))
        builds = {side: _build(connection, side) for side in SIDES}
        _set_reasons(connection, builds)
        _hold_together(connection)
        connection.execute(_sql("changes", wanted=_wanted(connection, report)))
        yield Compared(connection, files, builds)


def _attach(connection: duckdb.DuckDBPyConnection, side: str, file: Path, folder: Path) -> None:
    if not file.is_file():
        raise Incomparable(f"{file}: no warehouse; name a file that `yibao build` published")
    # DuckDB opens a name once; both sides may be one file.
    link = folder / side
    link.symlink_to(file.resolve())
    try:
        connection.execute(f"attach '{quoted(link)}' as {side} (read_only)")
        columns = (
            "select table_name, column_name from duckdb_columns() where database_name = ? and schema_name = 'marts'"
        )
        held = set(connection.execute(columns, [side]).fetchall())
    except duckdb.Error as error:
        said = str(error).splitlines()[0].replace(str(link), str(file))
        raise Incomparable(f"{file}: cannot be read as a warehouse ({said})") from None
    if not held:
        raise Incomparable(f"{file}: a database without marts, no warehouse; name a file that `yibao build` published")
    missing = [f"{t}.{c}" for t, names in _MARTS.items() for c in names.split() if (t, c) not in held]
    if missing:
        listed = ", ".join(missing[:4]) + (f" and {len(missing) - 4} more" if len(missing) > 4 else "")
        raise Incomparable(f"{file}: of another contract, without {listed}; build it again from its landing")


def _build(connection: duckdb.DuckDBPyConnection, side: str) -> Row | None:
    """What the file records of its build; None where builds were not recorded yet."""
    try:
        rows = dicts(connection.execute(f"select * from {side}.meta.build"))
    except duckdb.CatalogException:
        return None
    return rows[0] if rows else None


def _set_reasons(connection: duckdb.DuckDBPyConnection, builds: dict[str, Row | None]) -> None:
    """Who may have changed what was read, what was computed and what was judged, as far as the versions tell."""
    older, newer = builds.values()
    if older is None or newer is None:
        lists = {"reading": [UNKNOWN], "computing": [UNKNOWN], "judging": [], "all_parts": [UNKNOWN]}
    else:
        differ = [p for p in PARTS if older.get(f"{p}_version") != newer.get(f"{p}_version")]
        names = {"extractor": "extractor", "lexicon": "lexicon", "rules": "rule", "models": "model"}
        reading = [names[p] for p in differ if p in ("extractor", "lexicon")]
        model = [names[p] for p in differ if p == "models"]
        lists = {
            "reading": reading or model or [UNEXPLAINED],
            # A unit or a digit read differently shows in the value alone.
            "computing": [*reading, *model] or [UNEXPLAINED],
            "judging": [names[p] for p in differ if p in ("rules", "models")],
            "all_parts": [names[p] for p in differ] or [UNEXPLAINED],
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
    _match(connection, "subject", figures=_figures(connection))
    connection.execute(_sql("subject_changes"))
    _match(connection, "check")
    connection.execute(f"create temp table rule_changes as {_rule_changes(connection)}")
    connection.execute(f"create temp table names as {_names(connection)}")
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


def _figures(connection: duckdb.DuckDBPyConnection) -> str:
    """Every amount of the subject marts that both files have as a row of its own, alike for both sides."""
    scores = (
        "select 'fct_indicator_score' as mart, 'score_rate_pct' as measure, scores.report_id, facts.said,"
        " facts.place, scores.score_rate_pct::decimal(38, 6) as value from {side}.marts.fct_indicator_score as scores"
        " inner join fact_{side} as facts on scores.indicator_id = facts.id and facts.mart = 'fct_indicator_score'"
        " and facts.measure = 'full_score' where scores.score_rate_pct is not null"
    )
    selects = [scores]
    for mart, keys in _SUBJECT_KEYS.items():
        said = " || '|' || ".join(f"coalesce({key}::varchar, '')" for key in keys)
        report = "report_id" if mart == "fct_funding" else "null::varchar"
        for measure in _common(connection, f"marts.{mart}", "DECIMAL%"):
            selects.append(
                f"select '{mart}', '{measure}', {report}, {said}, 0, {measure}::decimal(38, 6)"
                f" from {{side}}.marts.{mart} where {measure} is not null"
            )
    return "\nunion all\n".join(selects)


def _common(connection: duckdb.DuckDBPyConnection, table: str, kind: str = "%") -> list[str]:
    """Columns that a table has in both files; none where one of them lacks it."""
    schema, name = table.split(".")
    rows = connection.execute(
        "select column_name from duckdb_columns() where schema_name = ? and table_name = ?"
        " and database_name in ('earlier', 'later') and data_type like ?"
        " group by column_name having count(*) = 2 order by column_name",
        [schema, name, kind],
    ).fetchall()
    return [column for (column,) in rows]


def _rule_changes(connection: duckdb.DuckDBPyConnection) -> str:
    """Rules whose row or members are not those of the other file; how they are worded judges nothing."""
    differences = []
    for table in _RULES:
        columns = [f'"{name}"' for name in _common(connection, table) if name not in _WORDS_OF_RULE]
        if columns:
            older, newer = (f"select {', '.join(columns)} from {side}.{table}" for side in SIDES)
            differences += [f"({older} except all {newer})", f"({newer} except all {older})"]
    return " union ".join(f"select rule_code from {difference}" for difference in differences)


def _names(connection: duckdb.DuckDBPyConnection) -> str:
    """Names of codes, the later file's where both have one."""
    words = ", ".join(f"('{code}', '{name}', 0)" for code, name in _SIDES_OF_INDICATOR.items())
    selects = [f"select * from (values {words}) as words(code, name, nth)"]
    for table, (code, name) in _NAMES.items():
        if _common(connection, table):
            for nth, side in enumerate(reversed(SIDES)):
                selects.append(f"select {code}, {name}, {nth} from {side}.{table}")
    return f"select code, arg_min(name, nth) as name from ({' union all '.join(selects)}) group by code"


def _wanted(connection: duckdb.DuckDBPyConnection, wanted: str | None) -> str:
    """The condition on changes that are of the reports meant: by id, else its start, else title or file name."""
    if wanted is None:
        return "true"
    rows = dicts(
        connection.execute(
            "select reports.pair, old_report_id, new_report_id, title, old_file, new_file"
            " from reports left join documents on reports.document_pair = documents.pair order by all"
        )
    )
    ids, names, folded = ("old_report_id", "new_report_id"), ("title", "old_file", "new_file"), wanted.casefold()
    exact = [r for r in rows if wanted in (r["old_report_id"], r["new_report_id"])]
    begun = [r for r in rows if any(str(r[key] or "").startswith(wanted) for key in ids)]
    named = [r for r in rows if any(folded in str(r[key] or "").casefold() for key in names)]
    found = exact or begun or named
    if not found:
        listed = "\n".join(f"  {r['new_report_id'] or r['old_report_id']}  {r['title']}" for r in rows)
        raise Incomparable(f"{wanted}: no such report in either file; there are\n{listed}")
    return f"told.report_pair in ({', '.join(str(r['pair']) for r in found)})"
