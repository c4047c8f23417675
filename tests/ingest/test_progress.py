"""How far a run is: nothing of a short one, lines now and then of a long one, a line that moves on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from ingest import progress
from ingest.progress import Pace


class Clock:
    """Seconds that pass when they are told to."""

    now = 0.0

    def monotonic(self) -> float:
        """As time.monotonic."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(progress.time, "monotonic", made.monotonic)
    return made


def test_without_a_terminal_a_line_comes_now_and_then(clock: Clock) -> None:
    told = io.StringIO()
    with Pace(Console(file=told, soft_wrap=True)).shown() as pace:
        pace.begin([500_000] * 4_000)
        for seconds, files in ((0, 0), (10, 400), (29, 900), (40, 1_200), (60, 2_000), (71, 2_500)):
            clock.now = seconds
            pace.done(files)
    assert told.getvalue().splitlines() == [
        "yibao: 1,200 of 4,000 files read, 30 files/s, 15.0 MB/s, 0:01:33 left",
        "yibao: 2,500 of 4,000 files read, 35 files/s, 17.6 MB/s, 0:00:43 left",
    ]


def test_a_short_run_says_nothing(clock: Clock) -> None:
    told = io.StringIO()
    with Pace(Console(file=told)).shown() as pace:
        pace.begin([10, 10])
        clock.now = 29
        pace.done(2)
    with Pace(Console(file=told)).shown() as pace:
        pace.begin([])
    assert told.getvalue() == ""


def test_on_a_terminal_it_tells_files_and_rate(clock: Clock) -> None:
    told = io.StringIO()
    with Pace(Console(file=told, force_terminal=True, width=100)).shown() as pace:
        pace.begin([1_000_000] * 8)
        clock.now = 2
        pace.done(4)
    assert "4/8" in told.getvalue()
    assert "2 files/s, 2.0 MB/s" in told.getvalue()
