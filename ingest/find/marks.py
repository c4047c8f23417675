"""Heading and list marks at the start of a line: 一、 （一） 1. （1） 1） ① 第一部分 附件1."""

from __future__ import annotations

import re
from typing import NamedTuple

_CN = "一二三四五六七八九十"
_MARK = re.compile(
    rf"""\s*(?:[-•·]\s+)?(?:
      (?P<part>第[{_CN}]{{1,3}}(?:部分|章|编|节))
    | (?P<attachment>附[件表]\s*(?:(?:\d{{1,2}}|[{_CN}]{{1,2}})(?!\d)\s*[:.]?|:))
    | (?P<cn>[{_CN}]{{1,3}}\s*(?:、|\.(?!\d)))
    | (?P<cnp>\(\s*[{_CN}]{{1,3}}\s*\))
    | (?P<ar>\d{{1,2}}\s*(?:、|\.(?!\d)))
    | (?P<arp>\(\s*\d{{1,2}}\s*\))
    | (?P<arr>\d{{1,2}}\s*\))
    | (?P<circle>[①-⑳])
    )\s*""",
    re.VERBOSE,
)


class Mark(NamedTuple):
    """Style of a mark and the offset, inside the line, where the words after it begin."""

    style: str
    end: int
    number: str

    @property
    def is_first(self) -> bool:
        """一、 (1) 第一章."""
        return self.number.strip(" ()、.") in ("一", "1", "①", "第一部分", "第一章", "第一编", "第一节")


def mark_of(line: str) -> Mark | None:
    """The mark that a folded line starts with, or None."""
    match = _MARK.match(line)
    if match is None or match.lastgroup is None:
        return None
    return Mark(match.lastgroup, match.end(), match[match.lastgroup])
