"""Processes with limits: what a file does to its process costs that file only, and the order of results is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from ingest.land.batch import find_files
from ingest.land.corpus import land_corpus, read_corpus
from ingest.land.workers import Chunk, Limits, Supervisor, WorkerDied
from tests.helpers import report_of

Begin = Callable[[int | None], None]
KEPT: list[bytearray] = []  # of a process
SUPERVISES = """
import sys
from functools import partial
from pathlib import Path
from ingest.land.workers import Chunk, Limits, Supervisor
from tests.ingest.land.test_workers import play
supervisor = Supervisor(partial(play, places=Path(sys.argv[1])), int, 1, Limits(60, 256), "fork")
results = supervisor.run([Chunk(0, [Path("a")], {}), Chunk(1, [Path("hangs-1")], {})])
next(results)
print(supervisor._workers[0].process.pid, flush=True)
next(results)
"""
LIMITS = Limits(seconds=1.5, megabytes=256)


def play(chunk: Chunk, begin: Begin, places: Path) -> list[str]:
    """Does to this process what the names of the files say."""
    done = []
    for position, path in enumerate(chunk.files):
        if path in chunk.refused:
            done.append(chunk.refused[path])
            continue
        begin(position)
        done.append(str(path))
        match path.stem.split("-")[0]:
            case "hangs":
                time.sleep(60)
            case "starts":
                child = subprocess.Popen(["sleep", "60"], start_new_session=True)
                (places / "child").write_text(str(child.pid), encoding="ascii")
                time.sleep(60)
            case "keeps":
                KEPT.append(bytearray(100 * 1024 * 1024))
            case "tells":
                done[-1] = f"keeps {len(KEPT)}"
            case "spins":
                while True:
                    pass
            case "bursts":
                bytearray(10**10)
            case "dies":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "exits":
                os._exit(3)
            case "once":  # as if somebody else had ended the process
                if not (places / path.name).exists():
                    (places / path.name).touch()
                    os._exit(9)
            case "raises":
                raise OSError(28, "No space left on device", str(path))
            case "swallows":
                raise type("Local", (Exception,), {})("not to be sent")
            case "last":
                begin(None)
                os._exit(4)
    begin(None)
    return done


def run(names: list[str], places: Path, size: int = 2, jobs: int = 2, method: str = "spawn") -> list[list[str]]:
    paths = [Path(name) for name in names]
    chunks = [Chunk(at // size, paths[at : at + size], {}) for at in range(0, len(paths), size)]
    return list(Supervisor(partial(play, places=places), int, jobs, LIMITS, method).run(chunks))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_hangs_bursts_or_dies_costs_itself_only(tmp_path: Path, jobs: int) -> None:
    names = ["a", "hangs-1", "b", "bursts-1", "dies-1", "exits-1", "once-1", "c", "spins-1", "d"]
    done = [said for chunk in run(names, tmp_path, 4, jobs) for said in chunk]
    assert [said for said in done if said in names] == ["a", "b", "once-1", "c", "d"]
    assert [done[names.index(name)] for name in names if name not in done] == [
        "reading it took more than 1.5 seconds (--max-seconds)",
        "reading it took more than 256 MB of memory (--max-memory); split it",
        "reading it ended the process that read it (signal SIGSEGV); open it and save it anew",
        "reading it ended the process that read it (exit status 3); open it and save it anew",
        "reading it took more than 1.5 seconds (--max-seconds)",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell what a process has started")
def test_what_a_file_had_its_process_start_ends_with_it(tmp_path: Path) -> None:
    [[a, said]] = run(["a", "starts-1"], tmp_path)
    assert (a, "took more than 1.5 seconds" in said) == ("a", True)
    assert _has_ended(int((tmp_path / "child").read_text(encoding="ascii")))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell what a process holds")
def test_a_process_that_has_grown_is_replaced(tmp_path: Path) -> None:
    done = run(["tells-1", "keeps-1", "tells-2", "a", "tells-3"], tmp_path, 1, 1)
    assert done == [["keeps 0"], ["keeps-1"], ["keeps 0"], ["a"], ["keeps 0"]]


def _has_ended(pid: int) -> bool:
    """Within five seconds."""
    for _ in range(100):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    return False


def test_results_come_in_the_order_of_the_chunks(tmp_path: Path) -> None:
    names = [f"{number}" for number in range(101)]
    assert [said for chunk in run(names, tmp_path, 3, 3) for said in chunk] == names


def test_what_the_work_raises_is_raised(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left on device"):
        run(["a", "raises-1"], tmp_path)
    with pytest.raises(RuntimeError, match="Local: not to be sent"):
        run(["a", "swallows-1"], tmp_path)


def test_processes_that_end_outside_of_a_file_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(WorkerDied, match="exit status 4"):
        run(["a", "last-1"], tmp_path)


def test_a_run_that_is_given_up_ends_its_processes(tmp_path: Path) -> None:
    paths = [Path(name) for name in ("a", "hangs-1")]
    supervisor = Supervisor(partial(play, places=tmp_path), int, 1, LIMITS, "spawn")
    results = supervisor.run([Chunk(number, [path], {}) for number, path in enumerate(paths)])
    assert next(results) == ["a"]
    processes = [worker.process for worker in supervisor._workers]
    results.close()
    assert processes and not any(process.is_alive() for process in processes)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell a process that its parent has ended")
def test_workers_end_with_the_one_that_supervises_them(tmp_path: Path) -> None:
    running = subprocess.Popen([sys.executable, "-c", SUPERVISES, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    worker = int(running.stdout.readline())
    running.kill()
    running.wait()
    assert _has_ended(worker)


def test_limits_hold_for_landings_and_for_what_is_kept_in_memory(tmp_path: Path) -> None:
    good = report_of("resident", "全市居民医保参保402.5万人。")
    (tmp_path / "reports").mkdir()
    for name in ("a.txt", "z.txt"):
        (tmp_path / "reports" / name).write_text(f"{good}\n{name}\n", encoding="utf-8")
    (tmp_path / "reports" / "large.txt").write_text("全市参保402.5万人，" * 4_000_000, encoding="utf-8")
    found = find_files([tmp_path / "reports"])
    limits = Limits(seconds=3, megabytes=96)
    batch = read_corpus(found.files, 1, limits)
    assert [row["file_name"] for row in batch.rows["documents"]] == ["a.txt", "z.txt"]
    [problem] = batch.problems
    assert (problem.path.name, problem.landed) == ("large.txt", False)
    [part] = land_corpus(found, tmp_path / "landing", 1, limits)
    assert [read.file_name for read in part.documents] == ["a.txt", "z.txt"]
    assert "large.txt" in (tmp_path / "landing" / "manifest.json").read_text(encoding="utf-8")
