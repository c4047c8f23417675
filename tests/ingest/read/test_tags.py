"""Tables written as tags in plain text: cells with their spans, merged cells, damage."""

from __future__ import annotations

from ingest.read.tags import grids_in


def cells(text: str) -> list[list[list[str]]]:
    return [[[text[cell.start : cell.end] for cell in row] for row in grid.rows] for grid in grids_in(text)]


def test_cells_are_the_words_between_the_tags() -> None:
    text = "前文\n<table border=1><tr><td> 分值 </td><th>得分</th></tr>\n<tr><td>10</td><td></td></tr></table>\n后文"
    assert cells(text) == [[["分值", "得分"], ["10", ""]]]
    [grid] = grids_in(text)
    assert (text[grid.start : grid.start + 6], text[grid.end - 8 : grid.end]) == ("<table", "</table>")


def test_what_a_merged_cell_covers_has_no_words() -> None:
    rows = ('<td rowspan="2">产出</td><td>甲</td>', "<td>乙</td>", "<td colspan=2>合计</td>")
    text = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    assert cells(text) == [[["产出", "甲"], ["", "乙"], ["合计", ""]]]
    [grid] = grids_in(text)
    assert [[cell.rowspan for cell in row] for row in grid.rows] == [[2, 1], [0, 1], [1, 0]]


def test_rows_are_equally_long_and_ends_may_be_missing() -> None:
    assert cells("<TABLE><TR><TD>一<TD>二<TR><TD>三</TABLE>") == [[["一", "二"], ["三", ""]]]


def test_a_span_beyond_the_table_ends_with_it() -> None:
    assert cells('<table><tr><td rowspan="9">一</td><td>二</td></tr></table>') == [[["一", "二"]]]


def test_text_without_a_whole_table_has_none() -> None:
    assert grids_in("一级指标 | 二级指标") == ()
    assert grids_in("<table><tr><td>一</td></tr>") == ()
    assert grids_in("<table></table>") == ()
