"""Things put into their place: in one step, on disk, one run at a time; what a killed run set aside comes back."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest import place
from ingest.place import link_or_copy, locked, put_file, put_folder
from ingest.scratch import RETIRED, scratch

HOLD = """
import sys
from pathlib import Path
from ingest.place import locked
with locked(Path(sys.argv[1]), shared=sys.argv[2] == "shared"):
    print("held", flush=True)
    sys.stdin.read()
print("left", flush=True)
"""


def hold(path: Path, how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(path), how]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def folder_of(path: Path, word: str) -> Path:
    (path / "deep").mkdir(parents=True)
    (path / "deep" / "file").write_text(word, encoding="utf-8")
    return path


def word_of(path: Path) -> str:
    return (path / "deep" / "file").read_text(encoding="utf-8")


def put(parent: Path, word: str) -> None:
    with scratch(parent, "test") as workspace:
        put_folder(folder_of(workspace / "fresh", word), parent / "place", workspace)


@pytest.mark.parametrize("exchange", [True, False])
def test_a_folder_takes_the_place_of_another_and_nothing_is_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(place, "_exchange", lambda *_: False)
    for word in ("one", "two", "three"):
        put(tmp_path, word)
        assert word_of(tmp_path / "place") == word
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


def test_a_folder_is_exchanged_in_one_step_here(tmp_path: Path) -> None:
    one, other = folder_of(tmp_path / "one", "1"), folder_of(tmp_path / "other", "2")
    if not place._exchange(one, other):
        pytest.skip("this file system cannot exchange two folders: two renames and healing instead")
    assert (word_of(one), word_of(other)) == ("2", "1")


def test_the_rights_of_the_former_folder_stay(tmp_path: Path) -> None:
    put(tmp_path, "one")
    (tmp_path / "place").chmod(0o750)
    put(tmp_path, "two")
    assert (tmp_path / "place").stat().st_mode & 0o777 == 0o750


def test_a_second_rename_that_fails_leaves_the_former_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "one")
    monkeypatch.setattr(place, "_exchange", lambda *_: False)
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if self.name == "fresh":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(OSError, match="No space"):
        put(tmp_path, "two")
    assert word_of(tmp_path / "place") == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


def test_what_a_killed_run_had_set_aside_comes_back_with_the_next(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    folder_of(tmp_path / f".test-{ended.pid}-left" / RETIRED / "place", "one")
    with scratch(tmp_path, "test"):
        assert word_of(tmp_path / "place") == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


def test_what_is_in_its_place_is_not_overwritten_by_what_was_set_aside(tmp_path: Path) -> None:
    put(tmp_path, "two")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    folder_of(tmp_path / f".test-{ended.pid}-left" / RETIRED / "place", "one")
    with scratch(tmp_path, "test"):
        pass
    assert word_of(tmp_path / "place") == "two"


def test_a_file_replaces_another(tmp_path: Path) -> None:
    (tmp_path / "place").write_text("one", encoding="utf-8")
    with (tmp_path / "place").open(encoding="utf-8") as reader:
        (tmp_path / "fresh").write_text("two", encoding="utf-8")
        put_file(tmp_path / "fresh", tmp_path / "place")
        assert reader.read() == "one"  # who has it open keeps what was there
    assert (tmp_path / "place").read_text(encoding="utf-8") == "two"


def test_only_what_is_new_is_written_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "one")
    synced: list[str] = []
    monkeypatch.setattr(place, "_sync", lambda path: synced.append(path.name))
    with scratch(tmp_path, "test") as workspace:
        fresh = workspace / "fresh"
        (fresh / "deep").mkdir(parents=True)
        link_or_copy(tmp_path / "place" / "deep" / "file", fresh / "deep" / "file")
        (fresh / "deep" / "new").write_text("new", encoding="utf-8")
        put_folder(fresh, tmp_path / "place", workspace)
    assert sorted(synced) == sorted(["fresh", "deep", "new", tmp_path.name])
    assert word_of(tmp_path / "place") == "one"


def test_a_copy_serves_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one").write_text("one", encoding="utf-8")
    link_or_copy(tmp_path / "one", tmp_path / "linked")
    assert (tmp_path / "linked").samefile(tmp_path / "one")

    def cannot(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", cannot)
    link_or_copy(tmp_path / "one", tmp_path / "copied")
    assert not (tmp_path / "copied").samefile(tmp_path / "one")
    assert (tmp_path / "copied").read_text(encoding="utf-8") == "one"


@pytest.mark.parametrize(("first", "second", "waits"), [
    ("alone", "alone", True), ("shared", "alone", True), ("alone", "shared", True), ("shared", "shared", False),
])  # fmt: skip
def test_who_replaces_waits_for_all_and_who_reads_for_those_who_replace(
    tmp_path: Path, first: str, second: str, waits: bool
) -> None:
    one = hold(tmp_path / "place", first)
    assert one.stdout is not None and one.stdout.readline() == "held\n"
    other = hold(tmp_path / "place", second)
    if waits:
        assert other.stderr is not None
        said = other.stderr.readline()
        assert f"place: another run is at work on it (process {one.pid}); waiting for it" in said
    one.communicate("")
    assert other.communicate("")[0] == "held\nleft\n"
    assert list(tmp_path.iterdir()) == []


def test_a_killed_holder_is_waited_for_by_nobody(tmp_path: Path) -> None:
    one = hold(tmp_path / "place", "alone")
    assert one.stdout is not None and one.stdout.readline() == "held\n"
    one.kill()
    one.wait()
    started = time.monotonic()
    with locked(tmp_path / "place"):
        assert time.monotonic() - started < 5
    assert list(tmp_path.iterdir()) == []
