"""How far a long run is: a line that moves on a terminal, else a line now and then."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_EVERY = 30  # seconds between two lines where there is no terminal: short runs say nothing


class Pace:
    """Files and bytes done, told with their rate and the time that is left."""

    def __init__(self, console: Console) -> None:
        self._console, self._files, self._bytes = console, 0, [0]
        self._started = self._told = time.monotonic()
        # Without a refreshing thread, so that workers may be forked.
        columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
        self._bar = Progress(
            *columns, TimeRemainingColumn(), TextColumn("left"),
            console=console, transient=True, auto_refresh=False, disable=not console.is_terminal,
        )  # fmt: skip
        self._task = self._bar.add_task("reading", total=None, rate="")

    @contextmanager
    def shown(self) -> Iterator[Pace]:
        """While the run lasts."""
        with self._bar:
            yield self

    def begin(self, sizes: list[int]) -> None:
        """What is to be read, in bytes a file, in order."""
        self._started = self._told = time.monotonic()
        for size in sizes:
            self._bytes.append(self._bytes[-1] + size)
        self._bar.update(self._task, total=len(sizes), refresh=True)

    def done(self, files: int) -> None:
        """So many are read."""
        now = time.monotonic()
        seconds = max(now - self._started, 0.001)
        total, rate = len(self._bytes) - 1, files / seconds
        words = f"{rate:.0f} files/s, {self._bytes[files] / seconds / 1e6:.1f} MB/s"
        self._bar.update(self._task, completed=files, rate=words, refresh=True)
        if not self._console.is_terminal and now - self._told >= _EVERY:
            self._told = now
            left = timedelta(seconds=round((total - files) / rate)) if files else "?"
            self._console.print(f"yibao: {files:,} of {total:,} files read, {words}, {left} left")
