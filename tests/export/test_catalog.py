"""What is exported of a table: all of it, with its key, in order, and words for people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from export import keys
from export.catalog import opened, quoted, rows, tables_of
from export.words import chinese_name, unit_of
from ingest.dbt import Unusable
from tests.builds import query
from tests.export.conftest import export, flat, table_names


def test_chinese_names_stand_in_the_models_in_quotes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = tmp_path / "models"
    models.mkdir()
    (models / "m.yml").write_text(
        """
models:
  - name: wide
    data_tests:
      - unique_combination
      - keyed_by: {arguments: {columns: ['"年度"', code]}}
      - refers_to: {arguments: {keys: [{column: '"年度"', to: dim_year, field: fiscal_year}, {column: code, to: d}]}}
""",
        encoding="utf-8",
    )
    monkeypatch.setattr(keys, "PROJECT", tmp_path)
    found = keys.declared.__wrapped__()
    assert found.primary == {"wide": ("年度", "code")}
    assert found.references == {"wide": [("年度", "dim_year", "fiscal_year"), ("code", "d", "code")]}


@pytest.mark.parametrize(
    ("column", "comment", "name", "unit"),
    [
        ("income_yuan", "Income of the fund (基金收入) in yuan.", "基金收入", "元 yuan"),
        ("stage", "Stage: allocated (下达), spent (支出).", "资金环节", ""),
        ("可支付月数（填报）", "Months (月).", "可支付月数（填报）", "月 months"),
        ("参保率（推算，百分点）", "", "参保率（推算，百分点）", "百分点 percentage points"),
        ("value_low", "Least value (at least).", "下限", "见 see unit_code"),
        ("mystery", "No words (none).", "", ""),
    ],
)
def test_words_of_a_column(column: str, comment: str, name: str, unit: str) -> None:
    assert (chinese_name(column, comment), unit_of(column)) == (name, unit)


def test_a_name_in_both_schemas_is_refused(hostile: Path, tmp_path: Path, change: Callable[[str], None]) -> None:
    change("create table bi.dim_report (x integer)")
    result = export("excel", tmp_path / "w.xlsx", "--database", hostile)
    assert result.exit_code == 2
    assert "dim_report: a table of bi and one of marts have this name" in flat(result.stderr)


def test_a_file_without_marts_or_that_is_none_is_refused(
    hostile: Path, tmp_path: Path, change: Callable[[str], None]
) -> None:
    change("drop schema bi cascade; drop schema marts cascade")
    result = export("package", tmp_path / "p", "--database", hostile)
    assert (result.exit_code, (tmp_path / "p").exists()) == (2, False)
    assert "no table in the schemas bi and marts; build it again" in flat(result.stderr)
    (tmp_path / "no.duckdb").write_text("kein Datenlager" * 1000, encoding="utf-8")
    with pytest.raises(Unusable, match="cannot be read"), opened(tmp_path / "no.duckdb"):
        pass


@pytest.mark.warehouse
def test_all_tables_are_there_and_every_key_and_reference_holds(from_seeds: Path) -> None:
    with opened(from_seeds) as connection:
        tables = tables_of(connection)
    assert sorted(f"{table.schema}.{table.name}" for table in tables) == table_names(from_seeds)
    by_name = {table.name: f"{table.schema}.{table.name}" for table in tables}
    for table in tables:
        assert table.key, f"{table.name}: no keyed_by in its models' YAML"
        key = ", ".join(map(quoted, table.key))
        source = by_name[table.name]
        assert query(from_seeds, f"select 1 from {source} group by {key} having count(*) > 1 limit 1") == []
        for column, to, field in table.references:
            lost = f"select 1 from {source} as t anti join {by_name[to]} as f on t.{quoted(column)} = f.{quoted(field)}"
            assert query(from_seeds, f"{lost} where t.{quoted(column)} is not null limit 1") == []
    assert {"dim_region", "dim_year"} <= {r.table for t in tables if t.name == "fct_fund_balance" for r in t.references}


@pytest.mark.warehouse
def test_rows_come_in_order_of_the_key(from_seeds: Path) -> None:
    with opened(from_seeds) as connection:
        [table] = [table for table in tables_of(connection) if table.name == "fct_fund_balance"]
        found = [row[: len(table.key)] for row in rows(connection, table)]
    assert found == sorted(found) != []


@pytest.mark.warehouse
def test_every_column_has_a_chinese_name_and_every_amount_a_unit(from_seeds: Path) -> None:
    with opened(from_seeds) as connection:
        columns = [column for table in tables_of(connection) for column in table.columns]
    unnamed = {column.name for column in columns if not chinese_name(column.name, column.comment)}
    assert not unnamed, "add rows to export/names.csv"
    without = {column.name for column in columns if column.kind.duckdb == "DECIMAL" and not unit_of(column.name)}
    assert not without, "add rows to export/units.csv"
