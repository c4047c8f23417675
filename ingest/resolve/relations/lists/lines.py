"""Lists over lines: a line that states the whole and ends in 其中： or 如下：, then marked lines with a part each."""

from __future__ import annotations

import re

from ingest.find.marks import RANK, mark_of
from ingest.find.numbers import Token
from ingest.resolve.relations.lists.clauses import COLON, Clause, Page, Sentence, unit_of
from ingest.resolve.relations.lists.items import Item, ItemList
from ingest.resolve.relations.lists.verdict import Judge

_LAST_WORD = re.compile(r"(?:其中|如下|构成)[\s□:：]*$")
_LAST_CHARS = frozenset("中下成□:：")  # its last characters, but blanks
_ENDS = re.compile(r"(?P<lead>其中|[^，。；:]{0,6}(?:如下|构成))\s*+□*+\s*+[:：]?\s*+$")
_MAX_BEFORE = 6
_CODE = re.compile(r"(?<!\d)2\d{6}(?!\d)")
_ITEM_OF_BUDGET = re.compile(r"\(类\).*\(款\).*\(项\)")
_MAX_LINES = 200


class LineLists:
    """Reads lists whose items are lines."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def read(self, page: Page, passages: list[tuple[int, int]]) -> None:
        """Land the lists of a page; `passages` are the spans of its lines outside tables, then of its long cells."""
        for position, (start, end) in enumerate(passages):
            ends = _opens(page, start, end)
            if ends is None or not page.quantities(start, end):
                continue
            block, marked = self._block(page, passages[position + 1 : position + 1 + _MAX_LINES])
            if len(block) < 2:
                continue
            lines = [(span, page.sentences(*span)[:2]) for span in block]
            for measure in (False, True):
                self._list(page, start, ends.start(), ends["lead"], lines, measure, marked)

    # --- the lines

    def _block(self, page: Page, lines: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], bool]:
        """Lines marked 1, 2, 3 … in one style; unmarked lines between them are passed over."""
        lines = [(s, e) for s, e in lines if page.text[s:e].strip()]
        if not lines:
            return [], False
        first = mark_of(page.text[slice(*lines[0])])
        if first is None:
            return self._unmarked(page, lines[:3]), False
        block: list[tuple[int, int]] = []
        is_new = False
        for start, end in lines:
            mark = mark_of(page.text[start:end])
            is_heading = page.facts.document.text[start:end].lstrip().startswith("#")
            if mark is None and not is_heading:
                is_new = _opens(page, start, end) is not None
                continue
            if mark is None or is_heading or RANK[mark.style] < RANK[first.style]:
                return block, True
            if mark.style != first.style:
                continue  # a list inside an item
            number = mark.value
            if number != len(block) + 1:
                return (block if number == 1 and is_new else []), True
            block.append((start + mark.end, end))
            is_new = False
        return (block if len(lines) < _MAX_LINES else []), True

    def _unmarked(self, page: Page, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Lines without marks: the two or three right below, for a closed group only."""
        return [(s, e) for s, e in lines if mark_of(page.text[s:e]) is None and page.quantities(s, e)]

    def _list(
        self,
        page: Page,
        start: int,
        stop: int,
        lead: str,
        lines: list[tuple[tuple[int, int], list[Sentence]]],
        is_budget: bool,
        marked: bool,
    ) -> None:
        """The list for one measure: what was spent, or what was budgeted. `lines` have their first two sentences."""
        items = [item for span, said in lines if (item := self._item(page, *span, said, is_budget)) is not None]
        if len(items) < 2:
            return
        block = [span for span, _ in lines]
        complete = len(items) == len(block)
        last, several = self._last(page, lines[-1][1], is_budget) if complete and marked else ("", [])
        last = last or items[-1].label
        items = [*items[:-1], *several] if several else items
        labels = [item.label for item in items]
        head = self._head(page, (start, stop), unit_of(items[0].token), is_budget, lead, " ".join(labels))
        if head is None or any(unit_of(item.token) != unit_of(head[2]) for item in items):
            return
        sentence, clause, whole = head
        subject = self._judge.items.subject(page, clause, whole)
        tokens = [item.token for item in items]
        if complete and self._is_all(page, block, lead, last):
            self._judge.land(page.facts, "parts", subject, whole, tokens)
            return
        said = page.bare(sentence.start, clause.end)
        after = [page.bare(*span) for span in block]
        count, is_group = self._judge.groups.match(labels, after, said)
        if is_group and (count == len(items) or not marked):
            self._judge.judge(page.facts, subject, said, whole, ItemList(items[:count], after, False))
        elif (
            complete and marked and whole.unit_class == "money" and ("其中" in lead or self._are_accounts(page, block))
        ):
            self._judge.land(page.facts, "of_which", subject, whole, tokens)

    def _is_all(self, page: Page, block: list[tuple[int, int]], lead: str, last: str) -> bool:
        """Each line has the code of an account, or the lead says what the whole is made of, or the last is the rest."""
        words = [page.text[s:e] for s, e in block]
        if all(_CODE.search(line[:60]) for line in words):
            return "主要" not in lead
        return "构成" in lead or self._judge.groups.is_rest(last)

    @staticmethod
    def _are_accounts(page: Page, block: list[tuple[int, int]]) -> bool:
        return all(_ITEM_OF_BUDGET.search(page.text[s:e]) for s, e in block)

    # --- numbers

    def _item(self, page: Page, start: int, end: int, sentences: list[Sentence], is_budget: bool) -> Item | None:
        """The first figure of a line that is of the measure."""
        first = next(iter(page.quantities(start, end)), None)
        label = _label(self._judge.items.without_budget(page.bare(start, first.left))) if first else ""
        for sentence in sentences:
            for clause in sentence.clauses:
                for token in clause.tokens:
                    before = page.bare(clause.start, token.left)
                    if not unit_of(token) or self._judge.items.is_aside(page, clause, token):
                        return None
                    if self._judge.items.is_budget(before) != is_budget:
                        continue
                    return Item(label or _label(before), token, start, 3)
        return None

    def _last(self, page: Page, sentences: list[Sentence], is_budget: bool) -> tuple[str, list[Item]]:
        """（十）其余各项：a；b；c: the name and the items of a last line that holds several; else nothing."""
        clauses = sentences[0].clauses
        if len(clauses) < 2 or clauses[0].tokens or clauses[0].rank != COLON:
            return "", []
        name, found = page.bare(clauses[0].start, clauses[0].end), self._judge.scan(page, clauses[1:])
        items = [Item(_label(item.label), item.token, item.start, item.rank) for item in found.items]
        is_sure = len(items) >= 2 and not (found.is_open or found.is_torn or found.is_gappy)
        is_list = self._judge.groups.is_rest(name) or all(_CODE.search(item.label) for item in found.items)
        fits = all(self._judge.items.is_budget(item.label) == is_budget for item in found.items)
        return (name, items) if is_sure and is_list and fits else ("", [])

    def _head(
        self, page: Page, span: tuple[int, int], unit: str, is_budget: bool, lead: str, labels: str
    ) -> tuple[Sentence, Clause, Token] | None:
        """The figure of the measure that the lead line states before it opens the list."""
        named = re.search(r"([一-鿿]{2})构成", lead)
        reader = self._judge.items
        for sentence in reversed(page.sentences(*span)):
            fits = [
                (clause, token)
                for clause, token in reader.figures(page, sentence, unit)
                if reader.is_budget(page.bare(clause.start, token.left)) == is_budget
                and (named is None or named[1] in page.bare(clause.start, clause.end))
            ]
            if fits:
                head = reader.pick(page, fits, labels)
                return (sentence, *head) if head is not None else None
        return None


def _opens(page: Page, start: int, end: int) -> re.Match[str] | None:
    """The words at the end of a line that open a list."""
    char = page.masked[end - 1]
    if char not in _LAST_CHARS and not char.isspace():
        return None
    last = _LAST_WORD.search(page.masked, start, end)
    return _ENDS.search(page.masked, max(start, last.start() - _MAX_BEFORE), end) if last else None


def _label(words: str) -> str:
    return re.sub(r"^[\d\-—]+", "", words)
