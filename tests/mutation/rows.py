"""Mutants of seeds: one row is gone, or one cell of it says something else that the seed could say.

A mutant's id is `path:key column before to after`; what a column may be changed to is a table below, not a guess.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from ingest.dbt import PROJECT
from tests.mutation.project import Change

Row = dict[str, str]
Put = Callable[[str, Row, list[Row]], tuple[str, ...]]


@dataclass(frozen=True)
class Mutant:
    """A row of a seed, by number, with one column changed; an empty column: without the row."""

    path: str
    number: int
    key: str
    column: str
    before: str
    put: str

    @property
    def id(self) -> str:
        what = f"{self.column} {self.before or '(empty)'} to {self.put or '(empty)'}" if self.column else "row dropped"
        return f"{self.path}:{self.key} {what}"

    @property
    def change(self) -> Change:
        return Change(((self.path, text_of(self.path, changed(rows_of(self.path), [self]))),))


def changed(rows: list[Row], mutants: list[Mutant]) -> list[Row]:
    """The rows with all of these changes, of one seed."""
    found = [dict(row) for row in rows]
    for mutant in mutants:
        if mutant.column:
            found[mutant.number][mutant.column] = mutant.put
    dropped = {mutant.number for mutant in mutants if not mutant.column}
    return [row for number, row in enumerate(found) if number not in dropped]


@cache
def rows_of(path: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO((PROJECT / path).read_text(encoding="utf-8"))))


def text_of(path: str, rows: list[Row]) -> str:
    into = io.StringIO()
    writer = csv.DictWriter(into, list(rows_of(path)[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return into.getvalue()


def _flip(value: str, row: Row, rows: list[Row]) -> tuple[str, ...]:
    return ({"true": "false", "false": "true"}[value],)


def _more(value: str, row: Row, rows: list[Row]) -> tuple[str, ...]:
    return (str(int(value) + 1),) if value else ()


def _turned(value: str, row: Row, rows: list[Row]) -> tuple[str, ...]:
    return str(-int(value)), str(int(value) + 1)


def _times(value: str, row: Row, rows: list[Row]) -> tuple[str, ...]:
    return (str(int(value) * 10),)


def _gone(value: str, row: Row, rows: list[Row]) -> tuple[str, ...]:
    return ("",) if value else ()


def _scaled(value: str, row: Row, rows: list[Row]) -> tuple[str, ...]:
    return (str(int(float(value) * 10)), "") if value not in ("", "0") else ("1000000", "") if value else ()


def _selector(value: str, row: Row, rows: list[Row]) -> tuple[str, ...]:
    """Bind instead of any, any instead of bound or a code, a code that nobody states."""
    return {"": ("*",), "*": ("",), "-": ("",), "+": ("*",)}.get(value, ("*", f"{value}_"))


def _another(column: str) -> Put:
    """The next code that the column has, in order."""

    def put(value: str, row: Row, rows: list[Row]) -> tuple[str, ...]:
        codes = sorted({r[column] for r in rows if r[column]})
        return (codes[(codes.index(value) + 1) % len(codes)],) if value and len(codes) > 1 else ()

    return put


_ROLES = {
    "total": "member", "member": "total", "whole": "part", "part": "whole", "stated": "reference",
    "reference": "stated", "factor_a": "result", "factor_b": "result", "result": "factor_a", "statement": "reference",
    "alternative": "reference", "base": "whole", "current": "change", "change": "current",
}  # fmt: skip
_KINDS = {
    "sum": "order", "order": "sum", "same": "order", "product": "sum", "share": "product", "growth": "product",
    "scaled_product": "product", "range": "order",
}  # fmt: skip
_SEVERITIES = {"hard": "soft", "soft": "hard", "hint": "soft", "warn": "hard", "error": "report", "report": "error"}
_RULES: dict[str, dict[str, Put]] = {
    "seeds/rules/reconciliation_rules.csv": {
        "kind": lambda value, *_: (_KINDS[value],),
        "scope": lambda value, *_: ("within_report" if value != "within_report" else "within_table",),
        "tree": _gone, "scale": _times, "closed": _flip, "near": _flip, "alike": _flip, "plausible_high": _gone,
        "constant": _more, "tells_missing": _flip, "severity": lambda value, *_: (_SEVERITIES[value],),
        "unit_code": _gone, "other_base_rule": _gone,
    },
    "seeds/rules/reconciliation_members.csv": {
        "role": lambda value, *_: (_ROLES.get(value, "stated"),), "weight": _turned, "offset": _more,
        "concept": _another("concept"), "measure": _another("measure"), "item": _selector, "scheme_code": _selector,
        "program_code": _selector, "funding_level": _selector, "breakdown": _selector,
        "form": lambda value, *_: ("prose",) if value == "*" else ("*",), "year_shift": _more, "binds": _flip,
        "takes": lambda value, *_: ({"one": "each", "each": "one"}[value],),
        "required": lambda value, *_: ({"true": "false", "false": "true", "column": "false"}[value],),
    },
    "seeds/rules/reconciliation_bounds.csv": {
        "concept": _another("concept"), "measure": _another("measure"), "low": _scaled, "high": _scaled,
    },
    "seeds/rules/reconciliation_lists.csv": {
        "statement_code": _another("statement_code"), "section": _another("section"),
        "parent_line_key": _another("parent_line_key"), "needs_line_key": _another("needs_line_key"),
    },
    "seeds/rules/relation_roles.csv": {"role": _another("role")},
    "seeds/rules/code_parts.csv": {
        "whole_code": _another("whole_code"), "part_code": _another("part_code"), "completes": _flip,
    },
    "seeds/rules/hints.csv": {"hint_code": lambda value, *_: (f"{value}_",)},
    "seeds/rules/expectations.csv": {"severity": lambda value, *_: (_SEVERITIES[value],)},
    "seeds/known/acknowledged_discrepancies.csv": {},
}  # fmt: skip
_REFERENCE: dict[str, dict[str, Put]] = {
    "seeds/reference/statement_lines.csv": {
        "parent_line_key": _another("parent_line_key"), "is_total": _flip, "section": _another("section"),
    },
    "seeds/reference/statement_line_names.csv": {"line_key": _another("line_key"), "after_line_key": _gone},
    "seeds/reference/unit_labels.csv": {"unit_code": _another("unit_code"), "exponent": _more},
    "seeds/reference/measures.csv": {"unit_code": _another("unit_code")},
    "seeds/reference/metrics.csv": {"unit_code": _another("unit_code"), "period_type": _another("period_type")},
    "seeds/reference/qualifiers.csv": {},
}  # fmt: skip
SEEDS = {"rules": _RULES, "reference": _REFERENCE}
# Whose cases speak of one rule each, so that one pass may change every rule once.
BY_RULE = ("seeds/rules/reconciliation_rules.csv", "seeds/rules/reconciliation_members.csv")
_KEYS = {BY_RULE[0]: ("rule_code",), BY_RULE[1]: ("rule_code", "member_no")}


def mutants(kind: str) -> Iterator[Mutant]:
    """All mutants of these seeds, in the order of their rows."""
    for path, columns in SEEDS[kind].items():
        rows = rows_of(path)
        for number, row in enumerate(rows):
            key = "/".join(row[name] for name in _KEYS.get(path, ())) or f"{number + 2}"
            yield Mutant(path, number, key, "", "", "")
            for column, put in columns.items():
                for value in put(row[column], row, rows) if _matters(path, row, column) else ():
                    yield Mutant(path, number, key, column, row[column], value)


def _matters(path: str, row: Row, column: str) -> bool:
    """Whether anything reads the cell: a scale is one of products, an offset one of their factors, and so on."""
    if path == BY_RULE[0]:
        kind = row["kind"]
        members = [r for r in rows_of(BY_RULE[1]) if r["rule_code"] == row["rule_code"]]
        of_rule = [r["required"] for r in members]
        return {
            "alike": len({r["concept"] for r in members}) > 1,
            "near": bool(members),  # a tree binds its nodes itself, and a bound is of one figure
            "scope": bool(members),
            # A rule that lacks an operand is told of where it computes; what compares two figures has both or nothing.
            "tells_missing": kind not in ("same", "range") and (kind != "order" or not members),
            "scale": kind in ("product", "scaled_product", "share", "growth"),
            "closed": kind == "sum" and "false" in of_rule,  # where all are required, all must be there either way
        }.get(column, True)
    if path != BY_RULE[1]:
        return True
    rule = next(r for r in rows_of(BY_RULE[0]) if r["rule_code"] == row["rule_code"])
    is_cell = row["concept"].startswith(("FA", "OB", "PF"))
    return {
        "weight": rule["kind"] in ("sum", "order") or row["role"] == "factor_b",
        "offset": row["role"] == "factor_b",
        "required": row["required"] == "column" or (rule["kind"] == "sum" and rule["closed"] == "true"),
        "takes": rule["kind"] != "same",  # which holds every statement against the others, one or many
        # A cell of a form is of no part; nor is what is held only against figures of none.
        "breakdown": not is_cell and (row["breakdown"] != "-" or _binds_parts(row)),
        # What is no cell has a line only where its words name one: a change, and a figure of a department.
        "item": is_cell or row["item"] not in ("", "*", "-"),
    }.get(column, True)


def _binds_parts(row: Row) -> bool:
    others = [r for r in rows_of(BY_RULE[1]) if r["rule_code"] == row["rule_code"] and r is not row]
    return any(other["breakdown"] == "" and not other["concept"].startswith(("FA", "OB", "PF")) for other in others)


def rule_of(mutant: Mutant) -> str:
    return rows_of(mutant.path)[mutant.number]["rule_code"]


def batches(chosen: list[Mutant]) -> Iterator[list[Mutant]]:
    """Mutants of as many rules as there are, one each; the next batch has the next of each rule."""
    queues: dict[str, list[Mutant]] = {}
    for mutant in chosen:
        queues.setdefault(rule_of(mutant), []).append(mutant)
    for number in range(max(map(len, queues.values()), default=0)):
        yield [queue[number] for queue in queues.values() if number < len(queue)]


def change_of(batch: list[Mutant]) -> Change:
    paths = sorted({mutant.path for mutant in batch})
    return Change(tuple((p, text_of(p, changed(rows_of(p), [m for m in batch if m.path == p]))) for p in paths))


def sample(chosen: list[Mutant], each: int, seed: int) -> list[Mutant]:
    """At most so many mutants of each rule, drawn at random."""
    source, by_rule = random.Random(seed), dict[str, list[Mutant]]()
    for mutant in chosen:
        by_rule.setdefault(rule_of(mutant), []).append(mutant)
    return [m for found in by_rule.values() for m in (source.sample(found, each) if len(found) > each else found)]
