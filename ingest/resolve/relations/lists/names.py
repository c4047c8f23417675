"""Names that are listed in full beside their number: 包含“甲”“乙”2个三级指标, 内设甲科、乙科2个科室."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.relations.lists.groups import Words
from ingest.resolve.relations.write import Operand, relate

_QUOTED = r"“[^“”\n]{1,60}”"
_JOINT = r"\s*[、，,]?\s*(?:和|及|与|以及)?\s*"
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
        apposed = r"[，,]\s*(?:分别(?:是|为)|即)\s*[:：]?\s*"
        self._apposed = re.compile(f"{_COUNTER}{noun}{apposed}")
        self._forms = (  # by turns: a lead before the names, the names apposed to their number
            re.compile(rf"{lead}\s*[:：]?\s*(?P<names>{_RUN})\s*{number}(?P<noun>{noun})"),
            re.compile(rf"{number}(?P<noun>{noun}){apposed}(?P<names>{_RUN})\s*(?=[。；;\n]|$)"),
            re.compile(rf"(?P<lead>{lead})\s*(?P<names>{_LIST}?)\s*{number}(?P<noun>{noun})"),
            re.compile(rf"{number}(?P<noun>{noun}){apposed}(?P<names>{_LIST})\s*(?=[。；;\n]|$)"),
        )

    def read(self, facts: Facts) -> None:
        """Land the counts of names of a document."""
        taken: set[int] = set()
        is_apposed = self._apposed.search(facts.view.prose) is not None
        for form in self._forms if is_apposed else self._forms[::2]:
            for match in form.finditer(facts.view.prose):
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
