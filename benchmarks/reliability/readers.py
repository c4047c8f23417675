"""Two builders and ten readers of one published file at once: nobody is refused, and nobody sees half of anything.

`python -m benchmarks.reliability.readers [--seconds 120] [--readers 10] [--builders 2] [--real]` (`make readers`).
Builders publish two warehouses in turn (with `--real` by whole dbt builds, else made before and put there). Each reader
opens the file again and again as people do: read-only, counts every table of marts and bi twice within the same
connection, a moment apart, and compares both counts with what the file itself records. Exit status 1 where a reader was
refused, or saw anything else.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.reliability.kills import PUBLISH
from benchmarks.reliability.states import ROOT, States, prepare, yibao

_PAUSE = 0.2  # seconds between the two looks of a reader: publishes fall between them


def read(database: Path, until: float, told: Any) -> None:
    """Open, look twice, close, until the time is over; tells the looks, the contents seen, and what was wrong."""
    looks, seen, wrong = 0, set(), []
    while time.monotonic() < until:
        try:
            with duckdb.connect(str(database), read_only=True) as connection:
                [(content,)] = connection.execute("select content_sha256 from meta.build").fetchall()
                recorded = dict(
                    connection.execute(
                        "select schema_name || '.' || table_name, row_count from meta.build_table"
                    ).fetchall()
                )
                for _ in range(2):
                    counts = {
                        name: connection.execute(f"select count(*) from {name}").fetchall()[0][0] for name in recorded
                    }
                    if counts != recorded:
                        wrong.append(f"{content}: {counts} where {recorded} was built")
                    time.sleep(_PAUSE)
            looks += 2
            seen.add(content)
        except duckdb.Error as error:
            wrong.append(str(error).splitlines()[0])
    told.put((looks, seen, wrong))


def publish(states: States, database: Path, name: str, real: bool) -> list[str]:
    """The command of a builder."""
    if real:
        return yibao("build", "--landing", states.landing(name), "--database", database)
    return [sys.executable, "-c", PUBLISH, str(database), str(states.built(name))]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--readers", type=int, default=10)
    parser.add_argument("--builders", type=int, default=2)
    parser.add_argument("--real", action="store_true", help="whole builds with dbt")
    call = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="yibao-readers-") as name:
        states = prepare(Path(name) / "peace")
        database = Path(name) / "published" / "y.duckdb"
        subprocess.run(publish(states, database, "one", False), cwd=ROOT, check=True, capture_output=True)
        published, looks, seen, wrong = _at_once(states, database, call)
        wrong += [path.name for path in database.parent.iterdir() if path.name.startswith(".")]
    print(
        f"{call.builders} builders published {published} times, {call.readers} readers looked {looks} times at "
        f"{len(seen)} contents: {len(wrong)} wrong"
    )
    for said in wrong[:20]:
        print(f"  {said}")
    return bool(wrong) or seen != set(states.contents.values())


def _at_once(states: States, database: Path, call: argparse.Namespace) -> tuple[int, int, set[str], list[str]]:
    """Publishes, looks, contents seen and what was wrong."""
    context = get_context("spawn")
    told, until = context.Queue(), time.monotonic() + call.seconds
    readers = [context.Process(target=read, args=(database, until, told)) for _ in range(call.readers)]
    for reader in readers:
        reader.start()
    published, wrong, running = 0, list[str](), list[subprocess.Popen[str]]()
    while time.monotonic() < until or running:
        while len(running) < call.builders and time.monotonic() < until:
            command = publish(states, database, ("two", "one")[(published + len(running)) % 2], call.real)
            pipe = subprocess.PIPE
            running.append(subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True))
        for builder in [builder for builder in running if builder.poll() is not None]:
            running.remove(builder)
            published += 1
            if builder.returncode:
                wrong.append(f"a builder ended with {builder.returncode}: {builder.communicate()[1][-300:]}")
        time.sleep(0.05)
    looks, seen = 0, set[str]()
    for _ in readers:
        count, contents, said = told.get()
        looks, seen = looks + count, seen | contents
        wrong += said
    for reader in readers:
        reader.join()
    return published, looks, seen, wrong


if __name__ == "__main__":
    sys.exit(main())
