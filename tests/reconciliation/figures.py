"""Hand-made figures of a check: a test writes what matters, all other facets have defaults.

A figure belongs to a case, and a case is a region with one body, document and report of its own, unless the figure
names another: checks of two cases never bind each other, so that one pass runs them all. Cells, relations and
indicators of a case are of one row, unless they name another; an observation is a row of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from tests.helpers import REFERENCE, csv_rows

_QUALIFIERS = {
    "": "exact",
    "约": "about",
    "不低于": "at_least",
    "超过": "more_than",
    "不高于": "at_most",
    "不足": "less_than",
}
_PRINTED = re.compile(rf"({'|'.join(_QUALIFIERS)})(-?[0-9.]+(?:E-?[0-9]+)?)(.*)")
_FORMS = ("FA", "OB", "PF")
_RELATIONS = (
    "change",
    "completion",
    "share",
    "split_share",
    "parts",
    "of_which",
    "deviation",
    "name_count",
    "projects",
    "restated",
)


@dataclass(frozen=True)
class Figure:
    """`text` is the number as printed, with its unit: 22827.73万元, 约30%, 93.5分.

    `decimals` stands for a precision that the text does not show ('INF': exact); `column` is the most precise number
    of its column; `binding` makes it an operand of a tree rule, in `role`.
    """

    case: str
    concept: str
    text: str
    measure: str = "value"
    item: str = ""
    scheme_code: str = "none"
    program_code: str = "none"
    funding_level: str = "none"
    breakdown: str = ""
    year: int = 2024
    term: int = 1
    row: str = ""
    report: str = ""
    document: str = ""
    region: str = ""
    line: int | None = None
    start: int | None = None
    form: str = ""
    decimals: int | Literal["INF"] | None = None
    column: str = ""
    rule_code: str = ""
    binding: str = ""
    role: str = ""


def precision(decimals: int | None) -> int | Literal["INF"]:
    """`decimals` of a figure whose precision is given apart from its text; None is exact."""
    return "INF" if decimals is None else decimals


@dataclass(frozen=True)
class Printed:
    """A printed number as the reader would land it."""

    qualifier: str
    literal: str
    unit_code: str
    exponent: int


@cache
def _units() -> dict[str, tuple[str, int]]:
    rows = csv_rows(REFERENCE / "unit_labels.csv")
    return {row["unit_label"]: (row["unit_code"], int(row["exponent"])) for row in rows}


@cache
def printed(text: str) -> Printed:
    """A number with its unit; a unit that is none of ours (of another standard's cases) is a unit code itself."""
    matched = _PRINTED.fullmatch(text)
    assert matched, f"not a printed number: {text}"
    qualifier, literal, label = matched.groups()
    unit_code, exponent = _units().get(label, (label or "count", 0))
    return Printed(_QUALIFIERS[qualifier], literal, unit_code, exponent)


def _form(figure: Figure) -> str:
    if figure.form:
        return figure.form
    if figure.concept.startswith(_FORMS):
        return "statement"
    return "indicator" if figure.concept == "indicator" else "relation" if figure.concept in _RELATIONS else "prose"


def landed(figure: Figure, ordinal: int) -> dict[str, Any]:
    """The row that the harness values: each figure stands on a line of its own unless it says otherwise."""
    number = printed(figure.text)
    column = printed(figure.column) if figure.column else number
    report = f"{figure.case}/{figure.report}" if figure.report else figure.case
    document = f"{figure.case}/{figure.document}" if figure.document else figure.case
    form = _form(figure)
    return {
        "figure_id": f"{figure.case}#{ordinal}",
        "form": form,
        "case_id": figure.case,
        "report_id": report,
        "document_id": document,
        "row_id": f"{report}/{figure.row or (ordinal if form in ('prose', 'table') else '')}",
        "region_code": figure.region or figure.case,
        "fiscal_year": figure.year,
        **{name: getattr(figure, name) for name in ("concept", "measure", "item", "scheme_code", "term")},
        **{name: getattr(figure, name) for name in ("program_code", "funding_level", "breakdown")},
        "literal": number.literal,
        "exponent": number.exponent,
        "unit_code": number.unit_code,
        "qualifier": number.qualifier,
        "stated_text": figure.text,
        "given_decimals": figure.decimals if isinstance(figure.decimals, int) else None,
        "is_given": figure.decimals is not None,
        "column_literal": column.literal,
        "column_exponent": column.exponent,
        "has_column": bool(figure.column),
        "line_no": ordinal if figure.line is None else figure.line,
        "char_start": 100 * ordinal if figure.start is None else figure.start,
    }
