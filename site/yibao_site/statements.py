"""Statements of a report as tables: a row a line, a column a measure, as the form has them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from yibao_site.warehouse import Row


class Sheet(NamedTuple):
    """One side of one statement: its measures in the order of its columns, and cells by measure for each line."""

    statement_code: str
    section: str
    measures: list[str]
    lines: list[tuple[Row, dict[str, Row]]]
    part: int  # the page of the report that it stands on, from 0


def statements(cells: Iterable[Row], most: int) -> list[Sheet]:
    """Sheets of a report's cells, which come in the order of their lines; a long one in parts of `most` lines."""
    sheets = []
    for (code, section), group in groupby(cells, key=itemgetter("statement_code", "section")):
        rows = list(group)
        lines = _lines(rows)
        # Columns in the order in which the fullest lines print them.
        order = dict.fromkeys(m for _, line in sorted(lines, key=lambda pair: -len(pair[1])) for m in line)
        for part in range(-(-len(lines) // most)):
            sheets.append(Sheet(code, section, list(order), lines[part * most : (part + 1) * most], part))
    return sheets


def _lines(rows: list[Row]) -> list[tuple[Row, dict[str, Row]]]:
    """Lines with their cells; where a row prints several lines side by side (06表), panel by panel."""
    found: list[tuple[int, Row, dict[str, Row]]] = []
    for _, group in groupby(rows, key=itemgetter("row_no")):
        beside: list[tuple[Row, dict[str, Row]]] = []
        for cell in sorted(group, key=itemgetter("char_start")):
            same = beside and all(beside[-1][0][key] == cell[key] for key in ("line_code", "line_name"))
            if not same or cell["measure_code"] in beside[-1][1]:
                beside.append((cell, {}))
            beside[-1][1][cell["measure_code"]] = cell
        found += [(panel, first, cells) for panel, (first, cells) in enumerate(beside)]
    return [(first, cells) for _, first, cells in sorted(found, key=lambda line: line[0])]
