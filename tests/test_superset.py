"""The warehouse in Apache Superset: its metrics anywhere, the real thing where `make superset` put it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.query import open_warehouse
from tests.helpers import ROOT
from tools.superset import assets, check
from tools.superset.api import Superset
from tools.superset.server import ADMIN, Unusable

PYTHON = ROOT / ".venv-superset" / "bin" / "python"
installed = pytest.mark.skipif(
    not PYTHON.exists(), reason="no .venv-superset; `make superset` installs Apache Superset into it"
)

# Region, scope, year, scheme, income, expense, current balance as stated, cumulative balance.
FUNDS = [
    ("341300", "whole", 2023, "resident", 1000, 1200, None, 600),
    ("341300", "whole", 2024, "resident", 2000, 2400, -300, 200),
    ("341300", "whole", 2025, "resident", 9000, None, None, 9000),  # no expense: not a month of it
    ("341302", "whole", 2024, "resident", None, 480, 50, None),
    ("341302", "own_level", 2024, "employee", 600, 500, None, 700),
]


@pytest.fixture
def made() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with the marts that the dataset reads."""
    with duckdb.connect() as connection:
        connection.execute("""
            create schema marts;
            create table marts.dim_scheme as select * from (values
                ('resident', '居民'), ('employee', '职工')
            ) as s (scheme_code, name_zh);
            create table marts.dim_region as select * from (values
                ('341300', '宿州市', 'prefecture', '安徽省', '宿州市'),
                ('341302', '埇桥区', 'county', '安徽省', '宿州市')
            ) as r (region_code, name, level, province_name, prefecture_name);
            create table marts.fct_fund_balance (
                region_code varchar, scope varchar, fiscal_year integer, scheme_code varchar,
                income_yuan decimal(28, 6), expense_yuan decimal(28, 6), current_balance_stated_yuan decimal(28, 6),
                cumulative_balance_yuan decimal(28, 6),
                current_balance_computed_yuan decimal(28, 6) as (income_yuan - expense_yuan),
                months_payable_stated decimal(28, 6) as (null), months_payable_computed decimal(28, 6) as (null),
                balance_rate_stated decimal(28, 6) as (null), balance_rate_computed decimal(28, 6) as (null)
            )
        """)
        connection.executemany("insert into marts.fct_fund_balance values (?, ?, ?, ?, ?, ?, ?, ?)", FUNDS)
        yield connection


def ask(connection: duckdb.DuckDBPyConnection, metric: str, by: str) -> dict[Any, Any]:
    dataset = assets.load()["dataset"]
    expression = dataset["metrics"][metric]["expression"]
    return dict(connection.execute(f"select {by}, {expression} from ({dataset['sql']}) group by 1").fetchall())


def test_a_metric_is_the_ratio_of_sums_over_rows_with_both_operands(made: duckdb.DuckDBPyConnection) -> None:
    by_region = ask(made, "months_payable", "region_name")
    assert by_region == {"宿州市": pytest.approx(12 * 800 / 3600), "宿州市埇桥区": pytest.approx(12 * 700 / 500)}
    assert ask(made, "months_payable", "fiscal_year")[2025] is None
    # Stated where it is stated (-300), computed elsewhere (1000 - 1200).
    assert ask(made, "balance_rate", "region_name")["宿州市"] == pytest.approx(100 * (-200 - 300) / 3000)


def test_charts_and_labels_name_columns_and_metrics_of_the_dataset(made: duckdb.DuckDBPyConnection) -> None:
    wanted = assets.load()
    dataset = wanted["dataset"]
    columns = [column[0] for column in made.execute(dataset["sql"]).description]
    assert list(dataset["columns"]) == columns
    for chart in wanted["charts"]:
        named = {*chart["where"], *chart.get("stated", []), *chart.get("dimensions", []), *chart.get("columns", [])}
        assert named <= set(columns), chart["name"]
        assert chart.get("metric", "rows_stated") in dataset["metrics"], chart["name"]
    assert {one["column"] for one in wanted["dashboard"]["filters"]} <= set(columns)


@pytest.mark.warehouse
def test_the_metrics_of_the_seeds_are_those_of_exact_fractions(from_seeds: Path) -> None:
    funds = check.read_funds(from_seeds)
    with open_warehouse(from_seeds) as connection:
        for metric in check.RATIOS:
            shown = ask(connection, metric, "case when scope = 'whole' then fiscal_year end")
            held = {key: value for (key,), value in check.ratios(funds, metric, "fiscal_year").items()}
            assert held, metric
            assert {year: shown[year] for year in held} == pytest.approx(held)


@dataclass(frozen=True)
class Running:
    superset: Superset
    database: Path
    arguments: tuple[str, ...]
    process: subprocess.Popen[str]

    def register(self, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(call(*self.arguments, *more), cwd=ROOT, capture_output=True, text=True, timeout=180)


def call(*arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "tools.superset.register", *arguments]


@pytest.fixture(scope="module")
def running(from_seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Superset as a user starts it, on a copy of the seeds' warehouse."""
    folder = tmp_path_factory.mktemp("superset")
    database = folder / "医保 yibao.duckdb"
    shutil.copyfile(from_seeds, database)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    arguments = ("--database", str(database), "--home", str(folder / "home"), "--port", str(port))
    with subprocess.Popen(call(*arguments), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            said = [process.stdout.readline() for _ in range(3)]
            assert "Ctrl-C" in said[-1], said
            password = (folder / "home" / "password").read_text()
            yield Running(Superset(f"http://127.0.0.1:{port}", ADMIN, password), database, arguments, process)
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0


def count(superset: Superset) -> dict[str, int]:
    return {kind: superset.call("GET", f"{kind}/")["count"] for kind in ("database", "dataset", "chart", "dashboard")}


@installed
@pytest.mark.warehouse
def test_superset_gives_what_the_marts_hold_and_a_second_run_doubles_nothing(running: Running) -> None:
    before = count(running.superset)
    again = running.register("--check")
    assert again.returncode == 0, again.stderr
    assert "Superset gives what the marts hold" in again.stdout
    assert count(running.superset) == before
    assert (before["database"], before["chart"], before["dashboard"]) == (1, 3, 1)
    dataset = running.superset.find("dataset", {"table_name": "fund_balance"})
    saved = running.superset.call("GET", f"dataset/{dataset}")["result"]
    assert sorted(metric["metric_name"] for metric in saved["metrics"]) == sorted(assets.load()["dataset"]["metrics"])
    kinds = {column["column_name"]: column["type"] for column in saved["columns"]}
    assert (kinds["region_name"], kinds["fiscal_year"], kinds["income_yuan"]) == ("STRING", "INT", "NUMERIC")
    assert {column["verbose_name"] for column in saved["columns"]} == set(assets.load()["dataset"]["columns"].values())


@installed
@pytest.mark.warehouse
def test_a_query_reaches_nothing_but_the_file_and_changes_nothing(running: Running) -> None:
    connection = running.superset.find("database", {"database_name": "yibao"})

    def ask_sql(sql: str) -> Any:
        return running.superset.call("POST", "sqllab/execute/", {"database_id": connection, "sql": sql})["data"]

    assert ask_sql("select count(*) as held from marts.fct_fund_balance")[0]["held"] > 0
    for sql in ("create table marts.x (a integer)", "delete from marts.fct_fund_balance"):
        with pytest.raises(Unusable, match=r"(?i)read-only|DML"):
            ask_sql(sql)
    with pytest.raises(Unusable, match=r"disabled by configuration"):
        ask_sql("select * from read_csv('/etc/hostname')")


@installed
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux tells in /proc which files a process holds")
@pytest.mark.warehouse
def test_an_open_dashboard_does_not_hold_the_file_and_shows_the_next_one(running: Running) -> None:
    whole = [{"col": "scope", "op": "==", "val": "whole"}]
    dataset = running.superset.find("dataset", {"table_name": "fund_balance"})
    assert dataset is not None

    def months() -> float:
        [row] = running.superset.rows(dataset, columns=[], metrics=["months_payable"], filters=whole)
        return float(row["months_payable"])

    before = months()
    assert "server.log" in opened()
    assert running.database.name not in opened()
    fresh = running.database.with_name("fresh.duckdb")
    shutil.copyfile(running.database, fresh)
    with duckdb.connect(str(fresh), config={"storage_compatibility_version": "v1.5.0"}) as writer:
        writer.execute("update marts.fct_fund_balance set expense_yuan = 2 * expense_yuan")
    fresh.replace(running.database)
    assert months() == pytest.approx(before / 2)
    with duckdb.connect(str(running.database)) as writer:  # nor is anyone else's lock on it
        writer.execute("update marts.fct_fund_balance set expense_yuan = expense_yuan / 4")
    assert months() == pytest.approx(before * 2)


def opened() -> set[str]:
    """Names of the files that processes of Superset hold open."""
    held = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"superset.app" in (process / "cmdline").read_bytes():
                held |= {Path(os.readlink(file)).name for file in (process / "fd").iterdir()}
        except OSError:
            continue  # ended meanwhile, or another user's
    return held


@installed
@pytest.mark.warehouse
def test_a_missing_warehouse_and_a_stranger_at_the_port_are_told(running: Running, tmp_path: Path) -> None:
    missing = subprocess.run(call("--database", "nowhere.duckdb"), cwd=ROOT, capture_output=True, text=True)
    assert missing.returncode == 2
    assert "nowhere.duckdb: no such warehouse" in missing.stderr
    other = running.register("--home", str(tmp_path / "other"))
    assert other.returncode == 2
    assert "--port" in other.stderr
