"""What only reads needs no right to write and no network: every reading command on a write-protected warehouse.

Builds and ingests are under the same guard: tests.builds.python fails at the first attempt to reach another machine.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import os
import shutil
import sqlite3
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, NamedTuple

import duckdb
import pytest

from ingest.query import confine, open_warehouse
from ingest.read import office
from ingest.scratch import scratch
from tests.builds import Run, python, query, without_network, yibao
from tests.helpers import CORPUS, ROOT

# Root reads and writes whatever it likes; without capabilities it is a user like others.
_WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
_REPORT = CORPUS / "02_guizhou_2023_resident_subsidy.txt"
_SECRET = "only-for-the-eyes-of-whoever-runs-this"


class Locked(NamedTuple):
    """A warehouse that cannot be written, in a folder that cannot be written; where commands may write."""

    database: Path
    out: Path

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Without rights and, where the system permits that, without any network."""
        before = (*without_network(), *_WITHOUT_RIGHTS) if os.geteuid() == 0 or without_network() else ()
        private = {"HOME": str(self.out), "XDG_CACHE_HOME": str(self.out / "cache"), "TMPDIR": str(self.out)}
        return yibao(*arguments, before=before, YIBAO_DATABASE=str(self.database), **private)

    def state(self) -> tuple[object, ...]:
        """All that a reader must leave alone."""
        found = self.database.stat()
        listed = sorted(path.name for path in self.database.parent.iterdir())
        return listed, found.st_mtime_ns, found.st_size, hashlib.sha256(self.database.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def locked(from_seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Locked]:
    if (os.geteuid() == 0 or without_network()) and not shutil.which("setpriv"):
        pytest.skip("root cannot be kept from writing without setpriv (util-linux)")
    folder, out = tmp_path_factory.mktemp("published"), tmp_path_factory.mktemp("out")
    database = folder / "yibao.duckdb"
    shutil.copyfile(from_seeds, database)
    database.chmod(0o444)
    folder.chmod(0o555)
    yield Locked(database, out)
    folder.chmod(0o755)


def commands(locked: Locked) -> dict[str, list[str | Path]]:
    """Every command that reads a warehouse, and what reads reports without publishing."""
    there, out = ["--database", locked.database], locked.out
    [(observation,)] = query(locked.database, "select min(observation_id) from marts.fct_observation")
    return {
        "check": ["check", *there],
        "check json": ["check", *there, "--format", "json", "--all"],
        "explain": ["explain", observation, *there],
        "site": ["site", *there, "--out", out / "site"],
        "excel": ["export", "excel", out / "yibao.xlsx", *there],
        "package": ["export", "package", out / "package", *there],
        "metrics": ["metrics", "query", "--metrics", "checks_made"],
        "verify": ["verify", *there],
        "history": ["history", *there],
        "diff": ["diff", locked.database, locked.database],
        "ingest": ["ingest", _REPORT, "--landing", out / "landing"],
        "draft": ["check", _REPORT, "--format", "html"],
    }


NAMES = (
    "check",
    "check json",
    "explain",
    "site",
    "excel",
    "package",
    "metrics",
    "verify",
    "history",
    "diff",
    "ingest",
    "draft",
)


@pytest.mark.warehouse
@pytest.mark.parametrize("name", NAMES)
def test_a_command_that_reads_needs_no_right_to_write_and_no_network(locked: Locked, name: str) -> None:
    before, project = locked.state(), sorted(path.name for path in ROOT.iterdir())
    done = locked.run(*commands(locked)[name])
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip()
    assert "without dbt docs" not in done.stderr
    assert locked.state() == before
    assert sorted(path.name for path in ROOT.iterdir()) == project  # dbt would leave logs and targets there


@pytest.mark.warehouse
def test_the_lock_holds(locked: Locked) -> None:
    """Or the tests above would show nothing: the same rights do not suffice to write there."""
    done = locked.run("export", "excel", locked.database.parent / "new.xlsx", "--database", locked.database)
    assert done.returncode == 2 and "cannot be written" in done.stderr


@pytest.mark.warehouse
def test_ingest_and_build_reach_for_no_network(corpus_run: Run) -> None:
    """The builds of the session ran under the guard: it has failed them, or this says that they are done."""
    assert corpus_run.result.returncode in (0, 2), corpus_run.result.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "example.invalid"])
def test_the_guard_sees_an_attempt_of_a_child(host: str) -> None:
    attempt = f"import socket; socket.create_connection(({host!r}, 443), timeout=1)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {attempt!r}], stderr=subprocess.DEVNULL)"
    with pytest.raises(AssertionError, match=host):
        python("-c", child)


def test_what_stays_on_this_machine_is_no_attempt() -> None:
    local = "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname())"
    assert python("-c", local).returncode == 0


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that whoever runs yibao may read, and whoever made the warehouse may not."""
    file = tmp_path_factory.mktemp("private") / "secret.txt"
    file.write_text(f"{_SECRET}\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def foreign(from_seeds: Path, secret: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of somebody else, in which views that read another file stand for tables."""
    database = tmp_path_factory.mktemp("foreign") / "foreign.duckdb"
    shutil.copyfile(from_seeds, database)
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema plain")
        for table, column in (("dim_report", "title"), ("fct_observation", "stated_text"), ("dim_region", "name")):
            connection.execute(f"create table plain.{table} as from marts.{table}")
            connection.execute(f"drop table marts.{table} cascade")
            read = f"(select any_value(column0) from read_csv('{secret}', header = false, all_varchar = true))"
            replaced = f"select * replace ({read} as {column}) from plain.{table}"
            connection.execute(f"create view marts.{table} as {replaced}")
    return database


@pytest.mark.warehouse
def test_the_foreign_view_would_tell_the_secret(foreign: Path) -> None:
    """Or the tests below would show nothing."""
    with duckdb.connect(str(foreign), read_only=True) as connection:
        told = connection.execute("select distinct title from marts.dim_report").fetchall()
    assert told == [(_SECRET,)]


@pytest.mark.warehouse
@pytest.mark.parametrize(
    "statement",
    [
        "from marts.dim_report",
        "attach '/tmp/other.duckdb'",
        "copy plain.dim_report to '/tmp/plain.csv'",
        "from glob('/etc/*')",
        "install httpfs",
        "set enable_external_access = true",
        "reset enable_external_access",
        "set allowed_directories = ['/']",
        "create table plain.more as select 1 as n",
    ],
)
def test_a_foreign_file_reaches_nothing_outside_itself(foreign: Path, statement: str) -> None:
    with open_warehouse(foreign) as connection:
        assert connection.execute("select count(*) > 0 from plain.dim_report").fetchall() == [(True,)]
        with pytest.raises(duckdb.Error, match=r"disabled|locked|read-only|database has started"):
            connection.execute(statement)


@pytest.mark.warehouse
@pytest.mark.parametrize(
    "command",
    ["check", "explain", "site", "export package", "export excel", "metrics", "diff", "verify", "history"],
)
def test_no_command_tells_what_a_foreign_view_would_read(
    from_seeds: Path, foreign: Path, tmp_path: Path, command: str
) -> None:
    [(observation,)] = query(foreign, "select min(observation_id) from plain.fct_observation")
    there = ["--database", foreign]
    arguments: dict[str, list[str | Path]] = {
        "check": ["check", *there, "--format", "json"],
        "explain": ["explain", observation, *there],
        "site": ["site", *there, "--out", tmp_path / "site", "--no-dbt"],
        "export package": ["export", "package", tmp_path / "package", *there],
        "export excel": ["export", "excel", tmp_path / "yibao.xlsx", *there],
        "metrics": ["metrics", "query", "--metrics", "checks_made", "--group-by", "region__name"],
        "diff": ["diff", from_seeds, foreign],
        "verify": ["verify", *there],
        "history": ["history", *there],
    }
    done = yibao(*arguments[command], YIBAO_DATABASE=str(foreign))
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert _SECRET not in done.stdout + done.stderr
    assert not any(_SECRET.encode() in content for content in written)
    if command.startswith("export") or command == "history":  # they take tables: a view is not even looked at
        assert done.returncode == 0, done.stderr
    elif command == "verify":
        assert "marts.dim_report: is gone" in done.stderr
    else:
        assert done.returncode != 0 and "disabled by configuration" in done.stdout + done.stderr


def test_a_confined_connection_writes_where_it_may_and_nowhere_else(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in's", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    with duckdb.connect() as connection:
        confine(connection, inside)
        connection.execute(f"copy (select 1 as n) to '{str(inside / 'n.csv').replace(chr(39), chr(39) * 2)}'")
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"copy (select 1 as n) to '{outside / 'n.csv'}'")
    assert (inside / "n.csv").read_text(encoding="utf-8") == "n\n1\n"
    assert not list(outside.iterdir())


def test_a_scratch_folder_is_private(tmp_path: Path) -> None:
    former = os.umask(0)
    try:
        with scratch(tmp_path, "build") as folder:
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    finally:
        os.umask(former)


def test_a_file_of_another_kind_makes_duckdb_fetch_no_extension(tmp_path: Path) -> None:
    """DuckDB knows a SQLite file by its first bytes, and would load what reads it."""
    database = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("create table t (n integer)")
        connection.commit()
    with pytest.raises(duckdb.Error):
        open_warehouse(database)


@pytest.mark.warehouse
def test_what_is_published_may_be_read_by_those_whom_the_umask_lets(from_seeds: Path, tmp_path: Path) -> None:
    """Scratch folders are private; what comes out of them is not, nor is it open to more than was asked for."""
    there, out = ["--database", from_seeds], tmp_path / "out"
    former = os.umask(0o027)
    try:
        for command in (
            ["export", "excel", out / "yibao.xlsx", *there],
            ["export", "package", out / "package", *there],
            ["site", *there, "--out", out / "site", "--no-dbt"],
            ["ingest", _REPORT, "--landing", out / "landing"],
        ):
            done = yibao(*command)
            assert done.returncode == 0, done.stderr
    finally:
        os.umask(former)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in out.rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o640}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o750}
    assert stat.S_IMODE(from_seeds.stat().st_mode) == 0o666 & ~former


_FAILING = """
import sys
import export.postgres
from ingest.cli import app

def fail(dsn):
    raise RuntimeError("nobody expected this")

export.postgres._connected = fail
app(sys.argv[1:])
"""


@pytest.mark.warehouse
def test_a_password_is_not_told_even_where_the_program_is_wrong(from_seeds: Path) -> None:
    """What the server refuses is tested in tests/export; here a traceback, and the help."""
    dsn = "postgresql://someone:geheim-7@127.0.0.1:1/none"
    command = ["export", "postgres", "--database", str(from_seeds)]
    wrong = python("-c", _FAILING, *command, YIBAO_POSTGRES=dsn)
    assert "nobody expected this" in wrong.stderr
    helped = yibao(*command, "--help", YIBAO_POSTGRES=dsn)
    assert "YIBAO_POSTGRES" in helped.stdout
    assert "geheim" not in wrong.stdout + wrong.stderr + helped.stdout + helped.stderr


class _Server(http.server.BaseHTTPRequestHandler):
    """Notes what it is asked for; it has nothing."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_GET

    def log_message(self, *_: object) -> None:
        pass


_LINKED = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:p>基金收入1200万元<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">
<draw:image xlink:href="ADDRESS" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>
</office:text></office:body></office:document>"""


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_picture_that_a_document_links_is_not_fetched(tmp_path: Path) -> None:
    """LibreOffice would: whoever sends a report would learn who reads it, and from where."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        linked = _LINKED.replace("ADDRESS", f"http://127.0.0.1:{server.server_port}/pixel.png")
        (tmp_path / "linked.fodt").write_text(linked, encoding="utf-8")
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", tmp_path]
        subprocess.run([*convert, tmp_path / "linked.fodt"], capture_output=True, check=True, timeout=120)
        assert "/pixel.png" in _Server.asked  # that is what it does when nobody tells it not to
        _Server.asked.clear()
        assert "基金收入1200万元" in office.read((tmp_path / "linked.doc").read_bytes()).text
        assert _Server.asked == []
    finally:
        server.shutdown()
        server.server_close()
