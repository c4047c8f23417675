"""The year that a report is on: of its title, its label 年度, or of what it says most, judged by when it was signed."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

_DIGITS = "〇零一二三四五六七八九"
_WORDS = "一二三四五六七八九十"
_Y = rf"(?:(?:19|20)\d{{2}}|[一二][{_DIGITS}○]{{3}})"
_M = rf"(?:\d{{1,2}}|[{_WORDS}]{{1,2}})"
_D = rf"(?:\d{{1,2}}|[{_WORDS}]{{1,3}})"
_YEAR = re.compile(rf"({_Y})\s*(年度|财年|财政年度|年)")
_LABEL = re.compile(r"年度\s*[:\t|][\s|]*((?:19|20)\d{2})")
_CITED = re.compile(r"《[^》]{0,400}》|[〔\[(]\d{4}[〕\])]")
_DAY = re.compile(rf"\s*{_M}\s*月\s*{_D}\s*日")
_MONTH = re.compile(rf"\s*{_M}\s*月(?!\s*[-—~至到底末])")
_UNTIL = re.compile(r"(?:截至|截止|截止到|至|到)\s*$")
_COMPARED = re.compile(r"(?:较|比|与|同|自|从|由|对比|相比)\s*$")
# What is still to come is no year that a report is on: 2025年，我们将…, 2025年工作计划.
_AHEAD = re.compile(
    r"度?[，、]?(?:我[局市县区州省]|我们|全[市县区州省]|[市县区州]?医保局|医保(?:系统|工作))?(?:将|要|拟|计划|力争|打算|重点)"
    r"|度?[^，。；\n]{0,8}工作(?:计划|打算|思路|安排|要点|目标|谋划|展望)"
)
_SIGNED = re.compile(rf"^[ \t　]*(?P<year>{_Y})\s*年\s*(?P<month>{_M})\s*月(?:\s*{_D}\s*日)?[ \t　]*$", re.MULTILINE)
_DATED = re.compile(
    r"(?:发布|成文|填报|报告|印发|公开|生成)(?:日期|时间)\s*[:|\t]\s*(?P<year>20\d{2})\s*[-/.年]\s*(?P<month>\d{1,2})"
)
_LOOKS_BACK = re.compile(r"总结|回顾|完成情况|自评|决算|汇报")
_LOOKS_AHEAD = re.compile(r"通知|方案|要点|计划|预算公开")
_OPENING = 2  # lines of sentences that a report opens with
_HEAD = 3000
_BACK = 2  # years before its signature that a report may be on
_LATE = 7  # the month from which on a report is on the year it is signed in
_EARLY = 2  # the month up to which it can hardly be


class _Said(NamedTuple):
    """A year that the text speaks of: where it ends, its line, whether it opens it, whether it is called a 年度."""

    year: int
    end: int
    line: int
    opens: bool
    annual: bool


def title_year(*titles: str) -> int | None:
    """The year that the first title with one names; the day it was signed on is none."""
    for words in titles:
        said = _said(words)
        past = [hit for hit in said if not _AHEAD.match(words, hit.end)]
        said = past if _LOOKS_BACK.search(words) else past or said  # 总结及2025年工作计划 is on another year
        called = [hit.year for hit in said if hit.annual]
        if said:
            return (called or [hit.year for hit in said])[0]
    return None


def year_of(title: str, subtitle: str, prose: str) -> int | None:
    """The year that a document is on, or None where it names none."""
    stated = title_year(title, subtitle)
    if stated:
        return stated
    plain = _CITED.sub("", prose)
    labelled = _LABEL.search(plain[:_HEAD])
    if labelled:
        return int(labelled[1])
    signed = _signed(plain)
    if signed and _LOOKS_AHEAD.search(title):
        return signed[0]
    votes = _votes(_said(plain, past=True))
    if signed:
        votes = _judged(votes, *signed)
    if votes:
        return max(votes, key=lambda year: (votes[year], year))
    named = [number(match[1]) for match in _YEAR.finditer(plain)]
    return Counter(named).most_common(1)[0][0] if named else None


def number(digits: str) -> int:
    """2024, 二〇二四 or 二零二四 as a number."""
    return int("".join(str(max(_DIGITS.find(c) - 1, 0)) if c in _DIGITS else c for c in digits.replace("○", "〇")))


def _votes(said: list[_Said]) -> Counter[int]:
    """How much speaks for each year: that it is said, called a 年度, and that the report opens with it."""
    votes: Counter[int] = Counter()
    opening = sorted({hit.line for hit in said})[:_OPENING]
    for hit in said:
        votes[hit.year] += 1 + hit.annual
    for hit in said[:1]:
        votes[hit.year] += 2 * (hit.line in opening) + 2 * hit.opens
    return votes


def _judged(votes: Counter[int], year: int, month: int) -> Counter[int]:
    """The votes that a signature leaves: none for years to come or long ago, one more for the year it tells."""
    own = year if month >= _LATE else year - 1
    left = Counter({said: count for said, count in votes.items() if year - _BACK <= said <= year})
    if month <= _EARLY and left[own]:
        left.pop(year, None)
    left[own] += 1
    return left


def _said(words: str, past: bool = False) -> list[_Said]:
    """Years that the words name, but those of a day and those compared with; with `past`, none that is to come."""
    found = []
    for match in _YEAR.finditer(words):
        before, after = words[max(0, match.start() - 4) : match.start()], words[match.end() : match.end() + 24]
        until = _UNTIL.search(before)
        dated = _DAY.match(after) or (past and _MONTH.match(after))
        if (dated and not until) or (past and (_COMPARED.search(before) or _AHEAD.match(after))):
            continue
        start = words.rfind("\n", 0, match.start()) + 1
        opens = not words[start : match.start()].strip(" \t　#*")
        found.append(_Said(number(match[1]), match.end(), start, opens, match[2] != "年"))
    return found


def _signed(plain: str) -> tuple[int, int] | None:
    """Year and month of the signature, else of the day it was published on."""
    found = [*_DATED.finditer(plain), *_SIGNED.finditer(plain)]
    return (number(found[-1]["year"]), _month(found[-1]["month"])) if found else None


def _month(words: str) -> int:
    """8, 八 or 十一 as a number."""
    if words.isdigit():
        return int(words)
    ones = words.rpartition("十")[2]
    return 10 * ("十" in words) + (_WORDS.index(ones) + 1 if ones else 0)
