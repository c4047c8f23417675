"""Tables of plain text: rows, cells, and spans that give back each cell's words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.find.tables import find_tables
from ingest.find.view import fold
from ingest.read import Grid, GridCell

TABBED = "前言。\n项目\t预算\t决算\n合计\t10.5\t9.8\n基本\t\t9.8\n"
PIPED = "前言。\n\n| 项目 | 预算 | 决算 |\n| --- | ---: | :---: |\n| 合计 | 10.5 | 9.8 |\n| 基本 |  | 9.8 |\n"
STACKED = "前言。\n\n\t项目\n\t预算\n\t决算\n\n\t合计\n\t10.5\n\t9.8\n\n\t基本\n\t\n\t9.8\n\n结尾。\n"
ROWS = [["项目", "预算", "决算"], ["合计", "10.5", "9.8"], ["基本", "", "9.8"]]


def words(text: str) -> list[list[list[str]]]:
    return [[[cell.words for cell in row] for row in table.rows] for table in find_tables(fold(text))]


@pytest.mark.parametrize("text", [TABBED, PIPED, STACKED], ids=["tabs", "pipes", "one cell a line"])
def test_each_notation_gives_the_same_rows_with_their_empty_cells(text: str) -> None:
    assert words(text) == [ROWS]


@pytest.mark.parametrize("text", [TABBED, PIPED, STACKED], ids=["tabs", "pipes", "one cell a line"])
def test_a_span_slices_to_the_words_of_its_cell(text: str) -> None:
    for table in find_tables(fold(text)):
        for row in table.rows:
            for cell in row:
                assert text[cell.start : cell.end] == cell.text == cell.text.strip()
                assert table.start <= cell.start <= cell.end <= table.end


@pytest.mark.parametrize("number", ["- 4 -", "4", "第 4 页", "第4页 共12页"])
def test_a_page_number_inside_does_not_end_a_table(number: str) -> None:
    assert words(f"项目\t金额\n甲\t1\n\n{number}\n\n乙\t2\n") == [[["项目", "金额"], ["甲", "1"], ["乙", "2"]]]


def test_a_sentence_ends_a_table() -> None:
    assert words("甲\t1\n乙\t2\n说明如下。\n丙\t3\n") == [[["甲", "1"], ["乙", "2"]], [["丙", "3"]]]


def test_many_blank_lines_end_a_table() -> None:
    assert len(words("甲\t1\n乙\t2\n\n\n\n\n丙\t3\n丁\t4\n")) == 2


def test_a_row_keeps_as_many_cells_as_it_was_printed_with() -> None:
    assert [len(row) for row in words("甲\t1\t2\n乙\t3\n丙\t4\t5\t6\n")[0]] == [3, 2, 4]


def test_blanks_inside_a_label_are_not_part_of_its_words() -> None:
    assert words("项 目\t金　额\n合  计\t1\n")[0] == [["项目", "金额"], ["合计", "1"]]


def test_full_width_pipes_are_pipes() -> None:
    assert words("｜项目｜金额｜\n｜合计｜1｜\n") == [[["项目", "金额"], ["合计", "1"]]]


def test_text_without_tabs_or_pipes_holds_no_table() -> None:
    assert words("参保率97%|满意度95%。\n就这样。\n") == []


@given(st.text(alphabet="项目金额 12.5\t|-\n", max_size=120))
def test_tables_never_overlap_and_cells_never_leave_them(text: str) -> None:
    tables = find_tables(text)
    assert all(a.end <= b.start for a, b in pairwise(tables))
    for table in tables:
        for cell in (cell for row in table.rows for cell in row):
            assert table.start <= cell.start <= cell.end <= table.end
            assert text[cell.start : cell.end] == cell.text


def test_declared_grids_are_tables_and_the_lines_between_them_are_read_as_text() -> None:
    text = "甲\t1\n乙\t2\n\n丙\t3\n丁\t4\n戊\t5\n己\t6\n"
    spans = [(0, 1), (2, 3)], [(4, 5), (6, 7)]
    rows = tuple(tuple(GridCell(*span) for span in row) for row in spans)
    tables = find_tables(text, [Grid(0, 7, "native", rows)])
    assert [[[cell.text for cell in row] for row in table.rows] for table in tables] == [
        [["甲", "1"], ["乙", "2"]],
        [["丙", "3"], ["丁", "4"], ["戊", "5"], ["己", "6"]],
    ]
