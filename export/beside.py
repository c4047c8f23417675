"""A file or folder is written beside the place where it shall stand, and put there in one step when it is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.dbt import Unusable
from ingest.scratch import scratch

_LOCKS = ("~${}", ".~lock.{}#")  # what Excel and LibreOffice put beside a file that they have open


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Where to write what shall stand at `target`; it stands there when the block has ended without an error."""
    target = target.resolve()
    try:
        with scratch(target.parent, "export") as folder:
            fresh = folder / target.name
            yield fresh
            if target.is_dir():
                target.replace(folder / "old")  # goes with the scratch folder
            fresh.replace(target)
    except OSError as error:
        raise Unusable(f"{target}: cannot be written ({error.strerror or error}); name another place") from error


def refuse_unwritable(file: Path) -> None:
    """Unusable where the file must not be replaced: a folder, a write-protected file, one that is open elsewhere."""
    if file.is_dir():
        raise Unusable(f"{file}: is a folder; name the file to write")
    if file.exists() and not os.access(file, os.W_OK):
        raise Unusable(f"{file}: is write-protected; name another file")
    for lock in (file.with_name(name.format(file.name)) for name in _LOCKS):
        if lock.exists():
            raise Unusable(f"{file}: is open in another program; close it there (or remove {lock.name}, if it is not)")
