"""Statement cells as rows, and the numbers of a form that are no amounts."""

from __future__ import annotations

import re

from ingest.find.tables import Cell
from ingest.resolve.facts import Facts

# What the numbers of these measures are, whatever the form counts in.
_SHARES = {"execution_rate": "%", "full_score": "分", "score": "分"}
_COUNTED = re.compile(r"[(（]([^()（）]{1,4})[)）]$")  # 公务用车保有量（辆） among amounts of money


def claim_ordinals(facts: Facts, cells: list[Cell]) -> None:
    """行次 and 栏次 number the lines and columns of a form; they are no amounts."""
    for cell in cells:
        for token in facts.tokens_in(cell.start, cell.end):
            facts.claim(token, "ordinal")


def add_cell(
    facts: Facts,
    report_id: str,
    code: str,
    section: str,
    row_no: int,
    line_code: str,
    name: str,
    measure: str,
    cell: Cell,
    unit: str,
) -> None:
    """One statement cell, on the token that it consists of."""
    token = facts.number_of(cell)
    if token is None or token.disposition:
        return
    literal = token.literal
    if cell.words.startswith("(") and cell.words.endswith(")") and not literal.startswith("-"):
        literal = "-" + literal
    counted = _COUNTED.search(name) if name.endswith((")", "）")) else None
    share = _SHARES.get(measure) or (counted[1] if counted and facts.unit_class(counted[1]) else "")
    cell_id = f"{facts.document.document_id}-c{cell.start:07d}"
    facts.cells.append(
        {
            "cell_id": cell_id,
            "document_id": facts.document.document_id,
            "report_id": report_id,
            "statement_code": code,
            "section": section,
            "row_no": row_no,
            "line_code": line_code,
            "line_name": name,
            "measure_code": measure,
            "literal": literal,
            "unit_label": share or token.unit_label or unit,
            "stated_text": facts.printed(cell.start, cell.end),
            **facts.place(cell.start, cell.end),
        }
    )
    token.disposition, token.cell_id, token.kind = "statement_cell", cell_id, "quantity"
    token.unit_label = share or token.unit_label or unit
