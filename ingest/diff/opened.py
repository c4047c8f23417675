"""Two published files attached to one connection, to be read only."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.query import quoted

# Name of each side in SQL, and the word for its columns in what is told.
SIDES = {"earlier": "old", "later": "new"}
_MARTS = {
    "dim_document": "document_id file_name sha256 title region_code fiscal_year document_type",
    "dim_report": "report_id document_id ordinal title document_type program_code region_code fiscal_year",
    "dim_metric": "metric_code name_zh",
    "dim_region": "region_code name",
    "dim_scheme": "scheme_code name_zh",
    "dim_program": "program_code name_zh",
    "dim_reconciliation_rule": "rule_code",
    "fct_observation": "observation_id document_id report_id region_code scope fiscal_year metric_code scheme_code"
    " program_code funding_level breakdown value unit_code decimals qualifier value_low value_high is_primary"
    " stated_text line_no char_start",
    "fct_indicator_score": "indicator_id parent_indicator_id document_id report_id indicator_name full_score self_score"
    " score_rate_pct target_text actual_text target_value actual_value unit_code qualifier actual_qualifier line_no"
    " char_start",
    "fct_statement_line": "cell_id document_id report_id statement_code section line_code line_name measure_code value"
    " unit_code decimals value_low value_high stated_text line_no char_start",
    "fct_number": "document_id char_start char_end disposition",
    "fct_funding": "report_id region_code scope fiscal_year program_code funding_level stage amount_yuan",
    "fct_enrollment": "region_code scope fiscal_year scheme_code",
    "fct_fund_balance": "region_code scope fiscal_year scheme_code",
    "fct_reconciliation": "check_id rule_code report_id region_code fiscal_year subject verdict reason severity"
    " unit_code stated_value computed_value gap acknowledged line_no char_start",
    "fct_reconciliation_evidence": "check_id role weight label value stated_text document_id observation_id cell_id"
    " indicator_id",
}


class Incomparable(Exception):
    """Two files that cannot be held against each other; the message says which one, why and what to do."""


def attach(connection: duckdb.DuckDBPyConnection, side: str, file: Path, folder: Path) -> None:
    """Attach the file as `side`, by a link in `folder`; raises Incomparable."""
    if not file.is_file():
        raise Incomparable(f"{file}: no warehouse; name a file that `yibao build` published")
    # DuckDB opens a name once; both sides may be one file.
    link = folder / side
    link.symlink_to(file.resolve())
    try:
        connection.execute(f"attach '{quoted(link)}' as {side} (read_only)")
        columns = (
            "select table_name, column_name from duckdb_columns() where database_name = ? and schema_name = 'marts'"
        )
        held = set(connection.execute(columns, [side]).fetchall())
    except duckdb.Error as error:
        said = str(error).splitlines()[0].replace(str(link), str(file))
        raise Incomparable(f"{file}: cannot be read as a warehouse ({said})") from None
    if not held:
        raise Incomparable(f"{file}: a database without marts, no warehouse; name a file that `yibao build` published")
    missing = [f"{t}.{c}" for t, names in _MARTS.items() for c in names.split() if (t, c) not in held]
    if missing:
        listed = ", ".join(missing[:4]) + (f" and {len(missing) - 4} more" if len(missing) > 4 else "")
        raise Incomparable(f"{file}: of another contract, without {listed}; build it again from its landing")
