"""A command with its time and the memory that it and its children hold at most; what machine it ran on."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ingest.tether import descendants

_LOOKS = 0.2  # seconds between two looks at the memory


class Failed(Exception):
    """A command that did not do its work; the message holds its last words."""


class Run(NamedTuple):
    """Seconds, most bytes held at once (shared pages counted once), and what was said on stdout."""

    seconds: float
    peak: int
    said: str


def run(*command: str | Path, accepted: Sequence[int] = (0,)) -> Run:
    """Run a command of this project's Python; raises Failed for any other exit status than those accepted."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    peak = 0
    while True:
        try:
            said, wrong = process.communicate(timeout=_LOOKS)
            break
        except subprocess.TimeoutExpired:
            peak = max(peak, sum(map(_held, (process.pid, *descendants(process.pid)))))
    seconds = time.perf_counter() - started
    if process.returncode not in accepted:
        raise Failed(f"{' '.join(map(str, command))}: exit {process.returncode}\n{wrong[-2000:]}")
    return Run(seconds, peak, said)


def _held(pid: int) -> int:
    """Proportional set size of a process, in bytes; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def machine() -> str:
    """Processors, memory, system and Python, in words."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )
