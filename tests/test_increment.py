"""A build of what has changed gives, row by row, what a full build gives: new, changed, gone, renamed, read anew."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from ingest.increment import find_increment
from ingest.query import open_warehouse
from tests.builds import yibao
from tests.helpers import ALL_REPORTS

SCHEMAS = ("marts", "bi", "semantic")


def changed_documents(database: Path, landing: Path) -> list[str] | None:
    """Ids of documents that the next build would work out anew; None where it would be all of them."""
    found = find_increment(database, landing)
    return None if found is None else found.changed


def tables(database: Path) -> set[tuple[str, str]]:
    """Tables that hold facts: a gate holds what its build looked at."""
    with open_warehouse(database) as connection:
        found = connection.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where list_contains($1, schema_name) and not starts_with(table_name, 'gate_')",
            [list(SCHEMAS)],
        ).fetchall()
    return {(schema, table) for schema, table in found}


def differing(one: Path, other: Path) -> list[str]:
    """Tables with rows that only one of the two files has."""
    names = tables(one)
    assert names == tables(other) and len(names) > 25
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only); attach '{other}' as other (read_only)")
        found = []
        for schema, table in sorted(names):
            left, right = f"(from one.{schema}.{table})", f"(from other.{schema}.{table})"
            [(n,)] = connection.execute(
                f"select (select count(*) from ({left} except all {right}))"
                f" + (select count(*) from ({right} except all {left}))"
            ).fetchall()
            if n:
                found.append(f"{schema}.{table}: {n}")
    return found


def earlier_state(folder: Path) -> None:
    """All reports as they may have been a month before: files that were not there, others of then, one renamed since.

    What is taken away and changed is spread over them, not chosen.
    """
    for number, reports in enumerate(ALL_REPORTS):
        shutil.copytree(reports, folder / str(number))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files[3::29]:
        path.unlink()
    texts = [path for path in files if path.exists() and path.suffix in (".txt", ".md")]
    for path in texts[1::13]:
        path.write_bytes(path.read_bytes().replace(b"3", b"4"))
    texts[0].rename(texts[0].with_name(f"renamed{texts[0].suffix}"))
    (folder / "gone.txt").write_bytes(texts[2].read_bytes().replace(b"5", b"6"))


class Updated(NamedTuple):
    """A warehouse built of an earlier state of the reports and brought up to date, and one that was built at once."""

    database: Path
    landing: Path
    said: str
    full: Path


@pytest.fixture(scope="module")
def updated(
    all_run: tuple[Path, subprocess.CompletedProcess[str]], tmp_path_factory: pytest.TempPathFactory
) -> Updated:
    folder = tmp_path_factory.mktemp("increment")
    database, landing = folder / "all.duckdb", folder / "landing"
    earlier_state(folder / "earlier")
    first = yibao("run", folder / "earlier", "--landing", landing, "--database", database)
    assert "published" in first.stdout and "has changed" not in first.stdout, first.stderr
    second = yibao("run", *ALL_REPORTS, "--landing", landing, "--database", database)
    assert "published" in second.stdout, second.stderr
    return Updated(database, landing, second.stdout, all_run[0])


@pytest.mark.warehouse
def test_what_has_changed_is_built_and_nothing_else(updated: Updated) -> None:
    changed = int(updated.said.split("built what has changed since the last build: ")[1].split()[0])
    assert 8 < changed < 40
    assert changed_documents(updated.database, updated.landing) == []


@pytest.mark.warehouse
def test_it_is_row_by_row_what_a_full_build_gives(updated: Updated) -> None:
    assert differing(updated.full, updated.database) == []


@pytest.mark.warehouse
def test_its_record_is_that_of_a_full_build(updated: Updated) -> None:
    for table in ("build_table", "landed_document", "rejected_file"):
        with open_warehouse(updated.full) as full, open_warehouse(updated.database) as new:
            rows = f"from meta.{table} order by all"
            assert full.execute(rows).fetchall() == new.execute(rows).fetchall(), table
    done = yibao("verify", "--database", updated.database)  # the sums that were carried on are those of the rows
    assert done.returncode == 0, done.stderr


@pytest.mark.warehouse
def test_other_rules_models_or_sources_are_built_in_full(
    updated: Updated, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    database, landing = updated.database, updated.landing
    assert changed_documents(database, landing) == []
    with monkeypatch.context() as patched:
        patched.setattr("ingest.increment.models_version", lambda: "other")
        assert changed_documents(database, landing) is None
    with monkeypatch.context() as patched:
        patched.setattr("ingest.increment.rules_version", lambda: "other")
        assert changed_documents(database, landing) is None
    moved = tmp_path / "moved"
    shutil.copytree(landing, moved)
    assert changed_documents(database, moved) is None  # the published staging shows another folder
    (landing / "files.parquet").rename(tmp_path / "files.parquet")
    assert changed_documents(database, landing) is None
    (tmp_path / "files.parquet").rename(landing / "files.parquet")


@pytest.mark.warehouse
def test_staging_of_an_updated_file_shows_the_whole_landing(updated: Updated) -> None:
    database, landing = updated.database, updated.landing
    with duckdb.connect(str(database), read_only=True) as connection:
        [(shown, landed)] = connection.execute(
            "select (select count(*) from staging.stg_landing__numbers),"
            f" (select count(*) from '{landing}/numbers/**/*.parquet')"
        ).fetchall()
        schemas = {row[0] for row in connection.execute("select schema_name from duckdb_schemas()").fetchall()}
    assert shown == landed > 0
    assert not {"increment", "intermediate"} & schemas
