"""The commands of `yibao export`: they explain themselves, and a disk that is full costs nothing that was there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.export.conftest import export, flat
from tests.helpers import ROOT

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from ingest.cli import app
app(sys.argv[1:])
"""


@pytest.mark.parametrize("form", ["excel", "package", "postgres"])
def test_every_form_explains_itself(form: str) -> None:
    result = export(form, "--help")
    assert result.exit_code == 0
    assert "--database" in result.stdout


@pytest.mark.parametrize(
    "arguments", [("excel",), ("package",), ("postgres",), ("pdf", "x"), ("excel", "x", "--no", "y")]
)
def test_a_wrong_call_has_exit_status_two(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YIBAO_POSTGRES", raising=False)
    assert export(*arguments).exit_code == 2


@pytest.mark.parametrize(("form", "name"), [("excel", "w.xlsx"), ("package", "p")])
def test_a_full_disk_leaves_what_was_there(
    hostile: Path, tmp_path: Path, change: Callable[[str], None], form: str, name: str
) -> None:
    place = tmp_path / name
    export(form, place, "--database", hostile)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and file != hostile}
    change(
        "insert into marts.dim_document select 'n' || i, md5(i::text), md5('a' || i), '', '' from range(9000) as r (i)"
    )
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "export", form, place, "--database", hostile],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "cannot be written" in flat(done.stderr)
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and file != hostile} == before
