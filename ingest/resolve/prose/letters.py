"""Letters: scores that a text on several programs tells of each (居民医保、能力提升补助资金得分分别为97分和95分)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.find.numbers import Token
from ingest.find.scores import SCORED
from ingest.resolve.prose.sentences import HitIndex

Told = tuple[Token, str]  # a score and the program that it is of

_EACH = re.compile(r"(?:分别|依次)(?:为|是|达到?|:)*\s*$")
_JOINT = re.compile(r"分?\s*[、，,和及与]\s*")
_STOP = re.compile(r"[。；;\n]")
_NO_TOTAL = re.compile(r"(?:满分|分值|权重|扣分?|指标|上年|去年|提高|下降|增加)[^，,。；;]{0,6}$")


def program_scores(index: HitIndex, tokens: list[Token], start: int) -> Iterator[Told]:
    """Scores of a line that begins at `start`, each with the one program that its words name."""
    scores = [token for token in tokens if token.is_free and token.unit_class in ("score", "")]
    at = start
    while scores:
        members = _list_at(index.masked, scores)
        first = members[0]
        stops = [match.end() for match in _STOP.finditer(index.masked, at, first.left)]
        since = stops[-1] if stops else at
        said = SCORED.search(index.masked, stops[-1] if stops else start, first.left)
        programs = _programs(index, since, first.left)
        is_total = said and not _NO_TOTAL.search(index.masked, since, first.left)
        if is_total and len(programs) == len(members) and members[-1].unit_class:
            yield from zip(members, programs, strict=True)
        at, scores = members[-1].right, scores[len(members) :]


def _list_at(text: str, scores: list[Token]) -> list[Token]:
    """The first score, with those that 分别 joins to it."""
    members = scores[:1]
    if _EACH.search(text, max(scores[0].left - 8, 0), scores[0].left):
        for score in scores[1:]:
            if not _JOINT.fullmatch(text, members[-1].right, score.left):
                break
            members.append(score)
    return members


def _programs(index: HitIndex, start: int, end: int) -> list[str]:
    """Programs named in a span, in the order of their first names."""
    return list(dict.fromkeys(hit.row["program_code"] for hit in index.cut("programs", start, end)))
