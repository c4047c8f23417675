"""Names that are listed in full beside their number: 包含“甲”“乙”2个三级指标, 内设甲科、乙科2个科室."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.find.numbers import Token
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.relations.lists.groups import Words
from ingest.resolve.relations.write import Operand, relate

_QUOTED = r"“[^“”\n]{1,60}”"
_JOINT = r"\s*+[、，,]?\s*+(?:和|及|与|以及)?\s*+"
_RUN = rf"{_QUOTED}(?:{_JOINT}{_QUOTED}){{0,60}}"
_PLAIN = r"[一-鿿A-Za-z()]{2,24}"
_LIST = rf"{_PLAIN}(?:、{_PLAIN}){{1,30}}"
_COUNTER = r"(?:个|家|项|名|类|种)"
_UNSURE = re.compile(r"和|及|与|等|或|其他")
_MAX_BETWEEN = 16


class NameReader:
    """Reads `name_count` of a document. Quoted names are told apart for certain; bare ones only where 、 does it."""

    def __init__(self, lexicon: Lexicon) -> None:
        lead = Words(lexicon).any("name_lead")
        number = rf"(?P<n>\d(?<!\d\d)\d{{0,2}}+)\s*+{_COUNTER}"
        noun = rf"[一-鿿]{{0,{_MAX_BETWEEN}}}"
        apposed = r"[，,]\s*+(?:分别(?:是|为)|即)\s*+[:：]?\s*+"
        self._apposed = re.compile(f"{_COUNTER}{noun}{apposed}")  # what stands behind the digits, which are everywhere
        self._forms = (  # each with whether the names are apposed to their number
            (re.compile(rf"{lead}\s*+[:：]?\s*+(?P<names>{_RUN})\s*+{number}(?P<noun>{noun})"), False),
            (re.compile(rf"{number}(?P<noun>{noun}){apposed}(?P<names>{_RUN})\s*(?=[。；;\n]|$)"), True),
            (re.compile(rf"(?P<lead>{lead})\s*+(?P<names>{_LIST}?)\s*+{number}(?P<noun>{noun})"), False),
            (re.compile(rf"{number}(?P<noun>{noun}){apposed}(?P<names>{_LIST})\s*(?=[。；;\n]|$)"), True),
        )

    def read(self, facts: Facts) -> None:
        """Land the counts of names of a document."""
        taken: set[int] = set()
        prose = facts.view.prose
        starts = [_digits_before(prose, match.start()) for match in self._apposed.finditer(prose)]
        for form, is_apposed in self._forms:
            for match in _matches(form, prose, starts) if is_apposed else form.finditer(prose):
                token = next(iter(facts.tokens_in(*match.span("n"))), None)
                count = self._count(match["names"])
                if token is None or token.kind != "quantity" or token.start in taken or not count:
                    continue
                taken.add(token.start)
                self._land(facts, token, match.span("names"), count, match["noun"])

    @staticmethod
    def _count(names: str) -> int:
        """How many names stand in the list, or 0 where the words leave it open."""
        if "“" in names:
            return len(re.findall(_QUOTED, names))
        bare = re.sub(r"\([^()]*\)", "", names)
        return 0 if _UNSURE.search(bare) or "(" in bare or ")" in bare else bare.count("、") + 1

    @staticmethod
    def _land(facts: Facts, token: Token, span: tuple[int, int], count: int, noun: str) -> None:
        start, end = span
        while facts.view.prose[end - 1].isspace():
            end -= 1
        if token.qualifier != "exact" or token.range_high is not None or token.is_range_high:
            return
        counted = Operand("counted", str(count), token.unit_label, "exact", start, end)
        subject = facts.label(token.end, token.end + len(noun)) or facts.printed(token.start, token.end)
        relate(facts, "name_count", subject, [Operand.of(token, "stated"), counted])


def _digits_before(text: str, at: int) -> int:
    """Where the digits begin that stand before a place, with blanks between or none."""
    while at and text[at - 1].isspace():
        at -= 1
    while at and text[at - 1].isdecimal():
        at -= 1
    return at


def _matches(form: re.Pattern[str], text: str, starts: list[int]) -> Iterator[re.Match[str]]:
    """The matches that begin at these places; none begins inside another."""
    end = 0
    for start in starts:
        if start >= end and (match := form.match(text, start)):
            yield match
            end = match.end()
