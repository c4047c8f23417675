"""Shared models keep to SQL that Spark reads too: a guard where no Spark is at hand to try it."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helpers import ROOT

# What only DuckDB reads, and what to write instead.
_ONLY_DUCKDB = {
    r"\*\s+(exclude|replace)\s*\(": "name the columns",
    r"\bunion\s+(all\s+)?by\s+name\b": "name the columns",
    r"\bcount\s*\(\s*distinct\b[^)]*\)\s*over\b": "compare min and max, or count in a step of its own",
    r"\barg_(min|max)(_null)?\s*\(": "min_by or max_by, or macros/first_by.sql",
    r"\brow\s*\(": "macros/first_by.sql",
    r"\b(generate_series|unnest|list|list_\w+|struct_pack|regexp_matches|string_agg)\s*\(": "a macro with a variant",
    r"\b(qualify|pivot|unpivot|asof|positional)\b": "a subquery",
    r"\b(group|order)\s+by\s+all\b": "name the columns",
    r"::": "cast",
    r"\bover\s+\w+\s*-": "the difference the other way round: a window's name takes the minus with it",
    r"\btry_cast\s*\([^)]*/": "macros/quotient.sql",
}


def selection() -> dict[str, list[str]]:
    """Values of the selector `shared`, by method; of what it leaves out under `exclude`."""
    [shared] = yaml.safe_load((ROOT / "selectors.yml").read_text(encoding="utf-8"))["selectors"]
    found: dict[str, list[str]] = {}
    for part in shared["definition"]["union"]:
        for item in part.get("exclude", [part]):
            found.setdefault("exclude" if "exclude" in part else item["method"], []).append(item["value"])
    return found


def shared_models() -> list[Path]:
    chosen = selection()
    found = [path for folder in chosen["path"] for path in (ROOT / folder).rglob("*.sql")]
    return sorted(
        path
        for path in found
        if not any(fnmatch(path.name, name) or fnmatch(path.stem, name) for name in chosen["exclude"])
    )


@pytest.mark.parametrize("model", shared_models(), ids=lambda path: path.stem)
def test_a_shared_model_says_nothing_that_only_duckdb_reads(model: Path) -> None:
    sql = re.sub(r"\{#.*?#\}|--[^\n]*", "", model.read_text(encoding="utf-8"), flags=re.DOTALL).lower()
    for pattern, instead in _ONLY_DUCKDB.items():
        found = re.search(pattern, sql)
        assert found is None, f"{model.name}: {found and found[0]!r} is read by DuckDB alone; write {instead}"


def test_what_is_shared_is_all_but_the_gates() -> None:
    """Of marts nothing is left out; of reconciliation the gates and what they alone look at."""
    left_out = {path.stem for path in (ROOT / "models").rglob("*.sql")} - {path.stem for path in shared_models()}
    of_gates = {name for name in left_out if not any((ROOT / "models" / "bi").rglob(f"{name}.sql"))}
    assert of_gates == {
        *(f"int_gate_{gate}__{part}" for gate in ("landing", "reconciliation") for part in ("examples", "summed")),
        "int_landing__coded",
        *("int_landing__numbers_accounted", "int_landing__placed"),
        *("int_reconciliation__gated", "int_reconciliation__rule_coverage"),
    }


def test_a_guard_that_finds_what_it_is_for() -> None:
    examples: dict[str, Any] = {
        "select * exclude (choice) from pairs": True,
        "select count(distinct value) over (partition by a)": True,
        "select arg_min_null(a, row(b, c))": True,
        "select lag(a) over in_order - a from pairs": True,
        "select a - lag(a) over in_order from pairs": False,
        "select count(distinct value), min(a) over (partition by b), row_number() over (order by a)": False,
    }
    for sql, expected in examples.items():
        assert any(re.search(pattern, sql) for pattern in _ONLY_DUCKDB) is expected, sql
