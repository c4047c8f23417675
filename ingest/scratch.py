"""Scratch folders beside what they will replace; those of a run that was killed are cleared by the next."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

RETIRED = "retired"  # below it stands what a run was about to replace, where that takes two steps
_YOUNG = 60  # seconds in which a folder may not be locked yet


@contextmanager
def scratch(parent: Path, purpose: str) -> Iterator[Path]:
    """A fresh private folder `.{purpose}-{pid}-…` in `parent`, gone afterwards; OSError where none can be made."""
    parent.mkdir(parents=True, exist_ok=True)
    clear(parent, purpose)
    folder = Path(tempfile.mkdtemp(dir=parent, prefix=f".{purpose}-{os.getpid()}-"))
    handle = _hold(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def clear(parent: Path, purpose: str) -> None:
    """Remove what runs that were killed left in `parent`; what one of them had already set aside goes back first."""
    for left in parent.glob(f".{purpose}-*-*"):
        if _abandoned(left):
            for kept in (left / RETIRED).glob("*"):
                with suppress(OSError):  # another run was quicker
                    if not (parent / kept.name).exists():
                        kept.rename(parent / kept.name)
            shutil.rmtree(left, ignore_errors=True)


def _abandoned(folder: Path) -> bool:
    """Whether the run that made it has ended: nothing holds it, and its process is gone or the folder is old.

    The lock tells across containers, where process numbers mean nothing; the number tells before there is a lock.
    """
    owner = folder.name.split("-")[1]
    try:
        handle, age = _hold(folder), time.time() - folder.stat().st_mtime
    except OSError:
        return False
    if handle is None:
        return False
    os.close(handle)
    return owner.isdigit() and (not _lives(int(owner)) or age > _YOUNG)


def _hold(folder: Path) -> int | None:
    """A handle by which the folder is known to be in use while this process lives; None where others hold it."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another user's
    return True
