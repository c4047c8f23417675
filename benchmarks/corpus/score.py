"""What a warehouse read of a made corpus: facts found, errors found, findings where nothing is wrong."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from ingest.query import Row, dicts
from tests.evaluation.scores import Tally

HERE = Path(__file__).resolve().parent
DIMENSIONS = ("kind", "genre", "layout", "format", "metric_code")


def _told(tally: Tally) -> dict[str, float]:
    """Counts and shares, for JSON."""
    counts = {"hit": tally.hit, "missed": tally.missed, "invented": tally.invented}
    shares = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    return counts | {name: round(share, 5) for name, share in shares.items()}


class Score:
    """A corpus met with a warehouse; all figures are queries on the tables of score.sql."""

    def __init__(self, corpus: Path, warehouse: Path) -> None:
        self._connection = duckdb.connect(config={"temp_directory": tempfile.gettempdir()})
        for name in ("facts", "planted"):
            folder = corpus / "expected" / name
            if not any(folder.glob("*.parquet")):
                raise FileNotFoundError(f"{folder} has no .parquet: is {corpus} what `make` wrote?")
            self._connection.execute(f"create view {name}_of_corpus as from read_parquet('{folder}/*.parquet')")
        self._connection.execute(f"attach '{warehouse}' as warehouse (read_only)")
        self._connection.execute((HERE / "score.sql").read_text(encoding="utf-8"))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()

    def by(self, dimension: str, table: str = "met") -> dict[str, Tally]:
        """Tallies by a column of labels or facts."""
        rows = self.rows(
            f"select {dimension}, count(*) filter (side = 'hit'), count(*) filter (side = 'missed'), "
            f"count(*) filter (side = 'invented') from {table} group by all order by all"
        )
        return {str(label): Tally(*counts) for label, *counts in rows}

    def facts(self, table: str = "met") -> Tally:
        return self.by("true", table)["True"]

    def recall(self) -> dict[str, tuple[int, int]]:
        """Planted errors that can be seen, by kind: found, and all."""
        rows = self.rows(
            "select coalesce(kind, 'all'), count(*) filter (found), count(*) from caught where visible "
            "group by rollup (kind) order by kind nulls last"
        )
        return {kind: (found, whole) for kind, found, whole in rows}

    def false_findings(self, severity: str = "hard") -> int:
        return int(self.rows(f"select count(*) from false_findings where severity = '{severity}'")[0][0])

    def told(self) -> dict[str, Any]:
        """Everything, for JSON."""
        found, whole = self.recall().get("all", (0, 0))
        return {
            "facts": _told(self.facts()),
            "facts_with_all_dimensions": _told(self.facts("met_fully")),
            **{
                f"facts_by_{name}": {label: _told(tally) for label, tally in self.by(name).items()}
                for name in DIMENSIONS
            },
            "planted": self.rows("select count(*) from caught")[0][0],
            "planted_visible": whole,
            "planted_found": found,
            "planted_recall": round(found / max(whole, 1), 5),
            "planted_by_kind": {
                kind: {"found": found, "visible": all_} for kind, (found, all_) in self.recall().items()
            },
            "false_findings_hard": self.false_findings(),
            "false_findings_soft": self.false_findings("soft"),
        }

    def lists(self) -> dict[str, list[Row]]:
        """The rows behind what is wrong."""
        return {
            "missed errors": self._dicts(
                "select * exclude (digits) from caught where visible and not found order by all"
            ),
            "false findings": self._dicts("select * from false_findings where severity = 'hard' order by all"),
            "soft findings": self._dicts("select * from false_findings where severity <> 'hard' order by all"),
            "wrong facts": self._dicts(
                "select metric_code, scheme_code, side, count(*) as facts, count(distinct file_name) as files, "
                "any_value(file_name || ' ' || value || ' ' || coalesce(line_no, 0)) as example "
                "from met where side <> 'hit' group by all order by facts desc, 1, 2, 3"
            ),
            "wrong dimensions": self._dicts(
                "select metric_code, side, count(*) as facts, any_value(concat_ws(' ', file_name, scheme_code, value, "
                "region_code, fiscal_year, program_code, funding_level, breakdown, scope, qualifier)) as example "
                "from met_fully where side <> 'hit' group by all order by facts desc, 1, 2, 3"
            ),
        }

    def _dicts(self, query: str) -> list[Row]:
        return dicts(self._connection.execute(query))


def table(score: Score, dimensions: Sequence[str] = DIMENSIONS) -> str:
    """The figures as lines to read."""
    told = score.told()
    lines = [f"{'facts':40} {'F1':>7} {'precision':>9} {'recall':>7} {'hit':>9} {'missed':>7} {'invented':>8}"]

    def line(label: str, row: dict[str, float]) -> str:
        return (f"{label:40} {row['f1']:7.4f} {row['precision']:9.4f} {row['recall']:7.4f} "
                f"{row['hit']:9} {row['missed']:7} {row['invented']:8}")  # fmt: skip

    lines += [line("all", told["facts"]), line("observations, all dimensions", told["facts_with_all_dimensions"])]
    for dimension in dimensions:
        lines += [line(f"{dimension}: {label}", row) for label, row in told[f"facts_by_{dimension}"].items()]
    lines.append(f"\nplanted {told['planted']}, of them visible {told['planted_visible']}, "
                 f"found {told['planted_found']} ({told['planted_recall']:.4f})")  # fmt: skip
    lines += [
        f"  {kind:16} {row['found']} of {row['visible']}"
        for kind, row in told["planted_by_kind"].items()
        if kind != "all"
    ]
    lines.append(
        f"findings where nothing was planted: {told['false_findings_hard']} hard, {told['false_findings_soft']} soft"
    )
    return "\n".join(lines)


def listed(score: Score) -> str:
    """The rows behind what is wrong, as lines of JSON under headings."""
    parts = []
    for name, rows in score.lists().items():
        parts.append(f"\n{name} ({len(rows)})")
        parts += [json.dumps(row, ensure_ascii=False, default=str) for row in rows]
    return "\n".join(parts)
