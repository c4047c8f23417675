"""The published file in other hands: another process, a client of DuckDB 1.5, pandas, R."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.query import open_warehouse
from tests.builds import query
from tests.export.conftest import export, table_names
from tests.helpers import ROOT

pytestmark = pytest.mark.warehouse
OLD_CLIENT = ROOT / ".venv-duckdb15" / "bin" / "python"
# Prints the version, the rows of each table, and whether the file can be written to.
READ = """
import duckdb, json, sys
c = duckdb.connect(sys.argv[1], read_only=True)
rows = {name: len(c.execute(f"select * from {name}").fetchall()) for name in sys.argv[2:]}
try:
    c.execute("create table marts.mine (x integer)")
except duckdb.Error as error:
    print(json.dumps([duckdb.__version__, rows, "read-only" in str(error)]))
"""


def read_elsewhere(python: Path | str, database: Path) -> tuple[str, dict[str, int], bool]:
    done = subprocess.run(
        [python, "-c", READ, database, *table_names(database)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    version, rows, is_read_only = json.loads(done.stdout)
    return version, rows, is_read_only


def counted(database: Path) -> dict[str, int]:
    return {name: query(database, f"select count(*) from {name}")[0][0] for name in table_names(database)}


def test_another_process_reads_the_file_while_this_one_does(from_seeds: Path) -> None:
    with open_warehouse(from_seeds) as here:
        here.execute("select * from marts.fct_number")
        _, rows, is_read_only = read_elsewhere(sys.executable, from_seeds)
        assert here.fetchone() is not None
    assert rows == counted(from_seeds)
    assert is_read_only


def test_a_client_of_duckdb_1_5_reads_the_file(from_seeds: Path) -> None:
    if not OLD_CLIENT.exists():
        pytest.skip("no client of DuckDB 1.5 here; make oldclient installs it")
    version, rows, is_read_only = read_elsewhere(OLD_CLIENT, from_seeds)
    assert version.startswith("1.5.")
    assert rows == counted(from_seeds)
    assert is_read_only


def test_every_export_leaves_the_file_as_it_was(from_seeds: Path, tmp_path: Path) -> None:
    before = from_seeds.read_bytes()
    export("package", tmp_path / "p", "--database", from_seeds)
    assert from_seeds.read_bytes() == before


def months(database: Path) -> list[tuple[str, ...]]:
    """What the examples answer, by SQL: region, city, year, scheme, months stated and computed."""
    found = query(
        database,
        "select region_code, name, fiscal_year, scheme_code, months_payable_stated::double,"
        " months_payable_computed::double from marts.fct_fund_balance join marts.dim_region using (region_code)"
        " where scope = 'whole' and months_payable_computed is not null order by 6, 1, 3, 4",
    )
    return [
        tuple("none" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value) for value in row)
        for row in found
    ]


def printed(output: str) -> list[tuple[str, ...]]:
    """The lines of a printed frame, below its header."""
    missing = {"NA": "none", "NaN": "none", "None": "none"}
    rows = [[missing.get(word, word) for word in line.split()] for line in output.splitlines()[1:]]
    return [(*row[:4], *(word if word == "none" else f"{float(word):.6g}" for word in row[4:])) for row in rows]


@pytest.mark.parametrize("example", ["pandas_example.py", "r_example.R"])
def test_an_example_answers_as_the_warehouse_does(from_seeds: Path, tmp_path: Path, example: str) -> None:
    program = sys.executable if example.endswith(".py") else shutil.which("Rscript")
    if program is None:
        pytest.skip("no Rscript here (Debian: r-base-core)")
    export("package", tmp_path / "p", "--database", from_seeds)
    done = subprocess.run(
        [program, ROOT / "examples" / example, tmp_path / "p"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert months(from_seeds) == printed(done.stdout) != []
