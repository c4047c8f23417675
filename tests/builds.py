"""Builds that tests start and look into: the command line in a process of its own, queries of what it published."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ingest.query import open_warehouse
from tests.helpers import ROOT

# Builds, and before the process ends lets another one read what was published.
BUILD_AND_READ = """
import subprocess, sys
from typer.testing import CliRunner
from ingest import cli
result = CliRunner().invoke(cli.app, ["build", "--database", sys.argv[1]])
count = "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); "
count += "print(c.execute('select count(*) from marts.fct_observation').fetchone()[0])"
reader = subprocess.run([sys.executable, "-c", count, sys.argv[1]], capture_output=True, text=True)
print(result.output, file=sys.stderr)
print(reader.stdout.strip() or reader.stderr.strip().splitlines()[-1])
sys.exit(result.exit_code)
"""


_GUARD = ROOT / "tests" / "guard"
_WITHOUT_NETWORK = ("unshare", "--map-root-user", "--net")  # not even loopback


def python(*arguments: str | Path, before: Sequence[str] = (), **environment: str) -> subprocess.CompletedProcess[str]:
    """A run of Python, `before` in front of it; an attempt of it or a child to reach another machine fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        sockets = Path(folder, "sockets")
        places = os.pathsep.join(filter(None, (str(_GUARD), os.environ.get("PYTHONPATH"))))
        guarded = {**os.environ, **environment, "PYTHONPATH": places, "YIBAO_SOCKETS": str(sockets)}
        command = [*before, sys.executable, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=guarded, capture_output=True, text=True, check=False)
        assert not sockets.exists(), sockets.read_text(encoding="utf-8")
    return done


@cache
def without_network() -> tuple[str, ...]:
    """What to put before a command so that there is no network for it; empty where the system does not permit it."""
    permitted = (
        shutil.which("unshare") and not subprocess.run([*_WITHOUT_NETWORK, "true"], capture_output=True).returncode
    )
    return _WITHOUT_NETWORK if permitted else ()


def yibao(*arguments: str | Path, before: Sequence[str] = (), **environment: str) -> subprocess.CompletedProcess[str]:
    return python("-m", "ingest.cli", *arguments, before=before, **environment)


def query(database: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with open_warehouse(database) as connection:
        return connection.execute(sql, values).fetchall()


class Run(NamedTuple):
    """A run over the synthetic corpus, published over the seeds' warehouse while that was being read."""

    database: Path
    landing: Path
    result: subprocess.CompletedProcess[str]
    seen_meanwhile: int
