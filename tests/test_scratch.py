"""Scratch folders: gone afterwards, and those of killed runs gone with the next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.scratch import scratch


def test_a_scratch_folder_is_gone_after_use_and_after_a_failure(tmp_path: Path) -> None:
    with scratch(tmp_path, "build") as folder:
        assert folder.parent == tmp_path
    with pytest.raises(RuntimeError), scratch(tmp_path, "build") as folder:
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_cleared_and_what_a_living_one_holds_is_kept(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / f".build-{ended.pid}-left").mkdir()
    (tmp_path / ".build-1-held").mkdir()
    with scratch(tmp_path, "build"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [".build-1-held"]
