"""Scratch folders beside what they will replace; those of a run that was killed are cleared by the next."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch(parent: Path, purpose: str) -> Iterator[Path]:
    """A fresh folder `.{purpose}-{pid}-…` in `parent`, gone afterwards; raises OSError where it cannot be made."""
    parent.mkdir(parents=True, exist_ok=True)
    for old in parent.glob(f".{purpose}-*-*"):
        owner = old.name.split("-")[1]
        if owner.isdigit() and not _lives(int(owner)):
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(dir=parent, prefix=f".{purpose}-{os.getpid()}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another user's
    return True
