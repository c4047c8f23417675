"""Builds that tests start and look into: the command line in a process of its own, queries of what it published."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

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


def python(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def yibao(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return python("-m", "ingest.cli", *arguments)


def query(database: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql, values).fetchall()


class Run(NamedTuple):
    """A run over the synthetic corpus, published over the seeds' warehouse while that was being read."""

    database: Path
    landing: Path
    result: subprocess.CompletedProcess[str]
    seen_meanwhile: int
