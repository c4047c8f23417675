"""Builds are recorded, what they replace is kept, and the way back is one step."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from ingest import cli, publish, versions
from ingest.dbt import Build
from ingest.diff.opened import Incomparable
from ingest.land.manifest import Manifest, Rejected
from ingest.query import open_warehouse
from ingest.record import fingerprint, record
from tests.builds import query
from tests.helpers import ROOT

RUNNER = CliRunner()


def run(*arguments: str | Path) -> Result:
    return RUNNER.invoke(cli.app, [str(argument) for argument in arguments], catch_exceptions=False)


def write(file: Path, documents: list[str]) -> None:
    """A warehouse of as few tables as the record and the closing line of a build need."""
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema marts; create schema bi")
        connection.execute("create table marts.dim_document (document_id varchar, chars integer)")
        connection.executemany("insert into marts.dim_document values (?, 7)", [[name] for name in documents])
        connection.execute("create table bi.wide_document as select '一,二' as 文件名")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A published file; builds take a moment and give a document more each."""
    made: list[str] = []

    def dbt_build(fresh: Path, *_: object, **__: object) -> Build:
        made.append(f"d{len(made)}")
        write(fresh, made)
        return Build(True, [], {"model": 1}, [])

    monkeypatch.setattr(publish, "dbt_build", dbt_build)
    monkeypatch.setattr(cli, "count_findings", lambda _: (0, 0, 0))
    assert run("build", "--database", tmp_path / "y.duckdb").exit_code == 0
    return tmp_path / "y.duckdb"


def names(database: Path) -> list[str]:
    return [line.split("  ")[0] for line in run("history", "--database", database).stdout.splitlines()]


def documents(file: Path) -> int:
    return int(query(file, "select count(*) from marts.dim_document")[0][0])


def test_a_build_keeps_what_it_replaces_and_no_more_than_it_is_told(database: Path) -> None:
    for _ in range(3):
        assert run("build", "--database", database, "--keep", "2").exit_code == 0
    kept = sorted((database.parent / "earlier" / "y").iterdir(), key=documents)
    assert [documents(path) for path in kept] == [2, 3]
    assert documents(database) == 4
    assert names(database)[1:] == [path.stem for path in reversed(kept)]
    assert run("build", "--database", database, "--keep", "0").exit_code == 0
    assert names(database)[1:] == []


def test_the_way_back_is_one_step_and_loses_nothing(database: Path) -> None:
    for _ in range(3):
        run("build", "--database", database)
    first = names(database)[-1]
    before = names(database)
    with open_warehouse(database) as reader:
        result = run("restore", first, "--database", database)
        assert reader.execute("select count(*) from marts.dim_document").fetchall() == [(4,)]
    assert result.exit_code == 0
    assert documents(database) == 1
    assert names(database)[0] == first
    assert set(names(database)) == set(before)


def test_a_name_that_nobody_has_is_answered_with_those_there_are(database: Path) -> None:
    run("build", "--database", database)
    result = run("restore", "1999", "--database", database)
    assert result.exit_code == 2
    assert "1999: no such publication; there are: 20" in result.stderr
    assert documents(database) == 2


def test_history_without_a_file_and_of_a_file_that_is_none(tmp_path: Path) -> None:
    result = run("history", "--database", tmp_path / "y.duckdb")
    assert (result.exit_code, "nothing is published there" in result.stderr) == (2, True)
    (tmp_path / "y.duckdb").write_text("kein Datenlager" * 1000, encoding="utf-8")
    result = run("history", "--database", tmp_path / "y.duckdb")
    assert (result.exit_code, "cannot be read" in result.stderr) == (2, True)


def test_what_replaces_a_file_that_is_no_warehouse_keeps_nothing(database: Path) -> None:
    database.write_text("kein Datenlager" * 1000, encoding="utf-8")
    assert run("build", "--database", database).exit_code == 0
    assert documents(database) == 2
    assert not (database.parent / "earlier").exists()


def test_a_table_that_was_changed_after_the_build_is_named(database: Path) -> None:
    assert run("verify", "--database", database).exit_code == 0
    with duckdb.connect(str(database)) as connection:
        connection.execute("update marts.dim_document set chars = 8")
        connection.execute("drop table bi.wide_document; create table marts.more as select 1 as a")
    result = run("verify", "--database", database)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "yibao: bi.wide_document: is gone",
        "yibao: marts.dim_document: is not as it was built (1 rows, 1 then)",
        "yibao: marts.more: was not built",
    ]
    with duckdb.connect(str(database)) as connection:
        connection.execute("drop schema meta cascade")
    result = run("verify", "--database", database)
    assert (result.exit_code, "its build was not recorded; build it again" in result.stderr) == (2, True)


def test_the_fingerprint_of_a_table_adds_up_the_hashes_of_its_rows(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
        connection.execute("create schema bi; create table bi.t (a varchar, b decimal(38, 6), c varchar)")
        assert fingerprint(connection, "bi", "t") == (0, "0" * 32)
        twice = "('x', null, ''), ('x', null, '')"
        connection.execute(f"insert into bi.t values ('一,二', 12345678901234567890.5, null), {twice}")
        rows = ["一,二\x1f12345678901234567890.500000\x1f\0", "x\x1f\0\x1f", "x\x1f\0\x1f"]
        hashes = [int(hashlib.sha256(row.encode()).hexdigest()[:24], 16) for row in rows]
        assert fingerprint(connection, "bi", "t") == (3, f"{sum(hashes):032x}")


def test_a_build_that_fails_keeps_nothing_and_publishes_nothing(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = database.read_bytes()
    monkeypatch.setattr(publish, "dbt_build", lambda *_, **__: Build(False, ["test.x: failed"], {}, []))
    assert run("build", "--database", database).exit_code == 1
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == ["y.duckdb"]


@pytest.mark.warehouse
def test_a_real_build_says_what_it_was_made_of(from_seeds: Path) -> None:
    [row] = query(from_seeds, "from meta.build")
    with duckdb.connect(str(from_seeds), read_only=True) as connection:
        build = dict(zip(connection.table("meta.build").columns, row, strict=True))
    assert build["rules_version"] == versions.rules_version()
    assert build["models_version"] == versions.models_version()
    assert re.fullmatch(r"[0-9a-f]{12}", build["extractor_version"])
    assert "duckdb 2.0.0" in build["engine"]
    assert (build["source"], build["documents"]) == ("seeds", documents(from_seeds))
    tables = query(
        from_seeds, "select schema_name, table_name, row_count, fingerprint from meta.build_table order by all"
    )
    in_file = "select schema_name, table_name from duckdb_tables() where schema_name in ('marts', 'bi')"
    in_file += " and table_name not like 'gate_%' order by all"
    assert [row[:2] for row in tables] == query(from_seeds, in_file)
    for schema, table, count, _ in tables:
        assert query(from_seeds, f"select count(*) from {schema}.{table}") == [(count,)]
    lines = "".join(f"{row[0]}.{row[1]} {row[2]} {row[3]}\n" for row in tables)
    assert hashlib.sha256(lines.encode()).hexdigest() == build["content_sha256"]


def test_what_a_landing_rejected_can_be_asked(tmp_path: Path) -> None:
    write(tmp_path / "y.duckdb", ["d0"])
    manifest = Manifest("0.1", "e" * 12, None, 1, [Rejected("'); drop schema marts; --.txt", "the file is empty")])
    record(tmp_path / "y.duckdb", manifest, "landing")
    found = query(tmp_path / "y.duckdb", "select * from meta.rejected_file")
    assert found == [("'); drop schema marts; --.txt", "the file is empty")]
    versions_read = query(tmp_path / "y.duckdb", "select extractor_version, lexicon_version, source from meta.build")
    assert versions_read == [("e" * 12, None, "landing")]


BUILDS = """
import sys, time
from pathlib import Path
from ingest import publish
from ingest.dbt import Build
from ingest.diff.opened import Incomparable
from tests.test_history import write
def dbt_build(fresh, *_, **__):
    write(fresh, ["d0"] * int(sys.argv[2]))
    print("building", flush=True)
    sys.stdin.read()
    return Build(True, [], {}, [])
publish.dbt_build = dbt_build
publish.build(Path(sys.argv[1]), None, False)
"""


def test_two_builders_of_one_file_build_one_after_the_other(tmp_path: Path) -> None:
    database, pipe = tmp_path / "y.duckdb", subprocess.PIPE

    def builder(count: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", BUILDS, str(database), str(count)]
        return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    first = builder(1)
    assert first.stdout is not None and first.stdout.readline() == "building\n"
    second = builder(2)
    assert second.stderr is not None
    said = second.stderr.readline()
    assert f"y.duckdb: another run is at work on it (process {first.pid}); waiting for it" in said
    assert first.communicate("")[1] == ""
    assert documents(database) == 1
    assert second.communicate("") == ("building\n", "")
    assert (documents(database), first.returncode, second.returncode) == (2, 0, 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["earlier", "y.duckdb"]


def test_a_diff_without_names_is_of_the_published_file_and_the_one_before(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, Path]] = []

    def compared(old: Path, new: Path, _: object) -> None:
        asked.append((old, new))
        raise Incomparable("enough")

    monkeypatch.setattr("ingest.diff.cli.compared", compared)
    result = run("diff", "--database", database)
    assert (result.exit_code, "no earlier file is kept yet" in result.stderr, asked) == (2, True, [])
    run("build", "--database", database)
    run("build", "--database", database)
    kept = sorted((database.parent / "earlier" / "y").iterdir(), key=documents)
    run("diff", "--database", database)
    run("diff", kept[0].stem, kept[1].stem, "--database", database)
    run("diff", kept[0], "--database", database)
    assert asked == [(kept[1], database), (kept[0], kept[1]), (kept[0], database)]
