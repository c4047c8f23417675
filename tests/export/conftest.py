"""A small warehouse of hostile text, a wide table with Chinese names, and a Postgres server of the test's own."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
from typer.testing import CliRunner, Result

from ingest import cli
from ingest.query import open_warehouse
from tests.helpers import ROOT

# Text that a report may carry, and whether a spreadsheet would take it for a formula or a control.
HOSTILE = {
    "=cmd|' /C calc'!A0": True,
    "@SUM(1+1)*cmd|' /C calc'!A0": True,
    "+1": False,
    "+1+cmd|' /C calc'!A0": True,
    "-2+3+cmd|' /C calc'!A0": True,
    "-5%": False,
    "-": False,
    "-0.18亿元": False,
    "-12,300.00": False,
    "-稳步增长": True,
    "=100%": True,
    "＝1+1": True,
    "　=1+1": True,
    "\t=1+1": True,
    "\r=1+1": True,
    "\n医保局": True,
    "'=1+1": True,
    "'": True,
    "<script>alert(1)</script>": False,
    "<r><t>rich</t></r>": False,
    '含"引号",逗号\r\n和换行': False,
    "_x0041_": False,
    "bell\x07bell": False,
    "\x01": True,
    "\ufffe\uffff": False,
    "http://example.org": False,
    "\\.": False,
    "\\N": False,
    "NULL": False,
    "000000": False,
    "医": False,
    "": False,
    " ": False,
}
EXACT = Decimal("1234567890123456789012.345678")
WIDE = [
    ("统筹甲", Decimal("12.340000"), dt.date(2024, 2, 29), True, 0.1, 10**30 + 1),
    ("统筹乙", None, None, None, None, None),
    ("统筹丙", EXACT, dt.date(1, 1, 1), False, float("inf"), -1),
]
_SQL = """
create schema marts; create schema bi;
create table marts.dim_document (
    document_id varchar not null, file_name varchar not null, sha256 varchar, issuer varchar, title varchar
);
create table marts.dim_report (report_id varchar not null, document_id varchar, title varchar not null);
create table bi.wide_fund (
    "统筹区" varchar, "基金收入（万元）" decimal(28, 6), "日期" date, "是否" boolean, "偏离" double, "大数" hugeint
);
comment on table marts.dim_document is 'One file (文件) "quoted" ''quoted''.';
comment on column marts.dim_document.issuer is '=Body (编制单位)';
comment on table bi.wide_fund is '基金';
"""
RUNNER = CliRunner()


def export(*arguments: str | Path) -> Result:
    return RUNNER.invoke(cli.app, ["export", *map(str, arguments)])


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def hostile_rows() -> list[tuple[str, str, str, str, str]]:
    return [(f"d{n:03}", "f.txt", "0" * 64, text, "题") for n, text in enumerate(HOSTILE)]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A warehouse whose issuers and titles are hostile."""
    database = tmp_path / "它's.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(_SQL)
        connection.executemany("insert into marts.dim_document values (?, ?, ?, ?, ?)", hostile_rows())
        for number, text in enumerate(HOSTILE):
            connection.execute("insert into marts.dim_report values (?, ?, ?)", [f"r{number:03}", "d000", text])
        connection.executemany("insert into bi.wide_fund values (?, ?, ?, ?, ?, ?)", WIDE)
    return database


@pytest.fixture
def change(hostile: Path) -> Callable[[str], None]:
    """Runs SQL on the hostile warehouse."""

    def run(sql: str) -> None:
        with duckdb.connect(str(hostile)) as connection:
            connection.execute(sql)

    return run


def table_rows(database: Path, table: str) -> list[tuple[Any, ...]]:
    """All rows of a table as the warehouse has them, sorted by their print."""
    with open_warehouse(database) as connection:
        return sorted(connection.execute(f"select * from {table}").fetchall(), key=repr)


def table_names(database: Path) -> list[str]:
    with open_warehouse(database) as connection:
        found = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_schema in ('marts', 'bi') and table_type = 'BASE TABLE' order by 1"
        ).fetchall()
    return [name for (name,) in found]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A Postgres server of tools/postgres; its connection string."""
    if not (shutil.which("pg_ctl") or list(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))):
        pytest.skip("no Postgres server here; tools/install-postgres installs it (Debian, as root)")
    tool = ROOT / "tools" / "postgres"
    # Not below pytest's own folder, which the user postgres may not enter.
    with tempfile.TemporaryDirectory(prefix="yibao-postgres-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        command = [tool, "start", folder, str(_free_port())]
        started = subprocess.run(command, capture_output=True, text=True, check=False)
        assert started.returncode == 0, started.stderr
        yield started.stdout.strip()
        subprocess.run([tool, "stop", folder], check=True)


@pytest.fixture
def dsn(server: str) -> Iterator[str]:
    """An empty database on the server."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("drop database if exists test with (force)")
        connection.execute("create database test")
    yield server.replace("/yibao?", "/test?")
