"""Budget tables: OB01 of a department's overall evaluation, PF01 inside a project's evaluation table."""

from __future__ import annotations

from functools import lru_cache

from ingest.find.tables import Row, Table
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.tables.cells import add_cell
from ingest.resolve.tables.grid import is_numeric, plain, unit_in

_MIN_MEASURES = 3
_ESSENTIAL = {"executed", "adjusted_budget", "full_year_budget", "initial_budget"}


def _money_unit(row: Row) -> str:
    """The money unit that a header, or a caption in a row of the form above it, declares."""
    return next((unit for unit in (unit_in(cell.words) for cell in row) if unit and unit != "%"), "")


class BudgetReader:
    """Finds header rows of budget tables inside any table, and reads the rows below them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._phrases: dict[str, dict[str, str]] = {"OB01": {}, "PF01": {}}
        self._measure = lru_cache(maxsize=4096)(self._find_measure)
        for row in lexicon.rows("measures"):
            if row["statement_code"] in self._phrases:
                self._phrases[row["statement_code"]][plain(row["phrase"])] = row["measure_code"]

    def read(self, facts: Facts, table: Table, before_unit: str) -> set[int]:
        """Rows of the table (by index) that belong to budget blocks; their cells are added to the facts."""
        used: set[int] = set()
        kind = facts.report_at(table.start).document_type
        for index, row in enumerate(table.rows):
            code, columns = self._columns(row, kind)
            if columns and index not in used:
                used |= self._read_block(facts, table, index, code, columns, before_unit)
        return used

    def _columns(self, row: Row, kind: str) -> tuple[str, dict[int, str]]:
        code = "OB01" if kind == "department_evaluation" else "PF01"
        best: tuple[str, dict[int, str]] = ("", {})
        headers = [(column, cell.words) for column, cell in enumerate(row) if not cell.words.isascii()]
        if len(headers) < _MIN_MEASURES:
            return best  # most rows are a label and figures
        for candidate in (code, "OB01" if code == "PF01" else "PF01"):
            columns: dict[int, str] = {}
            for column, words in headers:
                measure = self._measure(candidate, words)
                if measure and measure not in columns.values():
                    columns[column] = measure
            money = set(columns.values()) & _ESSENTIAL
            if len(columns) >= _MIN_MEASURES and len(money) >= 2 and len(columns) > len(best[1]) + (candidate != code):
                best = (candidate, columns)
        if best[0] == "OB01" and kind in ("project_evaluation", "transfer_payment_evaluation", "final_accounts"):
            return ("PF01", best[1]) if "adjustment" not in best[1].values() else best
        return best

    def _find_measure(self, code: str, header: str) -> str:
        """The measure that a header names: exactly, else by the longest phrase inside it."""
        words = plain(header)
        if words in self._phrases[code]:
            return self._phrases[code][words]
        inside = [phrase for phrase in self._phrases[code] if len(phrase) >= 3 and phrase in words]
        return self._phrases[code][max(inside, key=len)] if inside and len(words) <= 20 else ""

    def _read_block(
        self, facts: Facts, table: Table, head: int, code: str, columns: dict[int, str], before_unit: str
    ) -> set[int]:
        header = table.rows[head]
        units = {column: unit_in(header[column].words) for column in columns}
        unit = next(filter(None, map(_money_unit, [header, *reversed(table.rows[:head])])), "") or before_unit
        first = min(columns)
        used, row_no = {head}, 0
        report_id = facts.report_at(table.start).report_id
        for index in range(head + 1, len(table.rows)):
            row = table.rows[index]
            shift = len(row) - len(header)
            cells = [(row[c + shift], m, units[c]) for c, m in columns.items() if 0 <= c + shift < len(row)]
            if not any(is_numeric(cell) for cell, _, _ in cells) or any(len(cell.words) > 20 for cell, _, _ in cells):
                if row_no and any(cell.words for cell, _, _ in cells):
                    break
                if row_no and any(cell.words for cell in row):
                    break
                continue
            labels = [cell for cell in row[: max(first + shift, 0)] if cell.words and not is_numeric(cell)]
            row_no += 1
            used.add(index)
            name = facts.label(labels[-1].start, labels[-1].end) if labels else ""
            for cell, measure, own_unit in cells:
                if is_numeric(cell):
                    add_cell(facts, report_id, code, "none", row_no, "", name, measure, cell, own_unit or unit)
        return used if row_no else set()
