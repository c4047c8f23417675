"""What was found and what is expected, in one shape: rows with the columns of the expected CSV files."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from ingest.resolve.extract import Extraction

Row = dict[str, str]
Tables = dict[str, list[Row]]

ROOT = Path(__file__).resolve().parents[2]
TABLES = ("observations", "indicators", "cells", "documents")


def csv_rows(path: Path) -> list[Row]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def rows_if_any(path: Path) -> list[Row]:
    """Rows of a CSV file; none where the set has no such file."""
    return csv_rows(path) if path.exists() else []


EXPONENTS = {row["unit_label"]: int(row["exponent"] or 0) for row in csv_rows(ROOT / "seeds/reference/unit_labels.csv")}


def plain(value: str) -> str:
    """A number as its shortest decimal: 100.00 and 1E+2 are 100."""
    return "" if value == "" else format(Decimal(value).normalize(), "f")


def canonical(literal: str, label: str) -> str:
    """Canonical value of a number with its printed unit, as its shortest decimal."""
    return plain(str(Decimal(literal).scaleb(EXPONENTS.get(label, 0)))) if literal else ""


def expected_tables(folder: Path) -> Tables:
    """Rows of the tables that an expected set has; `certain` is N where two careful readers may differ."""
    tables = {name: csv_rows(folder / f"{name}.csv") for name in TABLES if (folder / f"{name}.csv").exists()}
    if "observations" in tables:
        tables["observations"] += [{**row, "certain": "N"} for row in rows_if_any(folder / "uncertain.csv")]
    return tables


def found_tables(extraction: Extraction) -> Tables:
    """Rows of an extraction by table, values canonical."""
    ordinals = {row["report_id"]: str(row["ordinal"]) for row in extraction["reports"]}

    def rows(table: str, **columns: Any) -> list[Row]:
        return [
            {
                "report_no": ordinals[row["report_id"]],
                **{name: _words(row, column) for name, column in columns.items()},
            }
            for row in extraction[table]
        ]

    value = ("literal", "unit_label")
    return {
        "observations": rows(
            "observations", line_no="line_no", text="stated_text", metric_code="metric_code",
            scheme_code="scheme_code", scope="scope", region_code="region_code", fiscal_year="fiscal_year",
            program_code="program_code", funding_level="funding_level", breakdown="breakdown", value=value,
            qualifier="qualifier",
        ),
        "indicators": rows(
            "indicator_scores", line_no="line_no", level="level", indicator_name="indicator_name",
            full_score="full_score", self_score="self_score", target_value=("target_literal", "unit_label"),
            actual_value=("actual_literal", "actual_unit_label"),
        ),
        "cells": rows(
            "statement_cells", line_no="line_no", statement_code="statement_code", section="section",
            line_code="line_code", line_name="line_name", measure_code="measure_code", value=value,
        ),
        "documents": rows(
            "reports", document_type="document_type", program_code="program_code", region_code="region_code",
            fiscal_year="fiscal_year",
        ),
    }  # fmt: skip


def _words(row: dict[str, Any], column: str | tuple[str, str]) -> str:
    return str(row[column]) if isinstance(column, str) else canonical(row[column[0]], row[column[1]])
