"""Texts of files on a terminal: signs that would steer it, or turn the order of what is shown, are shown as U+FFFD.

A file's name or a cell may hold escape sequences, which set the title of a window, move the cursor or hide words.
"""

from __future__ import annotations

import re

# Controls but tab and line feed, marks of direction, and halves of a pair of code units.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text without what steers a terminal."""
    return _STEERING.sub("\ufffd", text)
