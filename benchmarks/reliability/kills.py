"""Kill ingest, build and publish at random moments and at every step: the former state or the new one stands there.

`make kills`, or `python -m benchmarks.reliability.kills [--ingest 80] [--build 40] [--publish 80] [--steps 2]`.
A kill is SIGKILL, in turn to the whole process group and to the main process alone, whose children must not go on.
After each kill the landing is compared byte by byte, the published file by its recorded fingerprints; every fifth
kill, and the last, a run in peace must come to the new state and leave nothing beside it. `--steps N` kills before
every Nth operation on the file system (Python's audit events) of a publish and of an ingest, one after the other, each
followed by a run in peace.
Exit status 1 where anything was lost.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.reliability.states import ROOT, States, claimed, content, digest, leftovers, prepare, yibao

_PEACE_EVERY = 5
PUBLISH = """
import shutil, sys
from pathlib import Path
from ingest import publish
from ingest.dbt import Build
from ingest.tether import end_in_order
import duckdb
def dbt_build(fresh, workspace, *_, **__):
    shutil.copyfile(sys.argv[2], fresh)
    with duckdb.connect(str(fresh)) as connection:
        connection.execute("drop schema meta cascade")
    (workspace / "data_docs").mkdir()
    (workspace / "data_docs" / "index.html").write_text(sys.argv[2])
    return Build(True, [], {}, [])
publish.dbt_build = dbt_build
publish.build(Path(sys.argv[1]), None, False)
"""
# Dies before the Nth operation on the file system.
_STEPS = """
import os, signal, sys
OPERATIONS = {"open", "os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.truncate",
              "ctypes.dlsym", "shutil.rmtree", "shutil.copyfile", "shutil.copymode", "shutil.copytree", "fcntl.flock"}
def writes(event, arguments):
    return event != "open" or "w" in str(arguments[1]) or (arguments[2] or 0) & 3
def step(event, arguments, left=[int(sys.argv.pop(1))], master=os.getpid()):
    if event in OPERATIONS and os.getpid() == master and writes(event, arguments):
        left[0] -= 1
        if left[0] == 0:
            os.kill(master, signal.SIGKILL)
sys.addaudithook(step)
"""
_INGEST = """
import ingest.cli
ingest.cli.app(["ingest", *sys.argv[1:]])
"""


@dataclass
class Told:
    """What came of the kills of one kind."""

    kind: str
    kills: int = 0
    former: int = 0
    new: int = 0
    healed: int = 0
    ended: int = 0  # runs that were done before their kill
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        states = f"{self.former} as it was, {self.new} as it would be"
        return f"{self.kind:16} {self.kills:4} kills: {states}; {self.healed} healed; {self.ended} came late"


@dataclass
class Trial:
    """Something that is killed: its command for a state, and the state that stands there."""

    kind: str
    command: Callable[[str], list[str]]
    state: Callable[[], str]
    names: dict[str, str]
    place: Path

    def run(self, kills: int, draw: random.Random) -> Told:
        """Kill it so many times, at moments drawn between its start and its usual end."""
        told, wanted = Told(self.kind), "two"
        started = time.monotonic()
        self._peace("one", told)
        usual = time.monotonic() - started
        while told.kills < kills and len(told.wrong) < 5:
            before = self.state()
            alone = bool(told.kills % 2)
            done = self._kill(wanted, draw.uniform(0, usual * 1.05), alone)
            if done:
                told.ended += 1
            else:
                told.kills += 1
            after = self.state()
            if after not in (before, self.names[wanted]):
                told.wrong.append(
                    f"{self.kind} {told.kills}: {after} stands there, not {before} nor {self.names[wanted]}"
                )
            told.former += after == before != self.names[wanted]
            told.new += after == self.names[wanted] != before
            if told.kills % _PEACE_EVERY == 0 or told.kills == kills:
                self._peace(wanted, told)
            wanted = "two" if self.state() == self.names["one"] else "one"
        return told

    def steps(self, steps: Callable[[str, int], list[str]], every: int) -> Told:
        """Kill it before each `every`th operation on the file system."""
        told, step = Told(f"{self.kind} by step"), 1
        self._peace("one", told)
        while len(told.wrong) < 5:
            before = self.state()
            wanted = "two" if before == self.names["one"] else "one"
            done = subprocess.run(steps(wanted, step), cwd=ROOT, capture_output=True, text=True, check=False)
            after = self.state()
            if after not in (before, self.names[wanted]):
                told.wrong.append(f"{told.kind} {step}: {after} stands there")
            if done.returncode != -signal.SIGKILL:
                if done.returncode or after != self.names[wanted]:
                    told.wrong.append(f"{told.kind} {step}: exit status {done.returncode}: {done.stderr[-400:]}")
                break
            told.kills += 1
            told.former += after == before
            told.new += after != before
            step += every
            self._peace("one" if wanted == "two" else "two", told)  # so that every run takes the same steps
        return told

    def _kill(self, wanted: str, after: float, alone: bool) -> bool:
        """Whether it was done before it could be killed."""
        process = subprocess.Popen(
            self.command(wanted), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        with suppress(subprocess.TimeoutExpired):
            process.wait(after)
            return True
        with suppress(ProcessLookupError):
            (os.kill if alone else os.killpg)(process.pid, signal.SIGKILL)
        process.wait()
        if alone:
            time.sleep(0.2)
        return False

    def _peace(self, wanted: str, told: Told) -> None:
        """A run that nobody disturbs comes to its state, without a hand, and clears up."""
        done = subprocess.run(self.command(wanted), cwd=ROOT, capture_output=True, text=True, check=False)
        told.healed += bool(told.kills)
        if done.returncode or self.state() != self.names[wanted]:
            told.wrong.append(f"{self.kind}: after {told.kills} kills a run in peace fails: {done.stderr[-600:]}")
        if left := leftovers(self.place):
            told.wrong.append(f"{self.kind}: after {told.kills} kills there is left: {left}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ingest", type=int, default=80)
    parser.add_argument("--build", type=int, default=40)
    parser.add_argument("--publish", type=int, default=80)
    parser.add_argument("--steps", type=int, default=2, help="0: not at all")
    parser.add_argument("--seed", type=int, default=1)
    call = parser.parse_args(arguments)
    draw = random.Random(call.seed)
    with tempfile.TemporaryDirectory(prefix="yibao-kills-") as name:
        folder = Path(name)
        states = prepare(folder / "peace", build=bool(call.build or call.publish))
        told = list(_trials(folder, states, call, draw))
    print(f"{sum(one.kills for one in told)} kills, {sum(len(one.wrong) for one in told)} wrong (seed {call.seed})")
    return any(one.wrong for one in told)


def _trials(folder: Path, states: States, call: argparse.Namespace, draw: random.Random) -> Sequence[Told]:
    told = []

    def tell(one: Told) -> None:
        print("\n  ".join([str(one), *one.wrong]), flush=True)
        told.append(one)

    landing = folder / "a" / "landing"

    def ingest(name: str) -> list[str]:
        return yibao("ingest", states.reports(name), "--landing", landing)

    reading = Trial("ingest", ingest, lambda: digest(landing), states.landings, landing.parent)
    if call.ingest:
        tell(reading.run(call.ingest, draw))
    if call.steps and call.ingest:
        code = _STEPS + _INGEST

        def step(name: str, number: int) -> list[str]:
            return [sys.executable, "-c", code, str(number), str(states.reports(name)), "--landing", str(landing)]

        tell(reading.steps(step, call.steps))
    if call.build:
        database = folder / "b" / "y.duckdb"

        def build(name: str) -> list[str]:
            return yibao("build", "--landing", states.landing(name), "--database", database)

        tell(Trial("build", build, lambda: content(database), states.contents, database.parent).run(call.build, draw))
    if call.publish:
        published = folder / "c" / "y.duckdb"

        def publish(name: str) -> list[str]:
            return [sys.executable, "-c", PUBLISH, str(published), str(states.built(name))]

        trial = Trial("publish", publish, lambda: content(published), states.contents, published.parent)
        tell(trial.run(call.publish, draw))
        if call.steps:

            def each(name: str, number: int) -> list[str]:
                return [sys.executable, "-c", _STEPS + PUBLISH, str(number), str(published), str(states.built(name))]

            tell(trial.steps(each, call.steps))
        kept = {claimed(path) for path in (published.parent / "earlier" / "y").glob("*.duckdb")}
        if kept - set(states.contents.values()):
            told[-1].wrong.append(f"publish: kept files are not what was published: {kept}")
    return told


if __name__ == "__main__":
    sys.exit(main())
