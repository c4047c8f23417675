"""Put what was made in a scratch folder into its place, in one step that lasts: all of it or nothing.

A kill, a crash or a power cut leaves the former thing or the new one. Where the file system cannot exchange two
folders in one step, a run that is killed between two renames leaves the former one in its scratch folder, from which
the next run takes it back (ingest/scratch.py).
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ingest.scratch import RETIRED

StrPath = str | os.PathLike[str]
_AT_CWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_FICLONE = 0x40049409  # of Linux: two files share their blocks until one is written
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV, errno.EPERM}


def put_file(fresh: Path, place: Path) -> None:
    """`fresh` replaces the file `place`, both in one file system; on disk when this returns. Raises OSError."""
    _sync(fresh)
    fresh.replace(place)
    _sync(place.parent)


def put_folder(fresh: Path, place: Path, workspace: Path, durable: bool = True) -> None:
    """`fresh`, inside the scratch folder `workspace`, takes the place of the folder `place`, if there is any.

    What was there goes with the workspace. On disk when this returns, unless it need not be `durable`: what is quickly
    made again from the rest. A file with a second name is on disk since it has the first. Raises OSError; then all is
    as it was.
    """
    for path in (fresh, *fresh.rglob("*")) if durable else ():
        if not _linked(path):
            _sync(path)
    if not place.exists():
        fresh.rename(place)
        return _sync(place.parent)
    shutil.copymode(place, fresh)
    if not _exchange(fresh, place):
        retired = workspace / RETIRED / place.name
        retired.parent.mkdir(exist_ok=True)
        place.rename(retired)
        try:
            fresh.rename(place)
        except OSError:
            retired.rename(place)
            raise
    _sync(place.parent)


def why(error: Exception) -> str:
    """Why something could not be put in its place, in the system's words: libraries put their own before them."""
    number = getattr(error, "errno", None)
    return os.strerror(number) if number else str(error).partition("\n")[0]


def link_or_copy(source: StrPath, target: StrPath) -> None:
    """`target` becomes the same file as `source`, or a copy of it where there are no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def clone_or_copy(source: Path, target: Path) -> None:
    """`target` becomes a copy of the file `source`: one that shares its blocks, where the file system can."""
    with source.open("rb") as ours, target.open("wb") as theirs, suppress(OSError):
        fcntl.ioctl(theirs, _FICLONE, ours.fileno())
        return
    shutil.copyfile(source, target)


@contextmanager
def locked(place: Path, shared: bool = False) -> Iterator[None]:
    """Nobody else works on `place` meanwhile (with `shared`: nobody replaces it); says so on stderr where it waits.

    An advisory lock on a file `.{name}.lock` beside it, which the system releases when its holder ends, however.
    """
    lock = place.parent / f".{place.name}.lock"
    try:
        handle = _lock(lock, place, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
    except OSError:
        if not shared:
            raise
        yield  # who may not write there replaces nothing, and cannot ask others to wait
        return
    try:
        yield
    finally:
        with suppress(OSError):  # the last one out takes the file away
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lock.unlink()
        os.close(handle)


def _lock(lock: Path, place: Path, how: int) -> int:
    """A handle that holds the lock, once it is to be had."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            try:
                fcntl.flock(handle, how | fcntl.LOCK_NB)
            except BlockingIOError:
                said = f"yibao: {place}: another run is at work on it{_holder(handle)}; waiting for it"
                print(said, file=sys.stderr, flush=True)
                fcntl.flock(handle, how)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(handle), os.stat(lock)):
                    os.pwrite(handle, f"{os.getpid():<12}".encode(), 0)
                    return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # whoever had it has taken it away


def _holder(handle: int) -> str:
    """Who wrote its number into the lock last, in words."""
    pid = os.pread(handle, 12, 0).strip()
    return f" (process {pid.decode()})" if pid.isdigit() else ""


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two paths in one step; False where the system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_CWD, paths[0], _AT_CWD, paths[1], _EXCHANGE)
    elif hasattr(library, "renamex_np"):
        failed = library.renamex_np(*paths, _EXCHANGE)
    else:
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _linked(path: Path) -> bool:
    """Whether it is a file with another name."""
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and found.st_nlink > 1


def _sync(path: Path) -> None:
    """What was written to a file, or the names in a folder, onto the disk."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a file system that knows no such thing
            raise
    finally:
        os.close(handle)
