"""Tables set with blanks: cells by where they stand, and prose that is none."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.find.tables import find_tables


def _width(words: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in words)


def _set(rows: list[list[str]], gap: int = 3) -> str:
    """Rows as a fixed-width font shows them: labels to the left, figures to the right."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            words + " " * (width - _width(words)) if column == 0 else " " * (width - _width(words)) + words
            for column, (words, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((" " * gap).join(cells).rstrip())
    return "\n".join(lines) + "\n"


def _read(text: str) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.rows] for table in find_tables(text)]


def test_a_table_set_with_blanks_is_read_cell_by_cell() -> None:
    rows = [["县区", "参保人数", "参保率(%)"], ["甲县", "123456", "99.10"], ["乙自治县", "98", "100.02"]]
    assert _read("说明如下。\n" + _set(rows) + "以上。\n") == [rows]


def test_a_blank_cell_stays_in_its_column() -> None:
    rows = [["项目", "合计", "基本支出", "项目支出"], ["甲", "12.00", "", "12.00"], ["乙", "3.50", "3.50", ""]]
    rows += [["合计", "15.50", "3.50", "12.00"], ["丙", "", "", "0.00"]]
    assert _read(_set(rows)) == [rows]


def test_rules_and_a_blank_line_between_header_and_rows_do_not_end_it() -> None:
    rows = [["县区", "人数", "金额"], ["甲县", "12", "3.4"], ["乙县", "5", "6.7"], ["合计", "17", "10.1"]]
    lines = _set(rows).splitlines()
    text = "\n".join([lines[0], "-" * 20, *lines[1:3], "", lines[3]]) + "\n"
    assert _read(text) == [rows]


def test_a_caption_above_is_no_row() -> None:
    rows = [["县区", "人数", "金额"], ["甲县", "12", "3.4"], ["乙县", "5", "6.7"]]
    assert _read("表2  各县情况\n\n" + _set(rows)) == [rows]


@pytest.mark.parametrize(
    "text",
    [
        "目  录\n一、基本情况   1\n二、绩效情况   3\n三、问题   12\n",
        "填报人：甲   电话：乙\n审核人：丙   日期：丁\n负责人：戊   单位：己\n",
        "全年收入  12万元。\n全年支出  13万元。\n结余  1万元。\n",
        "甲  1\n乙  2\n",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert _read(text) == []


_LABELS = st.text(alphabet="甲乙丙丁戊己庚辛县区市", min_size=1, max_size=8)
_FIGURES = st.one_of(st.just(""), st.decimals(0, 99999, places=2).map(str), st.integers(0, 10**6).map(str))


@given(st.data(), st.integers(2, 6), st.integers(3, 9))
def test_any_such_table_reads_back(data: st.DataObject, width: int, height: int) -> None:
    body = [[data.draw(_LABELS), *(data.draw(_FIGURES) for _ in range(width - 1))] for _ in range(height)]
    full = [[data.draw(_LABELS), *(str(data.draw(st.integers(10**6, 10**7))) for _ in range(width - 1))] for _ in "ab"]
    rows = [[f"列{column}" for column in range(width)], *full, *(row for row in body if any(row[1:]))]
    assert _read(_set(rows)) == [rows]
