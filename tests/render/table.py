"""A flattened table as a person would set it: equally long rows, short header rows spread, labels merged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_NUMBER = re.compile(r"[-－−]?[\d,]+(?:\.\d+)?%?$")
_LABELS = re.compile(r"[一二三]级(?:指标)?$")
_FORM = re.compile(r"(?:项目|专项|转移支付(?:[（(]项目[）)])?)名称$|(?:实施|资金使用)单位$|年度(?:总体)?目标$")
_LEADING = ("栏次", "合计", "类")


@dataclass(frozen=True)
class Cell:
    """A cell where it begins; it covers `rowspan` rows and `colspan` columns.

    `printed` are its words with the ideographic blanks that set them in, if any.
    """

    printed: str
    rowspan: int = 1
    colspan: int = 1

    @property
    def text(self) -> str:
        """The words alone."""
        return self.printed.lstrip("\u3000")

    @property
    def indent(self) -> int:
        """Characters that they are set in."""
        return len(self.printed) - len(self.text)


@dataclass(frozen=True)
class Table:
    """Rows of equally many positions; None is a position that a merged cell covers.

    A form (绩效自评表) has labels with answers, and blocks with columns of their own: nobody sets it without rules.
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    header: int
    is_form: bool = False

    @property
    def width(self) -> int:
        return len(self.rows[0])

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Row, column (from 0) and cell of each position that is not covered."""
        for row, cells in enumerate(self.rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    yield row, column, cell


def table_of(lines: list[list[str]]) -> Table:
    """The table of rows of cells as they were flattened, ragged as they are."""
    width = _width(lines)
    header = _header_rows(lines)
    rows: list[list[Cell | None]] = []
    is_form = any(_FORM.match(cell) for line in lines for cell in line)
    if is_form:
        rows = [_stretched(line[:width], width) for line in lines]
    else:
        for index, line in enumerate(lines):
            above = rows[-1] if rows else None
            rows.append(_spread(line[:width], width, above, index < header, lines[index + 1 :]))
        _merge_headings(rows, header)
    if labels := _label_columns(rows):
        _merge_answers(rows)
        for column in labels[1][:-1]:
            _merge_down(rows, labels[0] + 1, column)
    return Table(tuple(tuple(row) for row in rows), header, is_form)


def _width(lines: list[list[str]]) -> int:
    """The widest row that is not wide by blanks at its end only."""
    return max(max(index + 1 for index, cell in enumerate(line) if cell or not index) for line in lines if line)


def _is_body(line: list[str]) -> bool:
    filled = [cell for cell in line if cell]
    return any(_NUMBER.match(cell) for cell in filled) or (bool(filled) and filled[0] in _LEADING)


def _header_rows(lines: list[list[str]]) -> int:
    return next((index for index, line in enumerate(lines) if _is_body(line)), min(1, len(lines)))


def _stretched(line: list[str], width: int) -> list[Cell | None]:
    """A row of a form: its blocks have columns of their own, so the last cell reaches to the edge."""
    return [*(Cell(text) for text in line[:-1]), *_wide(line[-1], width - len(line) + 1)]


def _spread(
    line: list[str], width: int, above: list[Cell | None] | None, is_header: bool, below: list[list[str]]
) -> list[Cell | None]:
    """A row over the whole width: a short header row spans its columns, the last words of a short row the rest."""
    missing = width - len(line)
    if missing <= 0 or not line or not line[-1] or _NUMBER.match(line[-1]):
        return [Cell(text) for text in line] + [Cell("")] * missing
    if not is_header:
        return [*(Cell(text) for text in line[:-1]), *_wide(line[-1], missing + 1)]
    under = _reach(above) if above else 1
    if above and len(line) <= under < width:
        missing, rest = under - len(line), width - under
        return [*_wide(line[0], missing + 1), *(Cell(text) for text in line[1:]), *[Cell("")] * rest]
    second = _second_half(below[0]) if len(line) == 2 and below else 0
    if second:
        return [*_wide(line[0], second), *_wide(line[1], width - second)]
    return [*_wide(line[0], missing + 1), *(Cell(text) for text in line[1:])]


def _reach(row: list[Cell | None]) -> int:
    """Columns of the first heading of a row, the blanks behind it included."""
    return next((column for column, cell in enumerate(row) if column and cell is not None and cell.text), len(row))


def _wide(text: str, columns: int) -> list[Cell | None]:
    return [Cell(text, colspan=columns), *[None] * (columns - 1)]


def _second_half(line: list[str]) -> int:
    """Column at which the labels of paired tables begin anew (项目 金额 | 项目 金额)."""
    return line.index(line[0], 1) if Counter(line)[line[0]] == 2 and line[0] else 0


def _merge_headings(rows: list[list[Cell | None]], header: int) -> None:
    """In a header of several rows a heading covers the blanks to its right that have words below it."""
    for row, below in pairwise(rows[:header]):
        for column, cell in enumerate(row):
            if cell is None or not cell.text or cell.colspan > 1:
                continue
            end = column + 1
            while end < len(row) and _is_blank(row[end]) and not _is_blank(below[end]) and not _is_blank(below[column]):
                end += 1
            if end - column > 1:
                row[column:end] = _wide(cell.text, end - column)


def _label_columns(rows: list[list[Cell | None]]) -> tuple[int, list[int]] | None:
    """Row and columns of the headings of the levels, in a table of indicators."""
    for top, row in enumerate(rows):
        columns = [column for column, cell in enumerate(row) if cell is not None and _LABELS.search(cell.text)]
        if len(columns) >= 2:
            return top, columns
    return None


def _merge_answers(rows: list[list[Cell | None]]) -> None:
    """In a form the last words of a row without figures cover the blanks behind them."""
    for row in rows:
        filled = [column for column, cell in enumerate(row) if cell is not None and cell.text]
        last = row[filled[-1]] if filled else None
        if last is None or last.colspan > 1 or any(_NUMBER.match(row[column].text) for column in filled):  # type: ignore[union-attr]
            continue
        if len(row) - filled[-1] > 2:
            row[filled[-1] :] = _wide(last.text, len(row) - filled[-1])


def _merge_down(rows: list[list[Cell | None]], first: int, column: int) -> None:
    index = first
    while index < len(rows):
        cell = rows[index][column]
        end = index + 1
        while (
            cell is not None and cell.text and cell.colspan == 1 and end < len(rows) and _continues(rows[end], column)
        ):
            end += 1
        if cell is not None and end - index > 1:
            rows[index][column] = Cell(cell.printed, rowspan=end - index)
            for covered in range(index + 1, end):
                rows[covered][column] = None
        index = end


def _continues(row: list[Cell | None], column: int) -> bool:
    """A row of the same label: blank there and left of it, words further right."""
    return all(cell is None or not cell.text for cell in row[: column + 1]) and any(
        cell is not None and cell.text and cell.colspan == 1 for cell in row[column + 1 : column + 3]
    )


def _is_blank(cell: Cell | None) -> bool:
    return cell is not None and not cell.text
