"""The copy in Postgres: the same rows, types, keys and words; replaced in one step, or not at all."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from export import postgres
from tests.export.conftest import HOSTILE, WIDE, export, flat, table_names, table_rows
from tests.helpers import ROOT


def ask(dsn: str, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(query, values).fetchall()  # type: ignore[arg-type]


def run(dsn: str, *statements: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[arg-type]


def tables(dsn: str) -> list[str]:
    found = "select schemaname || '.' || tablename from pg_tables where schemaname in ('marts', 'bi') order by 1"
    return [name for (name,) in ask(dsn, found)]


def schemas(dsn: str) -> list[str]:
    return [name for (name,) in ask(dsn, "select nspname from pg_namespace where nspname ~ 'marts|bi' order by 1")]


@contextmanager
def reading(dsn: str) -> Iterator[psycopg.Connection]:
    """A reader in the middle of its transaction."""
    with psycopg.connect(dsn) as connection:
        connection.execute("select count(*) from marts.dim_document")
        yield connection


def test_hostile_rows_are_copied_exactly(hostile: Path, dsn: str) -> None:
    result = export("postgres", dsn, "--database", hostile)
    assert result.exit_code == 0, result.stderr
    for name in ("marts.dim_document", "marts.dim_report"):
        assert sorted(ask(dsn, f"select * from {name}"), key=repr) == table_rows(hostile, name)
    assert ask(dsn, 'select * from bi.wide_fund order by "统筹区" collate "C"') == sorted(WIDE)


def test_types_keys_and_words_are_kept(hostile: Path, dsn: str) -> None:
    export("postgres", dsn, "--database", hostile)
    types = "select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull from pg_attribute as a"
    assert ask(dsn, f"{types} where attrelid = 'bi.wide_fund'::regclass and attnum > 0 order by attnum") == [
        ("统筹区", "text", False),
        ("基金收入（万元）", "numeric(28,6)", False),
        ("日期", "date", False),
        ("是否", "boolean", False),
        ("偏离", "double precision", False),
        ("大数", "numeric(38,0)", False),
    ]
    keys = "select conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint"
    assert ask(dsn, f"{keys} where connamespace = 'marts'::regnamespace order by 1, 2") == [
        ("marts.dim_document", "PRIMARY KEY (document_id)"),
        ("marts.dim_report", "FOREIGN KEY (document_id) REFERENCES marts.dim_document(document_id)"),
        ("marts.dim_report", "PRIMARY KEY (report_id)"),
    ]
    indexes = "select indexdef from pg_indexes where tablename = 'dim_report' order by indexname"
    assert [definition.partition(" USING ")[2] for (definition,) in ask(dsn, indexes)] == [
        "btree (document_id)",
        "btree (report_id)",
    ]
    assert ask(dsn, "select obj_description('marts.dim_document'::regclass)") == [
        ("""One file (文件) "quoted" 'quoted'.""",)
    ]
    assert ask(dsn, "select col_description('marts.dim_document'::regclass, 4)") == [("=Body (编制单位)",)]


def test_a_refresh_takes_new_changed_and_dropped_tables(hostile: Path, dsn: str, change: Callable[[str], None]) -> None:
    export("postgres", dsn, "--database", hostile)
    change(
        "drop schema bi cascade; alter table marts.dim_report add column pages integer;"
        "create table marts.fct_new (x integer); insert into marts.fct_new values (7)"
    )
    assert export("postgres", dsn, "--database", hostile).exit_code == 0
    assert tables(dsn) == ["marts.dim_document", "marts.dim_report", "marts.fct_new"]
    assert schemas(dsn) == ["marts"]
    assert ask(dsn, "select x from marts.fct_new") == [(7,)]
    assert ask(dsn, "select count(pages) from marts.dim_report") == [(0,)]


def test_a_reader_sees_the_old_until_all_is_new(
    hostile: Path, dsn: str, change: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the copy is under way, and until its end, other sessions see every old row and no new one."""
    export("postgres", dsn, "--database", hostile)
    change("update marts.dim_document set title = 'new'; update marts.dim_report set title = 'new'")
    seen: list[list[tuple[Any, ...]]] = []
    both = "select title from marts.dim_document union all select title from marts.dim_report"
    refer = postgres._refer

    def look(*arguments: Any) -> None:
        refer(*arguments)
        seen.append(ask(dsn, both))

    monkeypatch.setattr(postgres, "_refer", look)
    assert export("postgres", dsn, "--database", hostile).exit_code == 0
    assert len(seen) == 3
    assert all(("new",) not in rows and len(rows) == len(seen[0]) for rows in seen)
    assert set(ask(dsn, both)) == {("new",)}


def test_a_reader_with_an_old_snapshot_finds_no_empty_table(hostile: Path, dsn: str) -> None:
    export("postgres", dsn, "--database", hostile)
    with psycopg.connect(dsn) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        reader.execute("select 1")
        assert export("postgres", dsn, "--database", hostile).exit_code == 0
        assert reader.execute("select count(*) from marts.dim_report").fetchall() == [(len(HOSTILE),)]


def test_a_copy_that_fails_leaves_the_old(hostile: Path, dsn: str, change: Callable[[str], None]) -> None:
    export("postgres", dsn, "--database", hostile)
    before = ask(dsn, "select * from marts.dim_report order by 1")
    change("update marts.dim_report set document_id = 'nowhere', title = 'new' where report_id = 'r001'")
    result = export("postgres", dsn, "--database", hostile)
    assert result.exit_code == 2
    assert "is not present in table" in flat(result.stderr)
    assert "nothing was changed" in flat(result.stderr)
    assert ask(dsn, "select * from marts.dim_report order by 1") == before
    assert schemas(dsn) == ["bi", "marts"]


def test_who_could_read_still_can(hostile: Path, dsn: str, change: Callable[[str], None]) -> None:
    export("postgres", dsn, "--database", hostile)
    run(
        dsn,
        *(f"drop role if exists {role}" for role in ("analyst", "clerk")),
        *("create role analyst", "create role clerk", "grant usage on schema marts to analyst, clerk, public"),
        *("grant select on all tables in schema marts to analyst", "grant select on marts.dim_report to clerk"),
    )
    change("create table marts.fct_new (x integer)")
    try:
        assert export("postgres", dsn, "--database", hostile).exit_code == 0
        readable = "select has_table_privilege(%s, %s, 'select') and has_schema_privilege(%s, 'marts', 'usage')"
        for role, table, may in [
            ("analyst", "marts.dim_document", True),
            ("analyst", "marts.fct_new", True),
            ("clerk", "marts.dim_report", True),
            ("clerk", "marts.dim_document", False),
        ]:
            assert ask(dsn, readable, role, table, role) == [(may,)]
        assert ask(dsn, "select nspacl::text ~ '[{,]=U/' from pg_namespace where nspname = 'marts'") == [(True,)]
    finally:
        run(dsn, "drop owned by analyst, clerk", "drop role analyst, clerk")


def test_a_schema_that_is_not_ours_is_refused_and_left(hostile: Path, dsn: str) -> None:
    run(dsn, "create schema marts", "create table marts.mine (x integer)")
    result = export("postgres", dsn, "--database", hostile)
    assert result.exit_code == 2
    assert "the schema marts was not made by yibao; rename it" in flat(result.stderr)
    assert tables(dsn) == ["marts.mine"]


def test_a_view_of_others_is_not_dropped_but_named(hostile: Path, dsn: str) -> None:
    export("postgres", dsn, "--database", hostile)
    run(dsn, "create view public.titles as select title from marts.dim_report")
    result = export("postgres", dsn, "--database", hostile)
    assert result.exit_code == 2
    assert "view titles depends on table marts.dim_report" in flat(result.stderr)
    assert ask(dsn, "select count(*) > 0 from public.titles") == [(True,)]


def test_a_reader_that_does_not_end_is_waited_for_and_then_told(
    hostile: Path, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    export("postgres", dsn, "--database", hostile)
    monkeypatch.setattr(postgres, "_PATIENCE", "300ms")
    with reading(dsn):
        result = export("postgres", dsn, "--database", hostile)
    assert result.exit_code == 2
    assert "a reader held the tables for more than 300ms; try again" in flat(result.stderr)
    monkeypatch.setattr(postgres, "_PATIENCE", "20s")
    with reading(dsn) as reader:
        done = threading.Thread(target=export, args=("postgres", dsn, "--database", hostile))
        done.start()
        time.sleep(0.5)
        assert done.is_alive()
        reader.rollback()
        done.join(20)
        assert not done.is_alive()


def test_two_exports_at_once_follow_each_other(hostile: Path, dsn: str) -> None:
    command = [sys.executable, "-m", "ingest.cli", "export", "postgres", dsn, "--database", str(hostile)]
    both = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0], [process.communicate()[1] for process in both]
    assert schemas(dsn) == ["bi", "marts"]


def test_a_name_too_long_for_postgres_is_named(hostile: Path, dsn: str, change: Callable[[str], None]) -> None:
    change(f'alter table bi.wide_fund rename "日期" to "{"医" * 22}"')
    result = export("postgres", dsn, "--database", hostile)
    assert result.exit_code == 2
    assert "bi.wide_fund: Postgres takes no name of over 63 bytes" in flat(result.stderr)


def test_missing_rights_are_told_and_the_password_never(hostile: Path, dsn: str) -> None:
    export("postgres", dsn, "--database", hostile)
    run(dsn, "drop role if exists guest", "create role guest login password 'geheim-7'")
    guest = dsn.partition("?")[0].replace("yibao@", "guest:geheim-7@")
    wrong = dsn.partition("?")[0].replace("yibao@", "guest:geheim-8@")
    for given, words in [
        (guest, "the role needs the right to create schemas"),
        (wrong, "password authentication failed"),
        ("postgresql://guest:geheim-7@127.0.0.1:1/x", "Connection refused"),
        ("postgresql//guest:geheim-7@127.0.0.1/x", "the connection string cannot be read"),
        ("postgresql://guest:geheim-7@127.0.0.1:port/x", "invalid"),
        ("host=127.0.0.1 password=geheim-7 no_such_option=1", "the connection string cannot be read"),
    ]:
        result = export("postgres", given, "--database", hostile)
        assert result.exit_code == 2
        assert words in flat(result.stderr)
        assert "geheim" not in result.output + result.stderr
    run(dsn, "drop role guest")


@pytest.mark.warehouse
def test_the_seeds_are_copied_row_by_row_and_again_over_themselves(from_seeds: Path, dsn: str) -> None:
    for _ in range(2):
        result = export("postgres", dsn, "--database", from_seeds)
        assert result.exit_code == 0, result.stderr
        assert tables(dsn) == table_names(from_seeds)
        for name in table_names(from_seeds):
            assert sorted(ask(dsn, f"select * from {name}"), key=repr) == table_rows(from_seeds, name)
