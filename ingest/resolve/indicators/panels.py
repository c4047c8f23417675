"""Tables in panels: the same header set two or three times side by side, each with indicators of its own below it."""

from __future__ import annotations

from collections.abc import Callable

from ingest.find.tables import Row, Table
from ingest.resolve.indicators.headers import level_number
from ingest.resolve.tables.grid import plain

_MOST = 4  # panels side by side
_MIN_WIDTH = 2


def panels_of(table: Table, role_of: Callable[[str], str]) -> tuple[int, list[Table]]:
    """Index of the header that repeats itself, and its panels as tables; none where no header does.

    指标名称 | 分值 | 得分 | 指标名称 | 分值 | 得分 with blanks in the first column alone is a group and its parts.
    """
    for index, row in enumerate(table.rows):
        width = _period(row)
        roles = [role_of(plain(cell.words)) for cell in row[:width]]
        if not width or "self" not in roles or "level" not in roles:
            continue
        rows = table.rows[index:]
        if not level_number(plain(row[roles.index("level")].words)) and not _are_filled(rows, width):
            continue
        starts = range(0, len(row), width)
        rows = [_drawn_left(other, width) for other in rows]
        parts = [[other[at : at + width] for other in rows if len(other) > at] for at in starts]
        return index, [Table(table.start, table.end, part) for part in parts]
    return 0, []


def _drawn_left(row: Row, width: int) -> Row:
    """总分 | | | | 100 | 97: of a total below all panels the words stand in the first and the scores in the last."""
    names, scores = row[::width], row[1 - width :]
    is_across = len(names) > 1 and names[0].words and not any(cell.words for cell in (*names[1:], *row[1:width]))
    return [row[0], *scores] if is_across and any(cell.words for cell in scores) else row


def _period(row: Row) -> int:
    """After how many columns the words of a header repeat themselves to its end, 0 where they do not."""
    for parts in range(2, _MOST + 1):
        width, rest = divmod(len(row), parts)
        if rest or width < _MIN_WIDTH or not row[0].words or row[0].words != row[width].words:
            continue  # most rows end here
        words = [plain(cell.words) for cell in row]
        if all(words) and words == words[:width] * parts:
            return width
    return 0


def _are_filled(rows: list[Row], width: int) -> bool:
    """No first cell of a row is blank, where another panel goes on."""
    return all(row[0].words or not any(cell.words for cell in row[width:]) for row in rows)
