"""Headings: the chain of marked lines that a line stands under, and what they say of the numbers in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from ingest.find.marks import mark_of
from ingest.resolve.prose.sentences import HitIndex

_NOT_STATED = re.compile(
    r"(?:绩效|总体|年度|预期|阶段|设定|总)*目标(?:设定|设置|值|内容|情况)?$|目标设定|预期目标"
    r"|下一步|改进(?:措施|建议)|工作打算|名词解释|主要职责|下年"
)
_STATED = re.compile(r"完成|实现|下达|分解|存在")
_FUND_ACCOUNT = re.compile(r"基金.*(?:收支|运行|结余)|(?:收支|运行|结余).*基金")
_FISCAL_ACCOUNT = re.compile(
    r"^(?:(?:19|20)\d{2}年度?)?((?:政府性基金(?:预算)?|国有资本经营(?:预算)?)?财政拨款)总?(?:收入|支出|收支|收、支)"
)
_OTHER_ACCOUNT = re.compile(r"一般公共预算|政府性基金|国有资本|基本支出|三公")
_SCHEME_HEADING = re.compile(r"基金|参保|筹资|待遇|运行|收支|医保$|保险$|险$|救助$")
_SCHEME_ALONE = re.compile(r"\s*(?:基金)?(?:收支|运行|收支运行|收支和运行)?(?:总体)?(?:情况)?\s*")
_LEVEL_HEADINGS = (
    (re.compile(r"中央(?:财政|补助|下达|资金)"), "central"),
    (re.compile(r"省级|省财政"), "provincial"),
    (re.compile(r"市级|市财政"), "municipal"),
)
_HEADING_END = re.compile(r"[。；]")
_REMARK = re.compile(r"\([^()]*\)")
_MAX_HEADING = 40


class _Section(NamedTuple):
    """A heading: the style of its mark, its words."""

    style: str
    words: str


class Headings:
    """The headings that lines stand under, the nearest last, and what they say of the numbers there, found once."""

    def __init__(self, index: HitIndex, sections: Sequence[_Section] = ()) -> None:
        self._index = index
        self._sections = sections
        self.words = [section.words for section in sections]
        self.short = [words for words in self.words if len(words) <= _MAX_HEADING]  # those that are no sentences
        self.nearest = self.short[-1] if self.short else ""
        self.states_nothing = any(map(_states_nothing, self.short))

    def below(self, line: str) -> Headings | None:
        """The headings from this line on; None where it bears no mark. A mark style seen above closes down to it."""
        mark = mark_of(line)
        if mark is None:
            return None
        styles = [section.style for section in self._sections]
        kept = self._sections[: styles.index(mark.style)] if mark.style in styles else self._sections
        words = _HEADING_END.split(line[mark.end :].strip()[:60], maxsplit=1)[0]
        return Headings(self._index, [*kept, _Section(mark.style, words)])

    @cached_property
    def topic(self) -> str:
        """Group of metrics that they are about (fund), or ''."""
        account = bool(self.words) and _is_scheme(self.words[-1], self._index)
        return "fund" if account or _FUND_ACCOUNT.search("".join(self.short[-2:])) else ""

    @cached_property
    def fiscal(self) -> str:
        """The money that the nearest is about: 财政拨款, or that of another budget; '' for all of it."""
        return next((money for money in map(_money_of, reversed(self.short)) if money is not None), "")

    @cached_property
    def level(self) -> str:
        """Funding level that the nearest begins with (（一）中央财政下达…)."""
        return next(filter(None, map(_level_of, reversed(self.words[:-1] or self.words))), "")

    @cached_property
    def scheme(self) -> str:
        """Scheme that the nearest names alone (（一）城乡居民医保)."""
        return _heading_scheme([*self.short, *map(_bare, self.words[-1:])], self._index)


@lru_cache(maxsize=4096)
def _states_nothing(heading: str) -> bool:
    """Whether what stands under a heading is aimed at or meant to be done, not a value (年度目标, 下一步)."""
    return bool(_NOT_STATED.search(heading)) and not _STATED.search(heading)


@lru_cache(maxsize=4096)
def _level_of(heading: str) -> str:
    return next((level for pattern, level in _LEVEL_HEADINGS if pattern.match(heading)), "")


def _heading_scheme(headings: list[str], index: HitIndex) -> str:
    """Scheme that the nearest heading names alone (（一）城乡居民医保)."""
    for words in map(_bare, reversed(headings)):
        if len(words) <= 24 and _SCHEME_HEADING.search(words):
            codes = {hit.row["scheme_code"] for hit in index.scheme_phrases.find(words)} - {"", "basic_all"}
            if len(codes) == 1:
                return codes.pop()
    return ""


@lru_cache(maxsize=4096)
def _money_of(heading: str) -> str | None:
    found = _FISCAL_ACCOUNT.match(heading)
    if found:
        return found[1]
    return "" if _OTHER_ACCOUNT.search(heading) else None


@lru_cache(maxsize=4096)
def _bare(heading: str) -> str:
    """A heading up to its colon, without remarks in brackets: 职工医保（含生育保险） is of the employees' fund."""
    return _REMARK.sub("", heading.split(":")[0]).strip()


def _is_scheme(heading: str, index: HitIndex) -> bool:
    """Whether a heading is the name of one insurance and nothing more (（一）城乡居民基本医疗保险。)."""
    words = _bare(heading)
    hits = [hit for hit in index.scheme_phrases.find(words) if hit.row["scheme_code"]]
    return len(hits) == 1 and bool(_SCHEME_ALONE.fullmatch(words[: hits[0].start] + words[hits[0].end :]))
