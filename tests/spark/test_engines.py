"""Spark beside DuckDB, where `make spark` put it: the same marts, the same extraction, the same roundings."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from jinja2 import Environment

from ingest.land.files import read_files
from ingest.land.plan import whole_files
from ingest.land.schema import TABLES
from ingest.query import quoted
from tests.builds import yibao
from tests.helpers import CORPUS, ROOT

PYTHON = ROOT / ".venv-spark" / "bin" / "python"
with_spark = pytest.mark.skipif(
    not PYTHON.exists() or not (shutil.which("java") or "JAVA_HOME" in os.environ),
    reason="no .venv-spark, or no Java 17 to run it: `make spark` installs the one and says how to get the other",
)
SHARED = {
    *("dim_document", "dim_indicator", "dim_metric", "dim_program", "dim_reconciliation_rule", "dim_region"),
    *("dim_report", "dim_scheme", "dim_statement_line", "dim_year", "fct_enrollment", "fct_fund_balance"),
    *("fct_funding", "fct_indicator_score", "fct_number", "fct_observation", "fct_reconciliation"),
    *("fct_reconciliation_evidence", "fct_statement_line", "rpt_report_reconciliation"),
}
_EQUAL = re.compile(r"^(\w+) +([\d,]+) rows  equal$", re.MULTILINE)
# Run by .venv-spark: a SQL expression over the column x of a Parquet file, into another.
EVALUATE = """
import sys
from pyspark.sql import SparkSession
source, target, expression = sys.argv[1:]
spark = SparkSession.builder.master("local[1]").config("spark.sql.ansi.enabled", "true") \\
    .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1") \\
    .config("spark.sql.decimalOperations.allowPrecisionLoss", "false").config("spark.ui.enabled", "false").getOrCreate()
spark.read.parquet(source).selectExpr("no", f"{expression} as y").coalesce(1).write.parquet(target)
"""


def spark(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    command = [str(PYTHON), "-m", "spark", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def equal_marts(done: subprocess.CompletedProcess[str]) -> dict[str, int]:
    """Rows of each mart that a run found equal."""
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return {mart: int(rows.replace(",", "")) for mart, rows in _EQUAL.findall(done.stdout)}


@with_spark
@pytest.mark.warehouse
def test_every_shared_mart_of_the_seeds_is_equal_on_both_engines(tmp_path: Path) -> None:
    marts = equal_marts(spark("build", "--out", tmp_path))
    assert set(marts) == SHARED
    assert min(marts.values()) > 0


@pytest.fixture(scope="module")
def landings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The synthetic corpus with a copy of one report, read by `yibao ingest` and by Spark over partitions."""
    folder = tmp_path_factory.mktemp("landings")
    shutil.copytree(CORPUS, folder / "reports")
    first = min((folder / "reports").iterdir())
    shutil.copyfile(first, folder / "reports" / f"z_{first.name}")  # the same content under another name
    (folder / "reports" / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    for landed in (
        yibao("ingest", folder / "reports", "--landing", folder / "one"),
        spark("ingest", folder / "reports", "--landing", folder / "many"),
    ):
        assert landed.returncode == 2, landed.stderr[-4000:]  # some of the files are no reports
        assert "broken.docx: " in landed.stderr
    return folder / "one", folder / "many"


@with_spark
@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_extraction_over_partitions_lands_the_same_rows(landings: tuple[Path, Path], table: str) -> None:
    one, many = (
        f"read_parquet('{quoted(folder)}/{table}/**/*.parquet', hive_partitioning = false)" for folder in landings
    )
    assert duckdb.sql(f"describe from {one}").fetchall() == duckdb.sql(f"describe from {many}").fetchall()
    assert duckdb.sql(f"select count(*) from {one}").fetchall() != [(0,)]
    for left, right in ((one, many), (many, one)):
        assert duckdb.sql(f"from {left} except all from {right}").fetchall() == []


@with_spark
def test_extraction_over_partitions_lists_the_same_files_and_every_part(landings: tuple[Path, Path]) -> None:
    """But for the number of the part, and for the extractor's version, which has the packages of the environment."""
    one, many = ([file._replace(part=0, extractor_version="") for file in read_files(folder)] for folder in landings)
    assert one == many
    assert [file.file_name for file in many if file.document_id is None] == ["broken.docx"]
    assert whole_files(landings[1], read_files(landings[1])) == read_files(landings[1])


@with_spark
@pytest.mark.warehouse
def test_every_shared_mart_of_a_corpus_that_spark_read_is_equal_on_both_engines(
    landings: tuple[Path, Path], tmp_path: Path
) -> None:
    marts = equal_marts(spark("build", "--landing", landings[1], "--out", tmp_path))
    assert set(marts) == SHARED
    assert min(marts.values()) > 0


@with_spark
@pytest.mark.parametrize("type_", ["decimal(38, 6)", "decimal(18, 6)"])
def test_a_double_becomes_the_same_decimal_on_both_engines(tmp_path: Path, type_: str) -> None:
    """Halves of the last place, doubles that hold more digits than their shortest text, ends of the type."""
    random.seed(20260217)
    halves = [number / 2e6 for number in random.sample(range(-(10**12), 10**12), 4000)]
    spread = [random.uniform(-1, 1) * 10 ** random.uniform(-7, 23) for _ in range(8000)]
    values = [0.0, -0.0, 5e-7, -5e-7, 1e12, 999999999999.9999999, *halves, *spread]
    source, target = tmp_path / "x.parquet", tmp_path / "y"
    pq.write_table(pa.table({"no": range(len(values)), "x": values}), source)
    macros: Any = Environment().from_string((ROOT / "macros" / "quotient.sql").read_text(encoding="utf-8")).module
    subprocess.run(
        [PYTHON, "-c", EVALUATE, source, target, macros.spark__rounded("x", type_)],
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
        check=True,
        capture_output=True,
    )
    both = duckdb.sql(
        f"""
        select ours.x, {macros.default__rounded("x", type_)} as ours, theirs.y as theirs
        from '{source}' as ours inner join '{target}/*.parquet' as theirs using (no)
        """
    ).fetchall()
    assert len(both) == len(values)
    assert [row for row in both if row[1] != row[2]] == []
    assert any(row[1] is None for row in both) is (type_ == "decimal(18, 6)")
