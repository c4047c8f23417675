"""`yibao check PATH`: a draft is read and built aside, in seconds, and nothing of it is left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner, Result

from ingest import cli, draft, plan
from tests.check_stand_in import write_warehouse
from tests.helpers import ROOT, report_of

HAS_MODELS = any((ROOT / "models").rglob("fct_reconciliation.sql"))
RUNNER = CliRunner(env={"COLUMNS": "400"})


def yibao(*arguments: str | Path) -> Result:
    return RUNNER.invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's place for scratch folders, and the user's cache, both fresh."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "草稿.txt"
    path.write_text(report_of("resident", "全市居民医保参保402.5万人，参保率97.2%。"), encoding="utf-8")
    return path


def test_a_draft_is_checked_in_a_scratch_folder_that_is_gone_afterwards(
    temporary: Path, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    def stand_in(batch: Any, workspace: Path) -> Path:
        seen.append(workspace)
        return write_warehouse(workspace / "draft.duckdb")

    monkeypatch.setattr(draft, "build_draft", stand_in)
    result = yibao("check", written, "--strict")
    assert result.exit_code == 1
    assert "199.00万元  甲.txt:2" in result.stdout
    assert "yibao explain" not in result.stdout  # its warehouse is gone
    assert seen[0].parent == temporary
    assert list(temporary.iterdir()) == []


def test_a_file_without_facts_beside_a_draft_is_named_and_the_draft_is_checked(
    temporary: Path, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft, "build_draft", lambda _, folder: write_warehouse(folder / "draft.duckdb"))
    result = yibao("check", written, written.parent / "fehlt.txt")
    assert result.exit_code == 2
    assert "fehlt.txt: no such file or folder" in result.stderr
    assert "6 checks" in result.stdout


def project_state() -> dict[str, int]:
    kept = ("__pycache__", ".git", ".venv", "_cache", ".hypothesis")
    found = (p for p in ROOT.rglob("*") if not any(k in part for part in p.parts for k in kept))
    return {str(path): path.stat().st_mtime_ns for path in found}


@pytest.fixture(scope="module")
def draft_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("draft") / "草稿's.txt"
    path.write_text(report_of("resident", "基金收入1200万元，基金支出1000万元，当年结余300万元。"), encoding="utf-8")
    return path


@pytest.mark.warehouse
@pytest.mark.skipif(not HAS_MODELS, reason="this checkout has no reconciliation models")
def test_a_draft_is_built_alike_by_dbt_and_from_the_plan_and_leaves_nothing(temporary: Path, draft_file: Path) -> None:
    before = project_state()
    first = yibao("check", draft_file, "--all", "--format", "json")
    [kept] = (temporary.parent / "cache" / "yibao").glob("draft-*")
    started = time.perf_counter()
    second = yibao("check", draft_file, "--all", "--format", "json")
    assert time.perf_counter() - started < 5
    assert first.exit_code == second.exit_code == 0, first.output
    assert first.stdout == second.stdout
    assert list(temporary.iterdir()) == []
    assert project_state() == before
    with duckdb.connect(str(kept), read_only=True) as connection:
        tables = connection.execute("select schema_name from duckdb_tables() where schema_name = 'marts'").fetchall()
    assert tables == []


@pytest.mark.warehouse
@pytest.mark.skipif(not HAS_MODELS, reason="this checkout has no reconciliation models")
def test_a_check_that_is_told_to_end_leaves_nothing(temporary: Path, draft_file: Path) -> None:
    command = [sys.executable, "-m", "ingest.cli", "check", str(draft_file)]
    for number in (signal.SIGINT, signal.SIGTERM):
        running = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stderr=subprocess.DEVNULL)
        while not list(temporary.iterdir()):
            assert running.poll() is None
            time.sleep(0.05)
        time.sleep(1)
        running.send_signal(number)
        assert running.wait(timeout=30) != 0
        assert list(temporary.iterdir()) == []


def test_a_broken_plan_is_no_plan(temporary: Path, tmp_path: Path) -> None:
    database = tmp_path / "draft.duckdb"
    assert not plan.run_plan(database, tmp_path)
    plan._plan_file().parent.mkdir(parents=True)
    plan._plan_file().write_bytes(b"no database")
    assert not plan.run_plan(database, tmp_path)
    shutil.rmtree(plan._plan_file().parent)
    assert not database.exists()
