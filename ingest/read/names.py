"""Names of files as text: what is no UTF-8 is read as GB18030, as Chinese archives unpacked elsewhere leave it."""

from __future__ import annotations

import os
from pathlib import Path


def name_of(path: Path) -> str:
    """The file's name as text that can be stored and printed; bytes that are neither encoding as U+FFFD."""
    name = os.fsencode(path.name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            pass
    return name.decode("utf-8", "replace")
