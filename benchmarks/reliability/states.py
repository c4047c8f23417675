"""Two small corpora, and what a landing or a published file is: the one, the other, or broken."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.read.text import decode
from ingest.record import altered, read_build

ROOT = Path(__file__).resolve().parents[2]
_FIXTURES = ROOT / "tests" / "fixtures" / "reports"
_EACH = 30  # reports: some chunks, so that several processes read them


@dataclass(frozen=True)
class States:
    """Paths of two sets of reports, and by name what they give: hash of the landing, content of the warehouse."""

    folder: Path
    landings: dict[str, str]
    contents: dict[str, str]

    def reports(self, name: str) -> Path:
        return self.folder / name

    def landing(self, name: str) -> Path:
        """A landing of this set that nothing happens to."""
        return self.folder / f"landing_{name}"

    def built(self, name: str) -> Path:
        """A warehouse of this set that nothing happens to."""
        return self.folder / "built" / f"{name}.duckdb"


def yibao(*arguments: str | Path) -> list[str]:
    """The command in a process of its own."""
    return [sys.executable, "-m", "ingest.cli", *map(str, arguments)]


def prepare(folder: Path, build: bool = True) -> States:
    """Write the two sets, land and (with `build`) build each of them once in peace."""
    sources = sorted(_FIXTURES.glob("[01]*.txt"))
    landings, contents = {}, {}
    for name in ("one", "two"):
        reports = folder / name
        reports.mkdir(parents=True)
        for number in range(_EACH):
            text = decode(sources[number % len(sources)].read_bytes())[0]
            (reports / f"{number:03}.txt").write_text(f"{text}\n第{number}份，{name}\n", encoding="utf-8")
        landing = folder / f"landing_{name}"
        _peacefully(yibao("ingest", reports, "--landing", landing))
        landings[name] = digest(landing)
        if build:
            database = folder / "built" / f"{name}.duckdb"
            _peacefully(yibao("build", "--landing", landing, "--database", database))
            contents[name] = content(database)
    return States(folder, landings, contents)


def digest(landing: Path) -> str:
    """Hash of all files of a landing, with their names."""
    state = hashlib.sha256()
    for path in sorted(path for path in landing.rglob("*") if path.is_file()):
        state.update(f"{path.relative_to(landing)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()


def content(database: Path) -> str:
    """What a published file holds, computed anew and compared with its record; raises where they differ."""
    changed, said = altered(database)
    if changed:
        raise AssertionError(f"{database}: {changed}")
    return said


def claimed(database: Path) -> str:
    """What a published file says that it holds."""
    with duckdb.connect(str(database), read_only=True) as connection:
        build = read_build(connection)
    return build["content_sha256"] if build else "unrecorded"


def leftovers(folder: Path) -> list[str]:
    """Scratch folders and locks that stand about."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def _peacefully(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")
