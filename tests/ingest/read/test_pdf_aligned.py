"""Tables without rules: where they end, and which columns a heading stands over."""

from __future__ import annotations

from ingest.read.pdf.merged import Placed, spread_headers
from ingest.read.pdf.runs import find_runs
from ingest.read.pdf.words import Line, Word, line_of
from ingest.read.writer import Part

SIZE = 10.0


def _line(top: float, *words: tuple[float, float, str]) -> Line:
    return line_of([Word(text, x0, top, x1, top + SIZE, [x0]) for x0, x1, text in words])


def test_a_note_ends_a_table_whatever_stands_below_it() -> None:
    header = [
        _line(100, (160, 178, "项目"), (386, 423, "本年支出")),
        _line(117, (70, 107, "科目编码"), (177, 214, "科目名称"), (310, 328, "小计"), (386, 423, "基本支出")),
    ]
    ordinals = _line(134, (122, 141, "栏次"), (350, 354, "1"), (436, 441, "2"))
    long = _line(
        151, (69, 99, "2210200"), (122, 268, "机关事业单位基本养老保险缴费支出"), (310, 355, "2.62"), (396, 441, "2.62")
    )
    rows = [
        _line(
            168 + 17 * at, (69, 99, f"22102{at:02}"), (122, 168, "住房公积金"), (310, 355, "2.62"), (396, 441, "2.62")
        )
        for at in range(12)
    ]
    below = [
        _line(376, (83, 262, "说明：仅含一般公共预算安排的支出。")),
        _line(395, (83, 262, "一般公共预算财政拨款基本支出决算表")),
    ]
    assert find_runs([*header, ordinals, long, *rows, *below]) == [(0, 16)]


def test_a_heading_stands_over_the_columns_that_it_is_nearest_the_middle_of() -> None:
    columns = [
        (67.0, 94.0),
        (113.0, 158.0),
        (320.0, 372.0),
        (385.0, 417.0),
        (435.0, 463.0),
        (473.0, 518.0),
        (534.0, 605.0),
    ]

    def cell(row: int, column: int, middle: float) -> Placed:
        return Placed(row, column, 1, 1, [Part("数", 1, (middle - 9, 20.0 * row, middle + 9, 20.0 * row + 7))])

    own, wide = cell(0, 4, 445), cell(0, 1, 152)
    below = [cell(row, at, (left + right) / 2) for row in (1, 2) for at, (left, right) in enumerate(columns)]
    spread_headers([own, wide, *below], columns, head=2)
    assert [(head.column, head.colspan) for head in (wide, own)] == [(0, 2), (4, 1)]
