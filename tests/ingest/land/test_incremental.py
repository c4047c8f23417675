"""A landing that is kept up to date holds what a fresh one of the same files holds, and reads only what is new."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import place
from ingest.land import corpus, parts
from ingest.land.batch import find_files
from ingest.land.corpus import land_corpus
from ingest.land.files import FILES, LandedFile, documents, part_path, parts_of, read_files
from ingest.land.manifest import read_manifest
from ingest.land.plan import Plan
from ingest.land.schema import TABLES
from ingest.land.write import NoLanding
from tests.helpers import report_of

JUNK = b"\x00\x01\x02"
KILLED = """
import os, signal, sys
from pathlib import Path
from ingest import place
from ingest.land.batch import find_files
from ingest.land.corpus import land_corpus
def put(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[3] == "assembled":
    import ingest.land.write
    ingest.land.write.put_folder = put
for _ in land_corpus(find_files([Path(sys.argv[1])]), Path(sys.argv[2]), 1):
    if sys.argv[3] == "reading":
        put()
"""


def content(number: int) -> bytes:
    """A report that no other number gives; every fifth is none."""
    if number % 5 == 4:
        return JUNK + bytes([number])
    return report_of("resident", f"全市居民医保参保{400 + number}.5万人。").encode()


def write(folder: Path, files: dict[str, int]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, number in files.items():
        (folder / name).write_bytes(content(number))
    return folder


def land(
    paths: Iterable[Path], landing: Path, *, add: bool = False, again: bool = False, jobs: int = 1
) -> tuple[int, Plan]:
    """Files that were read, and what was planned."""
    plans: list[Plan] = []
    run = land_corpus(find_files(list(paths)), landing, jobs, add=add, again=again, begin=plans.append)
    return sum(part.read for part in run), plans[0]


def rows(landing: Path) -> dict[str, Counter[tuple[object, ...]]]:
    """Every row of every table of a landing, however it is cut."""
    return {
        table.name: Counter(
            tuple(row.values())
            for path in (landing / table.name).rglob("*.parquet")
            for row in pq.ParquetFile(path).read().to_pylist()
        )
        for table in TABLES
    }


def said(landing: Path, rejected: bool) -> list[LandedFile]:
    """The list of files, with or without those rejected, without where they stand and who read them."""
    files = (file for file in read_files(landing) if rejected or file.document_id is not None)
    return sorted(
        (file._replace(batch=None, part=None, extractor_version="") for file in files),
        key=lambda file: (file.file_name, str(file.sha256)),
    )


def bytes_of(landing: Path) -> dict[str, bytes]:
    return {str(path.relative_to(landing)): path.read_bytes() for path in sorted(landing.rglob("*")) if path.is_file()}


def assert_sound(landing: Path) -> None:
    """The list of files tells the truth about the parts: what stands where, and how many rows."""
    for table in TABLES:
        paths = set((landing / table.name).rglob("*.parquet"))
        files = list(documents(read_files(landing)).values())
        assert set(parts_of(landing, table.name, files)) == paths
        for path in paths:
            here = [file for file in files if part_path(landing, table.name, file.key) == path]
            stand = pq.ParquetFile(path).read()
            counted = Counter(stand["document_id"].to_pylist())
            assert counted.keys() <= {file.document_id for file in here}
            if table.name != "documents":
                assert all(counted[file.document_id] == getattr(file, table.name) for file in here)
            order = stand.select(list(table.sort)).to_pylist()
            assert order == sorted(order, key=lambda row: tuple(row.values()))
    assert read_manifest(landing).documents == len(documents(read_files(landing)))


@pytest.fixture(autouse=True)
def one_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Chunks done here, one after the other: what is tested is what is read and landed, not who does it."""

    class Here:
        def __init__(self, work: object, *_: object) -> None:
            self.work = work

        def run(self, chunks: list[object]) -> Iterator[object]:
            for chunk in chunks:
                yield self.work(chunk, lambda at: None)  # type: ignore[operator]

    monkeypatch.setattr(corpus, "Supervisor", Here)
    engine = corpus._engine()
    monkeypatch.setattr(corpus, "_engine", cache(lambda: engine))
    yield


NAMES = st.sampled_from([f"{letter}.txt" for letter in "abcdefgh"])
STEP = st.tuples(
    st.sampled_from(["mirror", "mirror", "add", "again", "version"]),
    st.dictionaries(NAMES, st.integers(0, 14), min_size=1, max_size=8),
)


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(STEP, min_size=2, max_size=6))
def test_after_any_calls_a_landing_is_what_a_fresh_one_of_its_files_is(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, dict[str, int]]]
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    landing, held = folder / "landing", dict[str, int]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, "_sync", lambda path: None)  # most of the time
        for number, (how, files) in enumerate(steps):
            if how == "version":
                patch.setattr(corpus, "extractor_version", lambda number=number: f"version {number}")
            reports = write(folder / "reports", files)
            read, plan = land([reports], landing, add=how == "add", again=how == "again")
            after = added(held, files) if how == "add" else only_first(files)
            if all(content(number).startswith(JUNK) for number in after.values()):
                assert not landing.exists() or how != "add"
                continue  # nothing to land: the folder stays as it is
            held = after
            assert read == len(plan.unread)
            if how in ("again", "version"):
                assert read == len(only_first(files))
            fresh = folder / f"fresh-{number}"
            land([write(folder / "all", held)], fresh)
            assert rows(landing) == rows(fresh)
            assert said(landing, how != "add") == said(fresh, how != "add")
            assert_sound(landing)


def only_first(files: dict[str, int]) -> dict[str, int]:
    """Each content under the first of its names."""
    seen: dict[int, str] = {}
    for name in sorted(files):
        seen.setdefault(files[name], name)
    return {name: number for number, name in seen.items()}


def added(held: dict[str, int], files: dict[str, int]) -> dict[str, int]:
    """What is held after a call with --add: names that are given are replaced, content stays under one name."""
    stay = {name: number for name, number in held.items() if name not in files or only_first(files).get(name) == number}
    landed = {number for number in stay.values() if not content(number).startswith(JUNK)}
    return stay | {name: number for name, number in only_first(files).items() if number not in landed}


def test_only_what_is_new_or_changed_is_read(tmp_path: Path) -> None:
    reports, landing = tmp_path / "reports", tmp_path / "landing"
    held = {f"{number:02}.txt": number for number in range(4)}
    read, plan = land([write(reports, held)], landing)
    assert (read, plan.unchanged, plan.removed, plan.batch) == (4, 0, 0, "00001")
    read, plan = land([write(reports, held)], landing)
    assert (read, plan.unchanged, plan.removed) == (0, 4, 0)
    changed = {**held, "01.txt": 21, "20.txt": 20}
    del changed["03.txt"]
    read, plan = land([write(reports, changed)], landing)
    assert (read, plan.unchanged, plan.removed, plan.batch) == (2, 2, 1, "00002")
    stand = {file.file_name: file.key for file in read_files(landing)}
    assert stand == {"00.txt": ("00001", 0), "01.txt": ("00002", 0), "02.txt": ("00001", 0), "20.txt": ("00002", 0)}
    read, plan = land([reports], landing, again=True)
    assert (read, plan.batch) == (4, "00001")


def test_what_is_unchanged_stays_the_same_file(tmp_path: Path) -> None:
    reports, landing = tmp_path / "reports", tmp_path / "landing"
    land([write(reports, {"a.txt": 0, "b.txt": 1})], landing)
    before = {path.relative_to(landing): path.stat().st_ino for path in landing.rglob("part-*")}
    folder = landing.stat().st_ino
    land([reports], landing)
    assert landing.stat().st_ino == folder  # nothing new: not even the folder
    land([write(reports, {"a.txt": 0, "b.txt": 1, "c.txt": 2})], landing)
    after = {path.relative_to(landing): path.stat().st_ino for path in landing.rglob("part-*")}
    assert before.items() <= after.items()
    assert len(after) == 2 * len(before)


def test_the_same_content_under_two_names_is_read_once(tmp_path: Path) -> None:
    reports, landing = tmp_path / "reports", tmp_path / "landing"
    assert land([write(reports, {"a.txt": 0, "b.txt": 0})], landing)[0] == 1
    assert [file.file_name for file in read_files(landing)] == ["a.txt"]
    read, plan = land([write(reports, {"c.txt": 0})], landing, add=True)
    assert (read, plan.duplicates) == (0, [(reports / "c.txt", "a.txt")])
    assert land([reports], landing)[0] == 1  # now it has this name alone
    assert [file.file_name for file in read_files(landing)] == ["c.txt"]


@pytest.mark.parametrize("what", ["extractor_version", "lexicon_version"])
def test_another_version_reads_all_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    reports, landing = write(tmp_path / "reports", {"a.txt": 0, "b.txt": 1}), tmp_path / "landing"
    land([reports], landing)
    monkeypatch.setattr(corpus, what, lambda: "another")
    assert land([reports / "a.txt"], landing, add=True)[0] == 1
    assert [getattr(file, what) == "another" for file in read_files(landing)] == [True, False]
    read, plan = land([reports], landing)
    assert (read, plan.unchanged) == (1, 1)
    assert {getattr(file, what) for file in read_files(landing)} == {"another"}


def test_a_rejected_file_is_listed_and_tried_again(tmp_path: Path) -> None:
    reports, landing = write(tmp_path / "reports", {"a.txt": 0, "bad.txt": 4}), tmp_path / "landing"
    land([reports, tmp_path / "fehlt.txt"], landing)
    before = bytes_of(landing)
    [good, bad, missing] = read_files(landing)
    assert (bad.file_name, bad.document_id, bad.batch, bad.part, bad.bytes) == ("bad.txt", None, None, None, 4)
    assert bad.sha256 is not None and bad.problem
    assert (missing.file_name, missing.sha256, missing.problem) == (
        "fehlt.txt",
        None,
        "no such file or folder; check the path",
    )
    assert (good.problem, good.observations) == (None, 1)
    assert [row.file_name for row in read_manifest(landing).rejected] == ["bad.txt", "fehlt.txt"]
    read, plan = land([reports, tmp_path / "fehlt.txt"], landing)
    assert (read, plan.unchanged, bytes_of(landing)) == (1, 1, before)
    land([reports], landing)
    assert [row.file_name for row in read_manifest(landing).rejected] == ["bad.txt"]


def test_what_an_unchanged_file_lacks_is_told_again(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("今日要闻：气温12度。\n", encoding="utf-8")
    land([tmp_path / "news.txt"], tmp_path / "landing")
    read, plan = land([tmp_path / "news.txt"], tmp_path / "landing")
    assert read == 0
    [problem] = plan.problems
    assert (problem.path, problem.landed) == (tmp_path / "news.txt", True)
    assert "no fact was recognised" in problem.reason


def test_a_folder_of_any_name_keeps_its_list(tmp_path: Path) -> None:
    reports, landing = write(tmp_path / "reports", {"a.txt": 0}), tmp_path / "la[n]d*? '落地'"
    assert land([reports], landing)[0] == 1
    assert land([reports], landing)[0] == 0


def test_a_landing_without_a_list_of_files_is_read_anew(tmp_path: Path) -> None:
    reports, landing = write(tmp_path / "reports", {"a.txt": 0, "b.txt": 1}), tmp_path / "landing"
    land([reports], landing)
    expected = bytes_of(landing)
    (landing / FILES).write_bytes(b"no list")
    for table in TABLES:  # as they were landed before there were batches
        [part] = (landing / table.name).rglob("*.parquet")
        part.replace(landing / table.name / "part-0.parquet")
    with pytest.raises(NoLanding, match="without --add"):
        land([reports], landing, add=True)
    assert land([reports], landing)[0] == 2
    assert bytes_of(landing) == expected


def test_a_part_that_is_gone_is_read_again_and_one_that_is_foreign_goes(tmp_path: Path) -> None:
    reports, landing = write(tmp_path / "reports", {"a.txt": 0, "b.txt": 1}), tmp_path / "landing"
    land([reports / "a.txt"], landing)
    land([reports], landing)
    expected = rows(landing)
    part_path(landing, "numbers", ("00001", 0)).unlink()
    with pytest.raises(NoLanding, match="parts are gone"):
        land([reports], landing, add=True)
    read, plan = land([reports], landing)
    assert (read, plan.unchanged, rows(landing)) == (1, 1, expected)
    shutil.copyfile(part_path(landing, "numbers", ("00002", 0)), landing / "numbers" / "mine.parquet")
    assert land([reports], landing)[0] == 0
    assert rows(landing) == expected


def test_many_small_batches_are_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MANY", 4)
    monkeypatch.setattr(parts, "MERGED", 3)
    reports, landing = tmp_path / "reports", tmp_path / "landing"
    held = {f"{number:02}.txt": number for number in (9, 3, 0, 7, 1, 2)}  # one of them is rejected
    write(reports, held)
    for number, name in enumerate(held):
        land([reports / name], landing, add=number > 0) if name != "09.txt" else None
    stand = {file.file_name: file.key for file in read_files(landing)}
    assert len(stand) == 5
    assert set(stand.values()) == {("00006", 0), ("00006", 1)}
    assert Counter(stand.values())["00006", 0] == 3
    land([reports], tmp_path / "fresh")
    assert_sound(landing)
    assert rows(landing) == rows(tmp_path / "fresh")
    assert land([reports], landing)[0] == 1  # the rejected one


@pytest.mark.parametrize("when", ["reading", "assembled"])
def test_a_killed_run_leaves_the_landing_and_the_next_one_does_all(tmp_path: Path, when: str) -> None:
    reports, landing = tmp_path / "reports", tmp_path / "landing"
    land([write(reports, {"a.txt": 0, "b.txt": 1, "c.txt": 2})], landing)
    before = bytes_of(landing)
    write(reports, {"a.txt": 0, "b.txt": 3, "d.txt": 5})
    done = subprocess.run([sys.executable, "-c", KILLED, reports, landing, when], check=False, env=os.environ)
    assert done.returncode == -9
    assert bytes_of(landing) == before
    assert land([reports], landing)[0] == 2
    land([reports], tmp_path / "fresh")
    assert rows(landing) == rows(tmp_path / "fresh")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fresh", "landing", "reports"]


def test_a_failure_while_parts_are_kept_leaves_the_landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports, landing = tmp_path / "reports", tmp_path / "landing"
    land([write(reports, {"a.txt": 0, "b.txt": 1})], landing)
    before = bytes_of(landing)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parts, "_write", fail)
    with pytest.raises(OSError, match="No space"):
        land([write(reports, {"a.txt": 0, "c.txt": 2})], landing)
    assert bytes_of(landing) == before
