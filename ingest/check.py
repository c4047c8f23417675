"""What does not reconcile in a warehouse: findings with both sides, their places and the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from ingest.query import Row as Row
from ingest.query import dicts, open_warehouse
from ingest.sources import Sources

FINDINGS = ("inconsistent", "conflict")
SEVERITIES = ("hard", "soft", "warn")
_AROUND = 16

_CHECKS = """
select checks.*, rules.statement_zh, rules.statement_en, rules.basis
from marts.fct_reconciliation as checks
left join marts.dim_reconciliation_rule as rules on checks.rule_code = rules.rule_code
"""
_REPORTS = """
select reports.report_id, reports.document_id, reports.ordinal, reports.title, documents.file_name, scores.self_score
from marts.dim_report as reports
left join marts.dim_document as documents on reports.document_id = documents.document_id
left join marts.rpt_report_reconciliation as scores on reports.report_id = scores.report_id
order by documents.file_name, reports.document_id, reports.ordinal
"""
_OPERANDS = """
select evidence.*, documents.file_name, documents.sha256
from marts.fct_reconciliation_evidence as evidence
left join marts.dim_document as documents on evidence.document_id = documents.document_id
where list_contains(?, evidence.check_id)
order by evidence.check_id, evidence.operand_no
"""
_NUMBER_FIRST, _NUMBER_LAST = re.compile(r"^[\d.,，]+"), re.compile(r"[\d.,，]+$")


class NoChecks(Exception):
    """The checks cannot be told; the message says why and what to do."""


@dataclass(frozen=True)
class Operand:
    """One figure of a check: its row, and the words around it on its line when the source is at hand."""

    row: Row
    before: str = ""
    words: str | None = None
    after: str = ""


@dataclass(frozen=True)
class Check:
    """One check with its rule's statement and its figures."""

    row: Row
    operands: list[Operand] = field(default_factory=list)

    @property
    def is_finding(self) -> bool:
        """Whether its figures do not fit."""
        return self.row["verdict"] in FINDINGS

    def sides(self) -> tuple[list[Operand], list[Operand]]:
        """The stated figure, which stands first, and those that it is held against."""
        return self.operands[:1], self.operands[1:]


@dataclass(frozen=True)
class Report:
    """One report with its checks by verdict and those that were asked for, worst first."""

    row: Row
    counts: dict[str, int]
    checks: list[Check]

    @property
    def findings(self) -> list[Check]:
        """Its checks whose figures do not fit, worst first."""
        return [check for check in self.checks if check.is_finding]


def read_checks(database: Path, wanted: str | None, folders: list[Path], everything: bool = False) -> list[Report]:
    """Each report with its findings, or with all its checks; `wanted` limits to the reports that it names."""
    with _opened(database) as connection:
        reports = _rows(connection, _REPORTS)
        counted = _counts(connection)
        known = {row["report_id"] for row in reports}
        # A check may bind reports of several files and so belong to none.
        reports += [_across(report_id) for report_id in counted if report_id not in known]
        if wanted is not None:
            reports = _named(reports, wanted)
        verdicts = "" if everything else f"where checks.verdict in {FINDINGS}"
        checks = _with_operands(connection, _rows(connection, _CHECKS + verdicts), folders)
    by_report: dict[str | None, list[Check]] = {}
    for check in sorted(checks, key=_worst_first):
        by_report.setdefault(check.row["report_id"], []).append(check)
    return [Report(r, counted.get(r["report_id"], {}), by_report.get(r["report_id"], [])) for r in reports]


def find_check(database: Path, check_id: str, folders: list[Path]) -> Check | None:
    """One check, or None where the warehouse has no such check (or none at all)."""
    try:
        with _opened(database) as connection:
            rows = _rows(connection, f"{_CHECKS} where checks.check_id = ?", check_id)
            found = _with_operands(connection, rows, folders)
    except NoChecks:
        return None
    return found[0] if found else None


class _opened:
    """A warehouse to read; what DuckDB refuses becomes NoChecks in words that help."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        if not self.database.is_file():
            raise NoChecks(f"{self.database}: no warehouse; make it with `yibao build`")
        try:
            self.connection = open_warehouse(self.database)
        except duckdb.Error as error:
            raise NoChecks(f"{self.database}: cannot be read ({str(error).splitlines()[0]}); build it again") from None
        return self.connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self.connection.close()
        if isinstance(error, (duckdb.CatalogException, duckdb.BinderException)):
            raise NoChecks(f"{self.database}: a warehouse without reconciliation; build it again") from None
        if isinstance(error, duckdb.Error):
            raise NoChecks(f"{self.database}: cannot be read ({str(error).splitlines()[0]}); build it again") from None


def _rows(connection: duckdb.DuckDBPyConnection, query: str, *values: Any) -> list[Row]:
    return dicts(connection.execute(query, values))


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str | None, dict[str, int]]:
    """Checks of each report by verdict, and its findings by severity; the known ones apart."""
    counted: dict[str | None, dict[str, int]] = {}
    columns = "report_id, verdict, severity, coalesce(acknowledged, false) as known"
    query = f"select {columns}, count(*) as n from marts.fct_reconciliation group by all order by all"
    for row in _rows(connection, query):
        report = counted.setdefault(row["report_id"], {})
        keys = [row["verdict"]]
        if row["verdict"] in FINDINGS:
            keys += [row["severity"], *(["known"] if row["known"] else [])]
        for key in keys:
            report[key] = report.get(key, 0) + row["n"]
    return counted


def _across(report_id: str | None) -> Row:
    return {"report_id": report_id, "title": "跨报告 across reports", "file_name": None, "self_score": None}


def matching(rows: list[Row], wanted: str, ids: Sequence[str], names: Sequence[str]) -> list[Row]:
    """Rows that a person means: by an id, else by the start of one, else by a part of a name; perhaps none."""
    exact = [row for row in rows if wanted in (row[key] for key in ids)]
    begun = [row for row in rows if any(str(row[key] or "").startswith(wanted) for key in ids)]
    folded = wanted.casefold()
    named = [row for row in rows if any(folded in str(row[key] or "").casefold() for key in names)]
    return exact or begun or named


def _named(reports: list[Row], wanted: str) -> list[Row]:
    found = matching(reports, wanted, ids=("report_id",), names=("title", "file_name"))
    if not found:
        listed = "\n".join(f"  {r['report_id']}  {r['file_name']}  {r['title']}" for r in reports if r["file_name"])
        raise NoChecks(f"{wanted}: no such report; there are\n{listed}")
    return found


def _worst_first(check: Check) -> tuple[Any, ...]:
    row = check.row
    severity = SEVERITIES.index(row["severity"]) if row["severity"] in SEVERITIES else len(SEVERITIES)
    gap, stated = abs(row["gap"] or 0), abs(row["stated_value"] or 0)
    share = gap / stated if stated else gap
    return not check.is_finding, bool(row["acknowledged"]), severity, -share, row["check_id"]


def _with_operands(connection: duckdb.DuckDBPyConnection, rows: list[Row], folders: list[Path]) -> list[Check]:
    sources = Sources(folders)
    operands: dict[str, list[Operand]] = {}
    for row in _rows(connection, _OPERANDS, [check["check_id"] for check in rows]):
        text = sources.text(row["sha256"], row["file_name"]) if row["sha256"] else None
        operands.setdefault(row["check_id"], []).append(_operand(row, text))
    return [Check(row, operands.get(row["check_id"], [])) for row in rows]


def _operand(row: Row, text: str | None) -> Operand:
    start, end = row["char_start"], row["char_end"]
    if text is None or start is None or end is None:
        return Operand(row)
    before = text[max(0, start - 2 * _AROUND) : start].rpartition("\n")[2]
    after = text[end : end + 2 * _AROUND].partition("\n")[0]
    # Half a number beside it would be read as another number.
    before = _NUMBER_FIRST.sub("", before[-_AROUND:]) if len(before) > _AROUND else before
    after = _NUMBER_LAST.sub("", after[:_AROUND]) if len(after) > _AROUND else after
    return Operand(row, *(" ".join(part.split()) for part in (before, text[start:end], after)))


def unknown_hard(reports: Sequence[Report]) -> int:
    """Hard findings that nobody has acknowledged: what --strict fails on."""
    findings = [check.row for report in reports for check in report.findings]
    return sum(row["severity"] == "hard" and not row["acknowledged"] for row in findings)


def count_findings(database: Path) -> tuple[int, int, int]:
    """Checks of a warehouse, those that do not fit, and how many of these are hard."""
    with open_warehouse(database) as connection:
        [row] = connection.execute(
            "select coalesce(sum(n_checks), 0), coalesce(sum(n_inconsistent + n_conflict), 0), coalesce(sum(n_hard), 0)"
            " from marts.rpt_report_reconciliation"
        ).fetchall()
    return int(row[0]), int(row[1]), int(row[2])
