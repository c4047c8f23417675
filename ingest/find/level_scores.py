"""Scores of first-level indicators in a sentence: one after the other, or names first and their scores after them.

决策18分、过程21.5分   决策类权重15%，得13.5分；过程类…   决策、过程两项的分值依次为20分、80分，得分分别为18分、77分
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.find.scores import FULL, FULL_WORD, IS, LESS, OWN, OWN_WORD, SEP

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LevelScore:
    """Where a name stands, and its full and own score where they are told."""

    name: Span
    full: Span | None
    own: Span | None


_LEVEL = (
    "部门管理|管理效率|运行成本|履职效[能果益]|社会效[应益]|可持续(?:性|影响)|服务对象满意度?|预算执行"
    "|决策|投入|过程|管理|产出|效益|效果|成本|满意度|履职"
)
# Each branch begins with a literal: `re` skips to it.
_NAME = rf"(?:项目(?:{_LEVEL})|部门(?:{_LEVEL})|{_LEVEL})(?:类|指标|管理)*"
_ASPECT = r"(?:方面|部分|维度|环节|情况)?"
_ONE = re.compile(
    rf"(?P<name>{_NAME}){_ASPECT}\s*(?P<got>[,，:(]?\s*(?:实际|共|合计)?(?:得分|得|自评|评分))?{IS}(?P<open>\()?\s*(?P<weight>{FULL_WORD}{IS})?"
    rf"{FULL}\s*[分%]\)?(?:{LESS}{SEP}{OWN_WORD}{IS}{OWN}\s*分)?"
)
# 20分的决策指标，自评得19分: the full score stands before the name.
_OF = re.compile(
    rf"{FULL}\s*分的[“\"]?(?P<name>{_NAME}){_ASPECT}[”\"]?\s*[,，:]?\s*(?:实际|共)?{OWN_WORD}{IS}{OWN}\s*分"
)
_NUMBER = r"\d{1,3}(?:\.\d+)?"
_LISTED = re.compile(_NUMBER)
_NAMES = re.compile(
    rf"{_NAME}{_ASPECT}(?:\([^()]{{1,10}}\))?(?:\s*[、,，和及与]\s*{_NAME}{_ASPECT}(?:\([^()]{{1,10}}\))?)+"
)
_EACH = re.compile(rf"(?P<name>{_NAME}){_ASPECT}(?:\([^()\d]{{0,6}}(?P<full>{_NUMBER})\s*[分%]\))?")
_LIST = re.compile(
    rf"(?:等?\s*[2-9]\s*(?=[个项大类]))?[^\d。\n]{{1,24}}?(?P<list>{_NUMBER}\s*[分%]?(?:\s*[、,，和及/]\s*{_NUMBER}\s*[分%]?)+)"
)
_KIND = re.compile(rf"(?P<own>{OWN_WORD})|(?P<full>{FULL_WORD})")
_IN_ORDER = re.compile(r"分别|依次|顺次|各")
_BOUND = re.compile(r"[。\n\t|]")


def find_level_scores(prose: str, start: int, end: int) -> list[LevelScore]:
    """What the sentences of a span say of the first level."""
    # It begins with digits, which are everywhere: what stands behind them is looked for first.
    of = _OF.finditer(prose, start, end) if prose.find("分的", start, end) >= 0 else ()
    behind = [LevelScore(m.span("name"), m.span("full"), m.span("own")) for m in of]
    taken = {said.name for said in behind}
    others = [*_in_order(prose, start, end), *_listed(prose, start, end)]
    return behind + [said for said in others if said.name not in taken]


def _listed(prose: str, start: int, end: int) -> list[LevelScore]:
    """决策18分、过程21.5分: a number alone is the own score, unless in brackets or in a sentence of full ones."""
    if prose.find("得", start, end) < 0:
        return []
    found = list(_ONE.finditer(prose, start, end))
    # 预算执行 of one project after the other is one name told again, no list of the first level.
    told = len({match["name"] for match in found if match["own"] or match["got"]})
    scores: list[LevelScore] = []
    for group in _sentences(prose, found):
        if len(group) < 2 and not (told >= 2 and (group[0]["own"] or group[0]["got"])):
            continue
        before = prose[_sentence_start(prose, start, group[0].start()) : group[0].start()]
        kind = _last_kind(before)
        for match in group:
            is_bare = not match["got"] and (kind == "full" or (match["open"] and kind != "own"))
            is_full = match["own"] or match["weight"] or is_bare
            full = match.span("full") if is_full else None
            own = match.span("own") if match["own"] else None if is_full else match.span("full")
            scores.append(LevelScore(match.span("name"), full, own))
    return scores


def _sentences(prose: str, found: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Matches that no end of a sentence divides."""
    group: list[re.Match[str]] = []
    for match in found:
        if group and _BOUND.search(prose, group[-1].end(), match.start()):
            yield group
            group = []
        group.append(match)
    if group:
        yield group


def _sentence_start(prose: str, start: int, at: int) -> int:
    return max(start, *(prose.rfind(bound, start, at) + 1 for bound in "。\n\t|"))


def _last_kind(words: str) -> str:
    """Whether words spoke last of own or of full scores, '' where of neither."""
    kinds = [str(match.lastgroup) for match in _KIND.finditer(words)]
    return kinds[-1] if kinds else ""


def _in_order(prose: str, start: int, end: int) -> Iterator[LevelScore]:
    """决策、过程的分值依次为20分、80分，得分依次为18分、75分: as many numbers as names."""
    for names in _NAMES.finditer(prose, start, end):
        each = list(_EACH.finditer(prose, *names.span()))
        spans: dict[str, list[Span]] = {}
        at = names.end()
        while (listed := _LIST.match(prose, at, end)) is not None:
            words = prose[at : listed.start("list")]
            numbers = [match.span() for match in _LISTED.finditer(prose, *listed.span("list"))]
            kind = _last_kind(words) or ("own" if "得" in words else "")
            if kind and _IN_ORDER.search(words) and len(numbers) == len(each):
                spans.setdefault(kind, numbers)
            at = listed.end()
        if spans:
            for position, match in enumerate(each):
                noted = match.span("full") if match["full"] else None
                full = spans["full"][position] if "full" in spans else noted
                yield LevelScore(match.span("name"), full, spans["own"][position] if "own" in spans else None)
