"""Parts of a whole inside a passage: 其中 lists, breakdowns in brackets, graded projects."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.find.tables import Table
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.relations.lists.clauses import Clause, Page, Sentence, passages, unit_of
from ingest.resolve.relations.lists.counts import CountReader
from ingest.resolve.relations.lists.items import ItemList
from ingest.resolve.relations.lists.lines import LineLists
from ingest.resolve.relations.lists.totals import Totals
from ingest.resolve.relations.lists.verdict import Judge

_BY_KIND = re.compile(r"按[^，。；、:\d]{2,10}(?:分|划分|分类)(?:类|别)?\s*[:，]")
_MADE_OF = re.compile(r"由(?=[^。；;\d]{1,12}\d[^。；;]{4,160}(?<=[元人户家辆])(?:共同)?[组构]成)")
# 包括人员经费40万元: a figure right behind; 主要包括基本工资、津贴 explains what money was paid for.
_HOLDS = re.compile(r"(?<!主要)包[括含]\s*[:：]?(?=[^，。；、:：\d\s]{2,14}\s*\d)")
_GRADES = re.compile(
    r"对\s*(?:(?:19|20)\d{2}\s*年度?\s*)?(?P<whole>\d+)\s*个项目[^。；]{2,160}?“优”\s*“良”\s*“中”\s*“差”的项目分别(?:是|为|有)"
    r"(?P<parts>\s*\d+\s*个?(?:\s*[、，和]\s*\d+\s*个?){3})(?=[。，；(\s])"
)


class PartsReader:
    """Reads `parts` and `of_which` of a document."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._judge = Judge(lexicon)
        words = self._judge.words
        others = "|".join(pattern.pattern for pattern in (_BY_KIND, _MADE_OF, _HOLDS))
        self._lead = re.compile(rf"{words.any('lead')}\s*[:，,、]?\s*|{others}")
        self._dangling = re.compile(rf"{words.any('lead')}\s*[:，,、]?\s*$")
        self._totals = Totals(self._judge)
        self._lines = LineLists(self._judge)
        self._counts = CountReader(self._judge)

    def read(self, facts: Facts, lines: list[tuple[int, int]], tables: list[Table]) -> None:
        """Land every list of the document; `lines` are those outside tables."""
        self._judge.start()
        page = Page(facts)
        spans = passages(lines, tables)
        for start, end in spans:
            if len(page.quantities(start, end)) < 2 or not self._may_list(page, start, end):
                continue
            sentences = page.sentences(start, end)
            for position in range(len(sentences)):
                self._leads(page, sentences, position)
                self._totals.read(page, sentences, position)
        for start, end in page.brackets:
            self._bracket(page, start, end)
        self._lines.read(page, spans)
        self._grades(page)
        self._counts.read(facts)

    def _may_list(self, page: Page, start: int, end: int) -> bool:
        """Whether a passage has any of the words that a list needs."""
        return self._lead.search(page.masked, start, end) is not None or self._totals.may_total(page.bare(start, end))

    def _leads(self, page: Page, sentences: list[Sentence], position: int) -> None:
        """A，其中 a、b: the last figure before 其中, in its sentence or right before it."""
        sentence = sentences[position]
        for match in self._lead.finditer(page.masked, sentence.start, sentence.end):
            clauses = _from(sentence, match.end())
            found = self._judge.scan(page, clauses)
            if not found.items:
                continue
            unit = unit_of(found.items[0].token)
            holder = sentence
            if position and not any(clause.tokens for clause in sentence.clauses if clause.end <= match.start()):
                if page.bare(sentence.start, match.start()):
                    continue  # 基本支出中，… 其中: other words come before it
                holder = sentences[position - 1]
            head = self._judge.items.head(page, holder, match.start(), unit, found.labels)
            if head is not None and holder is not sentence:
                head = self._before(page, holder, head, found)
            if head is not None:
                self._land(page, holder, head, found, is_made=_MADE_OF.match(page.masked, match.start()) is not None)

    def _before(
        self, page: Page, holder: Sentence, head: tuple[Clause, Token], found: ItemList
    ) -> tuple[Clause, Token] | None:
        """The head in the sentence before: where it states several figures, the words must tell which."""
        reader = self._judge.items
        figures = [
            (clause, token)
            for clause, token in reader.figures(page, holder, unit_of(head[1]))
            if token is head[1] or not reader.is_budget(page.bare(clause.start, token.left))
        ]
        return reader.pick(page, figures or [head], found.labels)

    def _land(
        self, page: Page, holder: Sentence, head: tuple[Clause, Token], found: ItemList, is_made: bool = False
    ) -> None:
        clause, token = head
        said = page.bare(holder.start, clause.end)
        subject = self._judge.items.subject(page, clause, token)
        self._judge.judge(page.facts, subject, said, token, found, is_made)

    def _bracket(self, page: Page, start: int, end: int) -> None:
        """A（a、b）: a closed group, or a list that 其中 opens, right behind the figure that it splits."""
        before = page.facts.tokens_in(max(0, start - 24), start) if page.text[start] == "(" else []
        if not before or page.text[before[-1].right : start].strip() or before[-1].kind != "quantity":
            return
        inside, whole = page.opened, before[-1]
        if not unit_of(whole) or not inside.quantities(start, end):
            return
        lead = self._lead.match(page.text, start + 1, end)
        sentences = inside.sentences(lead.end() if lead else start + 1, end - 1)
        if len(sentences) != 1:
            return
        found = self._judge.scan(inside, sentences[0].clauses, unit_of(whole))
        line = page.text.rfind("\n", 0, start) + 1
        holder = page.sentences(line, start)[-1]
        head = next((c for c in holder.clauses if whole in c.tokens), None)
        labels = [item.label for item in found.items]
        if head is not None and (lead or self._judge.groups.match(labels, [], "")[0] == len(labels) >= 2):
            self._land(page, holder, (head, whole), found)

    def _grades(self, page: Page) -> None:
        """Projects graded “优”“良”“中”“差”, so many each: all projects that were evaluated."""
        for match in _GRADES.finditer(page.text):
            whole = page.facts.tokens_in(*match.span("whole"))
            parts = page.facts.tokens_in(*match.span("parts"))
            if len(whole) == 1 and len(parts) == 4 and all(t.kind == "quantity" for t in (*whole, *parts)):
                self._judge.land(page.facts, "parts", "项目", whole[0], parts)


def _from(sentence: Sentence, start: int) -> list[Clause]:
    """The clauses of a sentence from an offset on; the first may be cut."""
    clauses = []
    for clause in sentence.clauses:
        if clause.end > start:
            begin = max(clause.start, start)
            clauses.append(Clause(begin, clause.end, clause.rank, [t for t in clause.tokens if t.start >= begin]))
    return clauses
