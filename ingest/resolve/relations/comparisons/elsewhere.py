"""The figure of a change that stands in another sentence: 参保人数比上年增加3218人, whose 参保人数 was told before."""

from __future__ import annotations

from ingest.resolve.facts import Facts, Record
from ingest.resolve.metrics import CHANGE_OF
from ingest.resolve.relations.comparisons.passages import PERCENT, Passage
from ingest.resolve.relations.write import Operand

_LEVEL_OF = {change: level for level, change in CHANGE_OF.items()}
_OF_ONE = ("report_id", "region_code", "scope", "fiscal_year", "scheme_code", "breakdown")
Key = tuple[object, ...]


class Elsewhere:
    """Levels by what they are of, for changes that were read as observations."""

    def __init__(self, facts: Facts) -> None:
        self._changes: dict[str, Record] = {}
        self._levels: dict[Key, list[Record]] = {}
        for row in facts.observations:
            if row["metric_code"] in _LEVEL_OF:
                self._changes[row["observation_id"]] = row
            elif row["metric_code"] in CHANGE_OF and row["source_form"] == "prose":
                self._levels.setdefault(_key(row, row["metric_code"]), []).append(row)

    def current(self, passage: Passage, moves: list[tuple[int, int]]) -> Operand | None:
        """The level that a change with its rate was said of: the last one before it, else the first behind it."""
        if [passage.text[at] == PERCENT for at, _ in moves].count(True) != 1 or len(moves) != 2:
            return None
        token = next(passage.numbers[at] for at, _ in moves if passage.text[at] != PERCENT)
        rows = [self._changes[one] for one in token.observation_ids if one in self._changes]
        if len(rows) != 1:
            return None
        known = self._levels.get(_key(rows[0], _LEVEL_OF[rows[0]["metric_code"]]), [])
        known = sorted((row for row in known if row["qualifier"] == "exact"), key=lambda row: int(row["char_start"]))
        before = [row for row in known if row["char_start"] < token.start]
        return _operand((before or known[:1])[-1]) if known else None


def _key(row: Record, metric: str) -> Key:
    return (metric, *(row[name] for name in _OF_ONE))


def _operand(row: Record) -> Operand:
    return Operand("current", row["literal"], row["unit_label"], row["qualifier"], row["char_start"], row["char_end"])
