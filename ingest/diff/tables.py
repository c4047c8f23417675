"""SQL that depends on the columns of the two files: figures of the subject marts, rules that differ, names of codes."""

from __future__ import annotations

import duckdb

from ingest.diff.opened import SIDES

_NAMES = {
    "marts.dim_metric": ("metric_code", "name_zh"),
    "marts.dim_region": ("region_code", "name"),
    "marts.dim_scheme": ("scheme_code", "name_zh"),
    "marts.dim_program": ("program_code", "name_zh"),
    "reference.scopes": ("scope", "name_zh"),
    "reference.funding_levels": ("code", "name_zh"),
    "reference.statements": ("statement_code", "name_zh"),
    "reference.measures": ("statement_code || ':' || measure_code", "name_zh"),
}
_SIDES_OF_INDICATOR = {"full_score": "满分", "self_score": "自评分", "target": "目标值", "actual": "实际完成值"}
_RULES = ("marts.dim_reconciliation_rule", "rules.reconciliation_rules", "rules.reconciliation_members")
_WORDS_OF_RULE = ("statement_zh", "statement_en", "basis")
_SUBJECT_KEYS = {
    "fct_enrollment": ("region_code", "scope", "fiscal_year", "scheme_code"),
    "fct_fund_balance": ("region_code", "scope", "fiscal_year", "scheme_code"),
    "fct_funding": ("region_code", "scope", "fiscal_year", "program_code", "funding_level", "stage"),
}


def figures(connection: duckdb.DuckDBPyConnection) -> str:
    """Every amount of the subject marts that both files have as a row of its own, alike for both sides."""
    scores = (
        "select 'fct_indicator_score' as mart, 'score_rate_pct' as measure, scores.report_id, facts.said,"
        " facts.place, scores.score_rate_pct::decimal(38, 6) as value from {side}.marts.fct_indicator_score as scores"
        " inner join fact_{side} as facts on scores.indicator_id = facts.id and facts.mart = 'fct_indicator_score'"
        " and facts.measure = 'full_score' where scores.score_rate_pct is not null"
    )
    selects = [scores]
    for mart, keys in _SUBJECT_KEYS.items():
        said = " || '|' || ".join(f"coalesce({key}::varchar, '')" for key in keys)
        report = "report_id" if mart == "fct_funding" else "null::varchar"
        for measure in _common(connection, f"marts.{mart}", "DECIMAL%"):
            selects.append(
                f"select '{mart}', '{measure}', {report}, {said}, 0, {measure}::decimal(38, 6)"
                f" from {{side}}.marts.{mart} where {measure} is not null"
            )
    return "\nunion all\n".join(selects)


def rule_changes(connection: duckdb.DuckDBPyConnection) -> str:
    """Rules whose row or members are not those of the other file; how they are worded judges nothing."""
    differences = []
    for table in _RULES:
        columns = [f'"{name}"' for name in _common(connection, table) if name not in _WORDS_OF_RULE]
        if columns:
            older, newer = (f"select {', '.join(columns)} from {side}.{table}" for side in SIDES)
            differences += [f"({older} except all {newer})", f"({newer} except all {older})"]
    return " union ".join(f"select rule_code from {difference}" for difference in differences)


def names(connection: duckdb.DuckDBPyConnection) -> str:
    """Names of codes, the later file's where both have one."""
    words = ", ".join(f"('{code}', '{name}', 0)" for code, name in _SIDES_OF_INDICATOR.items())
    selects = [f"select * from (values {words}) as words(code, name, nth)"]
    for table, (code, name) in _NAMES.items():
        if _common(connection, table):
            for nth, side in enumerate(reversed(SIDES)):
                selects.append(f"select {code}, {name}, {nth} from {side}.{table}")
    return f"select code, arg_min(name, nth) as name from ({' union all '.join(selects)}) group by code"


def _common(connection: duckdb.DuckDBPyConnection, table: str, kind: str = "%") -> list[str]:
    """Columns that a table has in both files; none where one of them lacks it."""
    schema, name = table.split(".")
    rows = connection.execute(
        "select column_name from duckdb_columns() where schema_name = ? and table_name = ?"
        " and database_name in ('earlier', 'later') and data_type like ?"
        " group by column_name having count(*) = 2 order by column_name",
        [schema, name, kind],
    ).fetchall()
    return [column for (column,) in rows]
