"""The comparison of engines: what it lets pass, and what it says of each way in which two marts can differ."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from spark.build import Mart
from spark.compare import Compared, compare_marts

MART = """
select * from (values
    ('a', 1, cast(1.10 as decimal(28, 6)), cast(0.1 as double), null),
    ('a', 2, cast(2.20 as decimal(28, 6)), cast(0.2 as double), '县'),
    ('b', 1, null, null, '')
) as rows (report_id, line_no, amount, z, name)
"""


def compared(folder: Path, theirs: str, ours: str = MART) -> Compared:
    """What is said of a mart that is `ours` on DuckDB and `theirs` on Spark."""
    database, parts = folder / "ours.duckdb", folder / "fct"
    parts.mkdir()
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema marts")
        connection.execute(f"create table marts.fct as {ours}")
        connection.execute(f"copy ({theirs}) to '{parts / 'part-0.parquet'}' (format parquet)")
    [result] = compare_marts(database, [Mart("fct", ("report_id", "line_no"), parts)])
    return result


def test_the_same_rows_in_another_order_and_with_columns_in_another_order_are_equal(tmp_path: Path) -> None:
    theirs = f"select name, z, amount, line_no, report_id from ({MART}) order by line_no desc, report_id"
    assert compared(tmp_path, theirs) == Compared("fct", 3, ())


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        (
            f"select * replace ((amount + 0.000001 * (line_no - 1))::decimal(28, 6) as amount) from ({MART})",
            "report_id a, line_no 2: amount is Decimal('2.200000') on DuckDB, Decimal('2.200001') on Spark",
        ),
        (
            f"select * replace (z + 1e-17 * (line_no - 1) * 3 as z) from ({MART})",
            "report_id a, line_no 2: z is 0.2 on DuckDB, 0.20000000000000004 on Spark",
        ),
        (
            f"select * replace (coalesce(name, '') as name) from ({MART})",
            "report_id a, line_no 1: name is None on DuckDB, '' on Spark",
        ),
        (f"{MART} where line_no = 1", "report_id a, line_no 2: only DuckDB has this row, or has it more often"),
        (
            f"{MART} union all select 'b', 1, null, null, ''",
            "report_id b, line_no 1: only Spark has this row, or has it more often",
        ),
        (
            f"select * replace (amount::decimal(38, 6) as amount) from ({MART})",
            "column amount: DuckDB DECIMAL(28,6), Spark DECIMAL(38,6)",
        ),
        (f"select * exclude (name), 1 as more from ({MART})", "column name: DuckDB VARCHAR, Spark has none"),
    ],
)
def test_each_difference_is_told_with_its_key(tmp_path: Path, theirs: str, told: str) -> None:
    assert told in compared(tmp_path, theirs).differences


def test_many_differences_are_counted(tmp_path: Path) -> None:
    rows = "select 'a' as report_id, range as line_no from range(20)"
    said = compared(tmp_path, f"{rows} where line_no < 12", rows).differences
    assert len(said) == 6
    assert said[-1] == "and 3 more keys"


def test_a_mart_that_was_not_written_is_no_equal_one(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "ours.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.fct as select 1 as id where false")
    [result] = compare_marts(tmp_path / "ours.duckdb", [Mart("fct", ("id",), tmp_path / "fct")])
    assert result.differences == (f"{tmp_path / 'fct'} holds no Parquet file",)
