"""Thousands of damaged and hostile files, good ones among them, through the real `yibao ingest`.

`python -m benchmarks.hostile [--count 5000] [--good 300] [--seed 1] [--keep FOLDER]` (`make hostile`): reports what was
read, what was refused and why, the slowest files, the most memory that a process took, and whether every good file
gives the rows it gives alone. Exit status 1 where a file was our fault: one that raised, killed its process, took
longer or more memory than it may, or a good one that was not read as it should be.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ingest.land.schema import TABLES
from tests.hostile.files import FATAL, write_files

_ROOT = Path(__file__).resolve().parents[1]
# The command with a stopwatch around the reading of each file.
_TIMED = """
import os, sys, time
from ingest.land import batch
read = batch._extract
def timed(path, engine):
    started = time.perf_counter()
    try:
        return read(path, engine)
    finally:
        with open(os.environ["YIBAO_TIMES"], "a") as log:
            log.write(f"{time.perf_counter() - started:.3f} {path.name}\\n")
batch._extract = timed
from ingest.cli import app
sys.argv[0] = "yibao"
app()
"""
_FAULTS = {
    "raised": "extraction failed",
    "killed its process": "ended the process",
    "over the time": "took more than [0-9.]+ seconds",
    "over the memory": "MB of memory",
}
_SAID = re.compile(r"^yibao: (?P<path>/.+?): (?P<reason>.*)$", re.M)
_FIGURE = re.compile(r"\d[\d,.]*")


@dataclass
class Run:
    """What a call of `yibao ingest` did. `memory` is the peak of each process in MB, the master's first."""

    status: int
    seconds: float
    reasons: dict[str, str]
    memory: list[int]
    times: list[tuple[float, str]] = field(default_factory=list)


class _Watch(threading.Thread):
    """Looks at the peaks of memory of a process and of those that it started."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._done, self.peaks = pid, threading.Event(), {pid: 0}

    def run(self) -> None:
        while not self._done.wait(0.1):
            for pid in (self._pid, *_children(self._pid)):
                self.peaks[pid] = max(self.peaks.get(pid, 0), _peak(pid))

    def stop(self) -> list[int]:
        self._done.set()
        self.join()
        master = self.peaks.pop(self._pid)
        return [master, *sorted(self.peaks.values(), reverse=True)]


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _peak(pid: int) -> int:
    """The most memory that a process has held, in MB."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0


def ingest(folder: Path, landing: Path, options: Sequence[str]) -> Run:
    """`yibao ingest FOLDER --landing LANDING`, watched."""
    log = landing.parent / f"{landing.name}.times"
    log.touch()
    command = [sys.executable, "-c", _TIMED, "ingest", str(folder), "--landing", str(landing), *options]
    environment = {**os.environ, "YIBAO_TIMES": str(log), "PYTHONPATH": str(_ROOT), "COLUMNS": "400"}
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen(command, env=environment, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=said)
        watch = _Watch(process.pid)
        watch.start()
        status = process.wait()
        memory = watch.stop()
        said.seek(0)
        words = said.read()
    if status not in (0, 2):
        sys.stderr.write(words[-4000:])
    reasons = {found["path"]: found["reason"] for found in _SAID.finditer(words)}
    times = [(float(line.split(" ", 1)[0]), line.split(" ", 1)[1]) for line in log.read_text().splitlines()]
    return Run(status, time.perf_counter() - started, reasons, memory, sorted(times, reverse=True))


def differing(landing: Path, alone: Path, names: Sequence[str]) -> list[str]:
    """Tables whose rows of these files are not the same in both landings, with how many differ."""
    found = []
    with duckdb.connect() as connection:
        connection.execute("create table good as select unnest(?::varchar[]) as file_name", [list(names)])
        for table in TABLES:
            rows = [
                f"select t.* from read_parquet('{at}/{table.name}/**/*.parquet', union_by_name = true) as t"
                f" where document_id in (select document_id from read_parquet('{at}/documents/**/*.parquet')"
                " where file_name in (select file_name from good))"
                for at in (landing, alone)
            ]
            (count,) = connection.execute(
                f"select count(*) from (({rows[0]} except all {rows[1]}) union all ({rows[1]} except all {rows[0]}))"
            ).fetchone() or (0,)
            if count:
                found.append(f"{table.name} {count}")
    return found


def landed(landing: Path) -> list[str]:
    """Names of the files of a landing."""
    with duckdb.connect() as connection:
        query = f"select file_name from read_parquet('{landing}/documents/**/*.parquet')"
        rows = connection.execute(query).fetchall()
    return [name for (name,) in rows]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="hostile and damaged files")
    parser.add_argument("--good", type=int, default=300, help="good files among them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="an empty folder to keep the files and landings in")
    parser.add_argument("--jobs", default="")
    call = parser.parse_args(arguments)
    work = call.keep or Path(tempfile.mkdtemp(prefix="yibao-hostile-"))
    files, good_folder = work / "files", work / "good"
    for folder in (files, good_folder):
        folder.mkdir(parents=True)
    good = write_files(files, call.count, call.good, call.seed)
    for path in good:
        shutil.copyfile(path, good_folder / path.name)
    options = ["--jobs", call.jobs] if call.jobs else []
    alone, run = ingest(good_folder, work / "alone", options), ingest(files, work / "landing", options)
    bad = report(run, alone, work, [path.name for path in good], sum(path.is_file() for path in files.rglob("*")))
    if call.keep is None:
        shutil.rmtree(work)
    return bad


def report(run: Run, alone: Run, work: Path, good: list[str], count: int) -> int:
    """Print the figures; 1 where something was our fault."""
    names = landed(work / "landing")
    ours = {path: reason for path, reason in run.reasons.items() if not Path(path).name.startswith(FATAL)}
    faults = {fault: [p for p, r in ours.items() if re.search(words, r)] for fault, words in _FAULTS.items()}
    unread = sorted(set(good) - set(names)) + sorted(set(good) - set(landed(work / "alone")))
    unlike = differing(work / "landing", work / "alone", good)
    print(f"{count} files in {run.seconds:.0f} s: {len(names)} landed, {len(run.reasons)} with a reason")
    print(f"good files: {len(good)}, not read: {len(unread)}, rows unlike those of reading them alone: {unlike or 0}")
    print(f"memory: master {run.memory[0]} MB, workers up to {max(run.memory[1:], default=0)} MB")
    print("slowest: " + ", ".join(f"{seconds:.1f} s {name}" for seconds, name in run.times[:8]))
    for reason, times in Counter(_FIGURE.sub("#", reason)[:110] for reason in run.reasons.values()).most_common():
        print(f"  {times:5} {reason}")
    for fault, paths in faults.items():
        print(f"{fault}: {len(paths)}")
        for path in paths:
            print(f"    {path}: {run.reasons[path]}")
    figures = {"status": run.status, "files": count, "landed": len(names), "refused": len(run.reasons)}
    print(json.dumps({**figures, **{fault: len(paths) for fault, paths in faults.items()}}))
    return int(run.status not in (0, 2) or bool(unread or unlike or any(faults.values())))


if __name__ == "__main__":
    sys.exit(main())
