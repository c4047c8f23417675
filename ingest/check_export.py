"""Findings for programs: CSV with one row a check, JSON with its figures nested."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from export.defuse import harmless
from ingest.check import Check, Operand, Report, Row
from ingest.check_words import amount, computed, hint_words, side

# As in marts.fct_reconciliation; written where there is no row too.
_COLUMNS = (
    *("check_id", "rule_code", "kind", "report_id", "region_code", "fiscal_year", "subject", "verdict", "reason"),
    *("severity", "stated_value", "computed_value", "unit_code", "stated_low", "stated_high", "computed_low"),
    *("computed_high", "gap", "tolerance", "z", "n_members", "n_missing", "hint", "acknowledged", "acknowledgement"),
)
_ADDED = ("report_title", "file_name", "statement_zh", "statement_en", "hint_zh", "stated_side", "computed_side")


def to_csv(reports: Sequence[Report]) -> str:
    """Header and one row a check; amounts in canonical units, as plain decimals; no text is a formula (RULE)."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*_COLUMNS, *_ADDED])
    for row, _ in _rows(reports):
        writer.writerow([_cell(row.get(name)) for name in (*_COLUMNS, *_ADDED)])
    return buffer.getvalue()


def to_json(reports: Sequence[Report]) -> str:
    """A list of checks, each with its `evidence`: the figures, their places and the words around them."""
    checks = [
        {**{name: row.get(name) for name in (*_COLUMNS, *_ADDED)}, "evidence": [_figure(o) for o in check.operands]}
        for row, check in _rows(reports)
    ]
    return json.dumps(checks, ensure_ascii=False, indent=1, default=_number) + "\n"


def _rows(reports: Sequence[Report]) -> Iterator[tuple[Row, Check]]:
    for report in reports:
        for check in report.checks:
            stated, others = check.sides()
            unit = check.row["unit_code"]
            yield (
                {
                    **check.row,
                    "report_title": report.row["title"],
                    "file_name": report.row["file_name"],
                    "hint_zh": hint_words(check.row["hint"])[0],
                    "stated_side": side(stated) or amount(check.row["stated_value"], unit),
                    "computed_side": f"{computed(check)} = {side(others)}" if others else computed(check),
                },
                check,
            )


def _figure(operand: Operand) -> dict[str, Any]:
    around = {"words_before": operand.before, "words": operand.words, "words_after": operand.after}
    return {**{name: value for name, value in operand.row.items() if name != "check_id"}, **around}


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else harmless(str(value))


def _number(value: object) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} has no JSON form")
    return int(value) if value == value.to_integral_value() else float(value)
