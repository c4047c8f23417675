"""Heads and items: the number that a list splits up, and the numbers that the list names one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.find.numbers import Token
from ingest.resolve.relations.lists.clauses import Clause, Page, Sentence, unit_of
from ingest.resolve.relations.lists.groups import Words

_JOINTS = re.compile(r"^(?:截至|截止|至|到)?(?:(?:19|20)?\d+[年月日]?度?|[底末、，,:.的]|其中)+")
_TAIL = re.compile(r"(?:为|达到?|共计?|约|计|有|是|了|“|:|累计|合计|总计)++$")
_BASE = re.compile(r"\s*的\s*(?:\d|比[例重率]|百分之)")  # 预算500万元的96%
_MAX_SUBJECT = 20


@dataclass(frozen=True, slots=True)
class Item:
    """A number with its label and the clause it stands in."""

    label: str
    token: Token
    start: int
    rank: int  # strongest separator between it and the item before


@dataclass(frozen=True, slots=True)
class ItemList:
    """Items of a list, and the words that follow inside its sentence."""

    items: list[Item]
    after: list[str]
    is_open: bool
    is_torn: bool = False  # a ； ends it, and the same unit goes on behind
    is_gappy: bool = False  # a figure of the unit was passed over where an item could stand

    @property
    def labels(self) -> str:
        """The labels of its items, with blanks between them."""
        return " ".join(item.label for item in self.items)


class ItemReader:
    """Tells figures apart: heads, items, and what is only said of them."""

    def __init__(self, words: Words) -> None:
        self.lead = re.compile(words.any("lead"))
        self.total = re.compile(words.any("total"))
        self.attribute = re.compile(words.begins("aside", "attribute", "absent"))
        self._aside = re.compile(words.begins("aside"))
        self._flow = re.compile(words.any("flow"))
        self._change = re.compile(rf"{words.any('change')}[了约近为达到\s]*$")
        self._compared = re.compile(rf"{words.any('compared')}(?!结)[一-鿿]{{0,6}}$")
        self.each = re.compile(words.any("each"))
        self.open = re.compile(rf"{words.any('open')}$")
        self._stop = re.compile(words.any("stop"))
        self._spent, self._balance = re.compile(words.any("spent")), re.compile(words.any("balance"))
        self._noun = re.compile(words.any("noun"))
        self._tail = re.compile(rf"{words.any('item_tail')}$")
        self._budget = re.compile(rf"{words.any('budget')}[为是达\s]*$")

    # --- heads

    def is_budget(self, words: str) -> bool:
        """Whether the words before a number say that it is a budget, not what was spent."""
        return self._budget.search(words) is not None

    def without_budget(self, words: str) -> str:
        """The label without the words that say budget."""
        return self._budget.sub("", words)

    def is_plain(self, page: Page, clause: Clause, token: Token) -> bool:
        """A figure of its own, no change, rate or comparison."""
        before = page.bare(clause.start, token.left)
        if self._aside.match(before) or _BASE.match(page.text, token.right):
            return False
        return not self._change.search(before) and not self._compared.search(before)

    def head(
        self, page: Page, sentence: Sentence, stop: int, unit: str, labels: str = ""
    ) -> tuple[Clause, Token] | None:
        """The last plain figure of this unit before `stop`; None where the words could mean another."""
        clauses = [clause for clause in sentence.clauses if clause.start < stop]
        for position in range(len(clauses) - 1, -1, -1):
            clause = clauses[position]
            plain = [t for t in clause.tokens if t.start < stop and self.is_plain(page, clause, t)]
            same = [t for t in plain if unit_of(t) == unit]
            other = [t for t in plain if unit_of(t) and unit_of(t) != unit]
            if other or len(same) > 1:
                return None
            if same and self._spent.search(labels) and self._balance.search(page.bare(clause.start, same[0].left)):
                continue  # what was spent is no part of what is left
            if same:
                before = clauses[position - 1] if position else None
                paired = before is not None and before.rank == 1 and any(unit_of(t) == unit for t in before.tokens)
                after = clauses[position + 1] if position + 1 < len(clauses) else None
                paired = paired or (after is not None and clause.rank == 1 and bool(after.tokens))
                return None if paired or self._contradicts(page, clause, same[0], labels) else (clause, same[0])
        return None

    def _contradicts(self, page: Page, clause: Clause, token: Token, labels: str) -> bool:
        """Kinds of income are no parts of an expense."""
        of_items = set(self._flow.findall(labels))
        of_head = set(self._flow.findall(page.bare(clause.start, token.left)))
        return bool(of_items and of_head and not of_items & of_head)

    def pick(self, page: Page, heads: list[tuple[Clause, Token]], labels: str) -> tuple[Clause, Token] | None:
        """Of several figures the one that shares its noun (收入, 支出) with the items; the only one needs none."""
        if len({token.start for _, token in heads}) == 1:
            return heads[0]
        nouns = set(self._noun.findall(labels))
        fits = [head for head in heads if nouns & set(self._noun.findall(page.bare(head[0].start, head[1].left)))]
        return fits[0] if len(fits) == 1 else None

    def figures(self, page: Page, sentence: Sentence, unit: str) -> list[tuple[Clause, Token]]:
        """Plain figures of a unit in a sentence before its first 其中; what is left over is none."""
        found = []
        for clause in sentence.clauses:
            words = page.bare(clause.start, clause.end)
            if self.lead.search(words):
                break
            for token in clause.tokens:
                before = page.bare(clause.start, token.left)
                if unit_of(token) == unit and self.is_plain(page, clause, token) and not self._balance.search(before):
                    found.append((clause, token))
        return found

    # --- items

    def is_aside(self, page: Page, clause: Clause, token: Token) -> bool:
        """A figure said of an item (比上年增加…, 主要用于…), not an item."""
        words = page.bare(clause.start, clause.end)
        return self.attribute.match(words) is not None or not self.is_plain(page, clause, token)

    def ends(self, item: Item) -> bool:
        """Words that speak of something else than a part (结余, 追回, 年末)."""
        return self._stop.search(item.label) is not None

    def is_named(self, item: Item) -> bool:
        """A label that ends like a line of accounts (…费, …支出)."""
        return self._tail.search(item.label) is not None

    @staticmethod
    def subject(page: Page, clause: Clause, token: Token) -> str:
        """The label of a head as printed, short."""
        words = _JOINTS.sub("", page.bare(clause.start, token.left))
        words = _TAIL.sub("", words) or words or page.bare(token.right, clause.end)
        return words[-_MAX_SUBJECT:]
