"""The money of a program from the centre to the county: by stage, whose it was, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from yibao_site.figures import share
from yibao_site.warehouse import Row

STAGES = ("carried_over", "allocated", "available", "distributed", "spent")
LEVELS = ("central", "central_and_provincial", "provincial", "municipal", "county", "none")  # those of a whole: `all`


class Part(NamedTuple):
    """Money of one level: its row, and its share of the scale in percent; 0 where other parts already hold it."""

    row: Row
    width: float


class Stage(NamedTuple):
    """One stage: parts by level, the whole if stated, and in percent where its bar begins and what no part explains."""

    code: str
    parts: list[Part]
    whole: Row | None
    offset: float
    rest: float


class Flow(NamedTuple):
    """The money of one program as one report states it."""

    row: Row  # of any of its amounts: report, year, program, scope
    stages: list[Stage]
    rates: list[Row]  # execution rates as stated, by level
    level: str | None  # whose money `spent` and `unspent` speak of
    unspent: Decimal | None
    unspent_width: float
    executed: Decimal | None  # percent, computed
    per_insured: Decimal | None  # yuan allocated per insured resident, computed

    @property
    def drawn(self) -> bool:
        """Whether there is something to compare: one amount alone needs no bar."""
        return len(self.stages) > 1 or len(self.stages[0].parts) + (self.stages[0].whole is not None) > 1


def flows(funding: Iterable[Row], execution: Sequence[Row]) -> list[Flow]:
    """Flows in the order of the rows, one for each report, year, program and scope."""
    return [_flow(list(rows), execution) for _, rows in groupby(funding, key=_whose)]


def _whose(row: Row) -> tuple[object, ...]:
    return row["fiscal_year"], row["program_code"], row["report_id"], row["scope"]


def _flow(rows: list[Row], execution: Sequence[Row]) -> Flow:
    amounts = {(row["stage"], row["funding_level"]): row["amount_yuan"] for row in rows}
    sizes = {stage: _size(rows, stage) for stage in STAGES}
    scale = max(sizes["carried_over"] + sizes["allocated"], *sizes.values())
    stages = [_stage(rows, stage, sizes, scale) for stage in STAGES if any(r["stage"] == stage for r in rows)]
    level, base = _comparable(amounts)
    spent = amounts[("spent", level)] if level else None
    unspent = base - spent if base is not None and spent is not None else None
    allocated = sizes["allocated"] or sizes["available"]
    insured = rows[0]["insured_residents"] if rows[0]["program_code"] != "none" else None
    return Flow(
        rows[0],
        stages,
        [rate for rate in execution if _whose(rate) == _whose(rows[0])],
        level,
        unspent,
        share(unspent, scale) if unspent is not None and unspent > 0 else 0.0,
        100 * spent / base if base and spent is not None else None,
        allocated / insured if allocated and insured else None,
    )


def _parts(rows: Iterable[Row], stage: str) -> tuple[list[Row], set[str]]:
    """Rows of a stage by level, from the centre down, and the levels whose money other rows hold already."""
    parts = sorted(
        (r for r in rows if r["stage"] == stage and r["funding_level"] != "all"),
        key=lambda r: LEVELS.index(r["funding_level"]),
    )
    levels = {r["funding_level"] for r in parts}
    if {"central", "provincial"} <= levels:
        return parts, {"central_and_provincial"}
    # Money of both, and of one of them alone: the larger holds the smaller.
    return parts, {"central", "provincial"} if "central_and_provincial" in levels else set()


def _whole(rows: Iterable[Row], stage: str) -> Row | None:
    return next((r for r in rows if r["stage"] == stage and r["funding_level"] == "all"), None)


def _size(rows: Sequence[Row], stage: str) -> Decimal:
    """What a stage's bar shows: its whole, or its parts where they come to more or no whole is stated."""
    parts, held = _parts(rows, stage)
    added = sum((r["amount_yuan"] for r in parts if r["funding_level"] not in held), Decimal(0))
    whole = _whole(rows, stage)
    return max(added, whole["amount_yuan"]) if whole is not None else added


def _stage(rows: Sequence[Row], stage: str, sizes: dict[str, Decimal], scale: Decimal) -> Stage:
    found, held = _parts(rows, stage)
    parts = [Part(r, 0.0 if r["funding_level"] in held else share(r["amount_yuan"], scale)) for r in found]
    # What is allocated comes on top of what was carried over: together they are what is available.
    offset = share(sizes["carried_over"], scale) if stage == "allocated" else 0.0
    rest = max(0.0, round(share(sizes[stage], scale) - sum(part.width for part in parts), 3))
    return Stage(stage, parts, _whole(rows, stage), offset, rest)


def _comparable(amounts: dict[tuple[str, str], Decimal]) -> tuple[str | None, Decimal | None]:
    """A level whose money is stated both as spent and as available (or allocated), the whole before any part."""
    for level in ("all", *LEVELS):
        base = amounts.get(("available", level), amounts.get(("allocated", level)))
        if base is not None and ("spent", level) in amounts:
            return level, base
    return None, None
