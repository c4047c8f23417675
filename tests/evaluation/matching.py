"""Kinds of facts, and which expected facts a set of found ones matches, misses and invents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from tests.evaluation.rows import Row, plain

Key = tuple[str, ...]
_LIST_MARK = re.compile(r"^(?:其中:)?(?:[一二三四五六七八九十]+、|\d+[.、]|\([一二三四五六七八九十\d]+\))")
_VALUES = ("value", "full_score", "self_score", "target_value", "actual_value")


def folded(label: str) -> str:
    """A label as it is compared: without blanks, list mark and quotes, brackets and colon half-width."""
    return re.sub(r"[\s“”\"]", "", _LIST_MARK.sub("", label.translate(str.maketrans("（）：", "():"))))


def same_part(found: Row, wanted: Row) -> bool:
    """Labels of parts are compared loosely: printed longer or shorter is the same part."""
    a, b = folded(found["breakdown"]), folded(wanted["breakdown"])
    return bool(a) == bool(b) and (a in b or b in a)


def _any(found: Row, wanted: Row) -> bool:
    return True


@dataclass(frozen=True)
class Kind:
    """A kind of fact: the table it stands in, the columns that must agree, and `alike` for what need not to the letter.

    A found fact is excused, neither right nor wrong, where an uncertain expectation agrees with it in the columns
    of `excused_by`. Of a kind with `asserts`, only rows that expect something in that column take part.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    excused_by: tuple[str, ...] = ()
    alike: Callable[[Row, Row], bool] = _any
    distinct: bool = False
    asserts: str = ""

    def key(self, row: Row, columns: tuple[str, ...] | None = None) -> Key:
        return tuple(_compared(row, column) for column in (self.columns if columns is None else columns))


def _compared(row: Row, column: str) -> str:
    if column in _VALUES:
        return plain(row[column])
    if column == "indicator_name":
        return folded(row[column]) if row["level"] != "0" else ""  # the total is named after its program, or is not
    return folded(row[column]) if column == "line_name" else row[column]


_OBSERVATION = (
    "report_no", "line_no", "metric_code", "scheme_code", "scope", "region_code", "fiscal_year", "value", "qualifier",
)  # fmt: skip
_NODE = ("report_no", "level", "indicator_name")
_PLACED = ("report_no", "line_no", "value")

FACTS = Kind("facts", "observations", ("report_no", "metric_code", "scheme_code", "value"), ("report_no", "value"),
             distinct=True)  # fmt: skip
OBSERVATIONS = Kind("observations", "observations", _OBSERVATION, _PLACED)
FULL = Kind("full", "observations", (*_OBSERVATION, "program_code", "funding_level"), _PLACED, same_part)
NODES = Kind("indicators", "indicators", (*_NODE, "full_score", "self_score"), ("report_no", "level"))
TARGETS = Kind("targets", "indicators", (*_NODE, "target_value"), _NODE, asserts="target_value")
ACTUALS = Kind("actuals", "indicators", (*_NODE, "actual_value"), _NODE, asserts="actual_value")
CELLS = Kind(
    "cells", "cells",
    ("line_no", "statement_code", "section", "line_code", "line_name", "measure_code", "value"), ("line_no", "value"),
)  # fmt: skip
REPORTS = Kind("reports", "documents", ("report_no", "document_type", "program_code", "region_code", "fiscal_year"))
KINDS = (FACTS, FULL, TARGETS, ACTUALS, REPORTS, OBSERVATIONS, NODES, CELLS)


@dataclass(frozen=True)
class Outcome:
    """Rows that agree (as expected), rows that are missed, rows that nobody expected."""

    hits: list[Row] = field(default_factory=list)
    missed: list[Row] = field(default_factory=list)
    invented: list[Row] = field(default_factory=list)


def without_lines(kind: Kind) -> Kind:
    """The kind for a format that has no lines to compare."""
    return replace(
        kind,
        columns=tuple(column for column in kind.columns if column != "line_no"),
        excused_by=tuple(column for column in kind.excused_by if column != "line_no"),
    )


def compare(kind: Kind, found: list[Row], wanted: list[Row]) -> Outcome:
    """Match the rows of one file; an uncertain expectation excuses, it does not count."""
    if kind.asserts:
        wanted = [row for row in wanted if row[kind.asserts]]
        asserted = {kind.key(row, _NODE) for row in wanted}
        found = [row for row in found if row[kind.asserts] and kind.key(row, _NODE) in asserted]
    if kind.distinct:
        found, wanted = _distinct(kind, found), _distinct(kind, wanted)
    left: dict[Key, list[Row]] = defaultdict(list)
    for row in found:
        left[kind.key(row)].append(row)
    outcome = Outcome()
    for row in _certain_first(wanted):
        rest = left[kind.key(row)]
        match = next((candidate for candidate in rest if kind.alike(candidate, row)), None)
        if match is not None:
            rest.remove(match)
            outcome.hits.extend([row] if _certain(row) else [])
        elif _certain(row):
            outcome.missed.append(row)
    excuses = {kind.key(row, kind.excused_by) for row in wanted if not _certain(row)}
    outcome.invented.extend(
        row for rows in left.values() for row in rows if kind.key(row, kind.excused_by) not in excuses
    )
    return outcome


def _certain(row: Row) -> bool:
    return row.get("certain", "Y") != "N"


def _certain_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: not _certain(row))


def _distinct(kind: Kind, rows: list[Row]) -> list[Row]:
    return list({kind.key(row): row for row in reversed(_certain_first(rows))}.values())
