"""A stand-in for a warehouse with reconciliation: the columns that `yibao check` reads, and invented findings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb

from tests.helpers import as_document

TEXT = """甲市医疗保障局2024年度部门决算
基金收入1200.00万元，基金支出1000.50万元，当年结余199.00万元。
参保人数4906748人。
另据统计，参保人数4906478人，参保率97.2%。
"""
OTHER = "乙市医疗保障局2023年度自评报告\n总分98分\n"
CHECKS = """
c1|balance    |inconsistent  |              |hard|当年结余|1990000|1995000|5000|one_digit       |        |yuan
c2|same_figure|conflict      |              |soft|参保人数|4906748|4906478|270 |transposition:74|        |person
c3|rate_range |inconsistent  |implausible   |warn|参保率  |97.2   |95     |2.2 |                |口径不同|percent
c4|balance    |consistent    |              |hard|收入    |1      |1      |0   |                |        |yuan
c5|balance    |rounding      |              |hard|支出    |1      |1      |0   |                |        |yuan
c6|balance    |not_checkable |missing_member|hard|支出    |1      |       |    |                |        |yuan
"""
_COLUMNS = (
    "check_id rule_code verdict reason severity subject stated_value computed_value gap hint acknowledgement unit_code"
)
# check, role, weight, value, unit, printed, label
_OPERANDS = [
    ("c1", "total", 1, 1990000, "yuan", "199.00万元", "当年结余"),
    ("c1", "member", 1, 12000000, "yuan", "1200.00万元", "基金收入"),
    ("c1", "member", -1, 10005000, "yuan", "1000.50万元", "基金支出"),
    ("c2", "fact", 1, 4906748, "person", "4906748人", "参保人数"),
    ("c2", "fact", 1, 4906478, "person", "4906478人", "参保人数"),
    ("c3", "total", 1, Decimal("97.2"), "percent", "97.2%", "参保率"),
]
_SCHEMA = """
create schema marts;
create table marts.dim_document (document_id text, file_name text, sha256 text);
create table marts.dim_report (report_id text, document_id text, ordinal integer, title text);
create table marts.rpt_report_reconciliation (report_id text, self_score decimal(18, 6));
create table marts.dim_reconciliation_rule
  (rule_code text, kind text, statement_zh text, statement_en text, basis text, severity text);
create table marts.fct_reconciliation (check_id text, rule_code text, kind text, report_id text, region_code text,
  fiscal_year integer, subject text, verdict text, reason text, severity text, stated_value decimal(38, 6),
  computed_value decimal(38, 6), stated_low decimal(38, 6), stated_high decimal(38, 6), computed_low decimal(38, 6),
  computed_high decimal(38, 6), gap decimal(38, 6), tolerance decimal(38, 6), z double, n_members integer,
  n_missing integer, hint text, acknowledged boolean, acknowledgement text, unit_code text);
create table marts.fct_reconciliation_evidence (check_id text, operand_no integer, role text, weight decimal(18, 6),
  value decimal(38, 6), unit_code text, stated_text text, label text, document_id text, report_id text,
  line_no integer, char_start integer, char_end integer, page integer, observation_id text, cell_id text,
  indicator_id text);
insert into marts.dim_reconciliation_rule values
  ('balance', 'sum', '当年结余＝收入－支出', 'balance = income - expense', 'identities', 'hard'),
  ('same_figure', 'same', '同一数字各处一致', 'one figure, one value', 'identities', 'soft'),
  ('rate_range', 'range', '参保率不高于上限', 'rate within bounds', 'identities', 'warn');
insert into marts.dim_report values
  ('d1-r01', 'd1', 1, '甲市医疗保障局2024年度部门决算'), ('d2-r01', 'd2', 1, '乙市医疗保障局2023年度自评报告');
insert into marts.rpt_report_reconciliation values ('d1-r01', null), ('d2-r01', 98);
"""


def checks(*, leave_out: str = "") -> list[dict[str, str | None]]:
    """The checks above but those with an id in `leave_out`."""
    table = [[cell.strip() or None for cell in line.split("|")] for line in CHECKS.split("\n") if line]
    rows = [dict(zip(_COLUMNS.split(), row, strict=True)) for row in table]
    return [row for row in rows if str(row["check_id"]) not in leave_out.split()]


def write_warehouse(file: Path, rows: list[dict[str, str | None]] | None = None) -> Path:
    """A warehouse with these checks, of two reports: 乙's is the one that cannot be made."""
    with duckdb.connect(str(file)) as connection:
        connection.execute(_SCHEMA)
        for document, name, text in (("d1", "甲.txt", TEXT), ("d2", "乙.txt", OTHER)):
            sha256 = as_document(text).sha256
            connection.execute("insert into marts.dim_document values (?, ?, ?)", [document, name, sha256])
        for row in checks() if rows is None else rows:
            report = "d2-r01" if row["verdict"] == "not_checkable" else "d1-r01"
            full = {**row, "report_id": report, "kind": "sum", "acknowledged": row["acknowledgement"] is not None}
            names, marks = ", ".join(full), ", ".join("?" * len(full))
            connection.execute(f"insert into marts.fct_reconciliation ({names}) values ({marks})", list(full.values()))
        for number, (check, role, weight, value, unit, printed, label) in enumerate(_OPERANDS):
            start = TEXT.index(printed)
            line = TEXT.count("\n", 0, start) + 1
            place = ("d1", "d1-r01", line, start, start + len(printed), None)
            cells = [check, number, role, weight, value, unit, printed, label, *place, f"{check}-o{number}", None, None]
            marks = ", ".join("?" * len(cells))
            connection.execute(f"insert into marts.fct_reconciliation_evidence values ({marks})", cells)
    return file
