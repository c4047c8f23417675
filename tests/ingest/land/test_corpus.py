"""A corpus over processes: the same landing whatever their number, and nothing half-written."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ingest.land import corpus
from ingest.land.batch import Found, find_files
from ingest.land.corpus import cut, land_corpus, start_method
from ingest.land.schema import TABLES
from tests.helpers import report_of


def _write(folder: Path, count: int) -> Found:
    folder.mkdir()
    for number in range(count):
        text = report_of("resident", f"全市居民医保参保{400 + number}.5万人。")
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    (folder / "050.txt").write_bytes(b"\x00\x01\x02")
    return find_files([folder])


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_one_and_two_processes_land_the_same_bytes(tmp_path: Path) -> None:
    found = _write(tmp_path / "reports", 50)
    tallies = {jobs: list(land_corpus(found, tmp_path / str(jobs), jobs)) for jobs in (1, 2)}
    assert _bytes(tmp_path / "1") == _bytes(tmp_path / "2")
    assert tallies[1] == tallies[2]
    assert [part.read for part in tallies[1]] == [10, 10, 10, 10, 10, 1]
    assert [(read.file_name, read.counts["observations"]) for read in tallies[1][4].documents] == [
        (f"{number:03}.txt", 1) for number in range(40, 50)
    ]
    [problem] = tallies[1][5].problems
    assert problem.path.name == "050.txt"
    rows = pq.read_table(tmp_path / "2" / "observations").to_pylist()
    assert sorted(row["literal"] for row in rows) == sorted(f"{400 + number}.5" for number in range(50))


def test_a_corpus_that_gives_nothing_leaves_the_landing_folder(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    list(land_corpus(_write(tmp_path / "reports", 1), landing))
    before = _bytes(landing)
    assert len(before) == len(TABLES) + 2  # and what they are made of
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    [part] = land_corpus(find_files([tmp_path / "bad.txt"]), landing)
    assert (part.documents, len(part.problems)) == ([], 1)
    assert _bytes(landing) == before


def test_a_run_that_is_broken_off_leaves_the_landing_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    landing = tmp_path / "landing"
    found = _write(tmp_path / "reports", 45)
    list(land_corpus(find_files(found.files[:1]), landing))
    before = _bytes(landing)
    run = land_corpus(found, landing, 1)
    next(run)
    run.close()
    assert _bytes(landing) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("count", "size", "most"),
    [(0, 1, 0), (9, 1, 9), (51, 1, 10), (800, 1, 50), (3_000, 1, 50), (12_800, 1, 200), (100_000, 28_000, 200),
     (100_000, 280_000, 29), (300, 10_000_000, 10)],
)  # fmt: skip
def test_a_corpus_is_cut_by_files_and_by_bytes(count: int, size: int, most: int) -> None:
    chunks = list(cut([size] * count))
    assert [at for start, end in chunks for at in range(start, end)] == list(range(count))
    assert max((end - start for start, end in chunks), default=0) == most


def test_processes_are_at_least_one() -> None:
    assert corpus.processes() >= 1


@pytest.mark.parametrize("look", ["", "from ingest.land.files import read_files; read_files(Path(sys.argv[1])); "])
def test_workers_are_forked_from_a_process_of_one_thread_only(tmp_path: Path, look: str) -> None:
    list(land_corpus(_write(tmp_path / "reports", 1), tmp_path / "landing"))
    # What the command line needs for `ingest` leaves no thread of its own, and a look at what is landed leaves none.
    asked = f"import sys; from pathlib import Path; import ingest.cli; {look}"
    asked += "from ingest.land.corpus import start_method; print(start_method())"
    command = [sys.executable, "-c", asked, str(tmp_path / "landing")]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told.strip() == ("fork" if Path("/proc/self/task").is_dir() else "spawn")
    threading.Thread(target=(gate := threading.Event()).wait, daemon=True).start()
    try:
        assert start_method() == "spawn"
    finally:
        gate.set()
