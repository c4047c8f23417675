"""Parts first, then what they make together: A、B，合计 C; one document gave A, another B, together C."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.resolve.relations.amounts import gap
from ingest.resolve.relations.lists.clauses import Clause, Page, Sentence, unit_of
from ingest.resolve.relations.lists.verdict import Judge

_TIMES = {"两": 2, "二": 2, "三": 3, "四": 4}
_COUNTED = re.compile(r"([两二三四])(?:[项批次者笔级])")
_DOCUMENT = re.compile(r"[〔\[(【]\s*(?:19|20)\d{2}\s*[〕\])】]\s*\d+\s*号|《[^《》]+》")
_LEVEL = re.compile(r"中央|省级|自治区|市级|县级")
_TOGETHER = re.compile(r"共|合计|总")
_RISEN_TO = ("到", "至")
_AT_ONCE = re.compile(r"(?:全年|当年|以上|上述|两次|两批|三批)*(?:共|合计)")


class Totals:
    """Reads sums whose total comes last."""

    def __init__(self, judge: Judge) -> None:
        words = judge.words
        self._judge = judge
        self._total = re.compile(rf"(?P<label>[^，,；;。:]*?){words.any('total')}(?P<tail>[^，,；;。:\d]*)$")
        self._dress = re.compile(rf"(?:{words.any('total_dress')}|(?:19|20)\d{{2}}年?度?|[、和])*")
        self._sums = re.compile(words.any("total"))
        self._lead = re.compile(words.any("lead"))
        self._budget = re.compile(words.any("budget"))
        self._onward = re.compile(words.any("onward"))
        self._issue = re.compile(words.any("issue"))
        self._needed = re.compile(words.any("total", "issue"))

    def may_total(self, words: str) -> bool:
        """Whether words without blanks have any of those that a total needs."""
        return self._needed.search(words) is not None

    def read(self, page: Page, sentences: list[Sentence], position: int) -> None:
        """Land the totals that one sentence states of what stands before them."""
        sentence = sentences[position]
        if not self.may_total(page.bare(sentence.start, sentence.end)):
            return
        for at, clause in enumerate(sentence.clauses):
            if len(clause.tokens) != 1 or not unit_of(clause.tokens[0]):
                continue
            total = clause.tokens[0]
            words = page.bare(self._start(sentence, at), total.left)
            if self._lead.search(page.bare(sentence.start, clause.end)):
                return
            match = self._total.search(words)
            if match and self._dress.fullmatch(match["label"]) and self._dress.fullmatch(match["tail"]):
                self._sum(page, sentences[: position + 1], at, total, match["label"])
        self._documents(page, sentences, position)

    @staticmethod
    def _start(sentence: Sentence, at: int) -> int:
        """Where the total's own words begin: 市、县两级财政补助合计 is one label."""
        while at and sentence.clauses[at - 1].rank == 1 and not sentence.clauses[at - 1].tokens:
            at -= 1
        return sentence.clauses[at].start

    def _sum(self, page: Page, sentences: list[Sentence], at: int, total: Token, label: str) -> None:
        """Every figure of its unit before the total in the last of the sentences is a part, or nothing is."""
        sentence = sentences[-1]
        parts: list[Token] = []
        is_first = True  # no other total stands before
        earlier = 0  # parts before the last ；
        for clause in sentence.clauses[:at]:
            mine = [t for t in clause.tokens if unit_of(t) == unit_of(total)]
            if not mine:
                continue
            words = page.bare(clause.start, clause.end)
            if len(mine) > 1 or self._budget.search(words) or self._judge.items.is_aside(page, clause, mine[0]):
                return
            parts.append(mine[0])
            if self._sums.search(words):
                parts, is_first = [], False  # what stands before another total is its own
            earlier = len(parts) if clause.rank == 3 else min(earlier, len(parts))
        if 0 < earlier < len(parts) - 1:
            return
        counted = _COUNTED.search(label)
        if len(parts) < 2 or (counted is not None and _TIMES[counted[1]] != len(parts)):
            return
        if counted is None and is_first and gap(total, parts) > 0 and (told := self._told(page, sentences[:-1], total)):
            parts = next(([part, *parts] for part in reversed(told) if not gap(total, [part, *parts])), [])
        self._land(page, sentence.clauses[at], total, parts)

    def _told(self, page: Page, sentences: list[Sentence], total: Token) -> list[Token]:
        """中央下达C。省级安排D、市级安排E，合计…: figures of the sentences before, of which one may be a part."""
        found = []
        for clause in (clause for sentence in sentences for clause in sentence.clauses):
            for token in clause.tokens:
                before = page.bare(clause.start, token.left)
                is_level = before.endswith(_RISEN_TO) or self._judge.items.is_plain(page, clause, token)
                if unit_of(token) == unit_of(total) and is_level and not self._budget.search(before):
                    found.append(token)
        return found

    def _documents(self, page: Page, sentences: list[Sentence], position: int) -> None:
        """Each part was issued by a document that is named; the total, right after them, by none."""
        sentence = sentences[position]
        parts: list[Token] = []
        said: list[str] = []
        since = sentence.start
        for clause in sentence.clauses:
            if not clause.tokens:
                continue
            words = page.text[since : clause.tokens[0].left]
            named = len(_DOCUMENT.findall(words)) or any(
                token.kind == "document_number" for token in page.facts.tokens_in(since, clause.tokens[0].left)
            )
            if len(clause.tokens) != 1 or not self._issue.search(page.bare(since, clause.end)):
                return
            if not named:
                if len(parts) >= 2 and self._is_total(page.bare(since, clause.end), said):
                    self._land(page, clause, clause.tokens[0], parts)
                return
            parts.append(clause.tokens[0])
            said.append(page.text[since : clause.end])
            since = clause.end
        if len(parts) >= 2 and position + 1 < len(sentences):
            self._after(page, sentences[position + 1], parts)

    def _is_total(self, words: str, parts: list[str]) -> bool:
        """共下达, or 中央财政下达 behind documents that each name 中央; no further part, nothing passed on."""
        if self._onward.search(words) or "下达" not in words:
            return False
        levels = set(_LEVEL.findall(words))
        return bool(_TOGETHER.search(words)) or bool(levels and all(levels <= set(_LEVEL.findall(p)) for p in parts))

    def _after(self, page: Page, sentence: Sentence, parts: list[Token]) -> None:
        """全年共下达…: the next sentence says what the documents of this one make."""
        clause = sentence.clauses[0]
        words = page.bare(clause.start, clause.end)
        is_plain = not _DOCUMENT.search(page.text[clause.start : clause.end]) and not self._onward.search(words)
        if len(clause.tokens) == 1 and is_plain and _AT_ONCE.match(words) and self._issue.search(words):
            self._land(page, clause, clause.tokens[0], parts)

    def _land(self, page: Page, clause: Clause, total: Token, parts: list[Token]) -> None:
        if len({unit_of(token) for token in (total, *parts)}) == 1 and unit_of(total):
            subject = self._judge.items.subject(page, clause, total)
            self._judge.land(page.facts, "parts", subject, total, parts)
