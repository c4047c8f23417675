"""What is kept between runs: named by what it was made of, few of a kind, and never believed where it is damaged."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest import dbt, kept
from ingest.dbt_process import _read
from ingest.kept import keeping, kept_file


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two files, and a cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    for name, text in (("models/a.sql", "select 1"), ("seeds/reports/numbers.csv", "a\n1\n")):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("dbt_project.yml", "profiles.yml"):
        (folder / name).touch()
    monkeypatch.setattr(kept, "PROJECT", folder)
    monkeypatch.setattr(kept, "_SEEDS_OF_REPORTS", folder / "seeds" / "reports")
    return folder


def test_a_name_says_what_it_was_made_of(project: Path) -> None:
    before = kept_file("parsed", ".msgpack", "full")
    assert before == kept_file("parsed", ".msgpack", "full")
    assert before != kept_file("parsed", ".msgpack", "increment")
    (project / "seeds" / "reports" / "numbers.csv").write_text("a\n2\n", encoding="utf-8")  # of reports, not of models
    assert before == kept_file("parsed", ".msgpack", "full")
    (project / "models" / "a.sql").write_text("select 2", encoding="utf-8")
    assert before != kept_file("parsed", ".msgpack", "full")


def test_few_of_a_kind_are_kept_and_others_stay() -> None:
    file = kept_file("parsed", ".msgpack")
    file.parent.mkdir(parents=True)
    for at in range(10):
        old = file.with_name(f"parsed-{at}.msgpack")
        old.touch()
        os.utime(old, (at, at))
    other = file.with_name("draft-0.duckdb")
    other.touch()
    with keeping(file) as fresh:
        fresh.write_bytes(b"new")
        assert not file.exists()
    assert file.read_bytes() == b"new"
    kept = {f"parsed-{at}.msgpack" for at in range(5, 10)} | {file.name}
    assert {path.name for path in file.parent.glob("parsed-*")} == kept
    assert other.exists()


@pytest.mark.parametrize("content", [None, b"", b"no manifest", b"\x80"])
def test_what_is_gone_or_damaged_is_parsed_anew(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "parsed-x.msgpack"
    if content is not None:
        file.write_bytes(content)
    assert _read(str(file)) is None


@pytest.mark.parametrize(("pages", "limit"), [(2**18, 2), (2**21, 2.147483648), (2**22, 4.294967296), (2**25, 6)])
def test_a_quarter_of_the_memory_is_for_the_database(monkeypatch: pytest.MonkeyPatch, pages: int, limit: float) -> None:
    sizes = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": pages}
    monkeypatch.setattr(dbt, "os", SimpleNamespace(sysconf=sizes.__getitem__, sysconf_names=sizes))
    assert dbt._memory_limit() == f"{int(limit * 10**9)}B"
