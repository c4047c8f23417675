"""Heads and items: the number that a list splits up, and the numbers that the list names one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.find.numbers import Token
from ingest.resolve.relations.groups import Words
from ingest.resolve.relations.passages import END, Clause, Page, Sentence, unit_of

_JOINTS = re.compile(r"^(?:截至|截止|至|到)?(?:(?:19|20)?\d+[年月日]?度?|[底末、，,:.的]|其中)+")
_TAIL = re.compile(r"(?:为|达到?|共计?|约|计|有|是|了|“|:|累计|合计|总计)+$")
_MAX_SUBJECT = 40


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

    @property
    def labels(self) -> str:
        return " ".join(item.label for item in self.items)


class ItemReader:
    """Reads heads and items of one document."""

    def __init__(self, words: Words) -> None:
        self._lead = re.compile(words.any("lead"))
        self._total = re.compile(words.any("total"))
        self._attribute = re.compile(rf"^{words.any('attribute', 'absent')}")
        self._change = re.compile(rf"{words.any('change')}[了约近为达到\s]*$")
        self._compared = re.compile(rf"{words.any('compared')}(?!结)[一-鿿]{{0,6}}$")
        self._each = re.compile(words.any("each"))
        self._open = re.compile(rf"{words.any('open')}$")
        self._stop = re.compile(words.any("stop"))
        self._spent, self._balance = re.compile(words.any("spent")), re.compile(words.any("balance"))
        self._budget = re.compile(rf"{words.any('budget')}[为是达\s]*$")

    # --- heads

    def is_budget(self, words: str) -> bool:
        """Whether the words before a number say that it is a budget, not what was spent."""
        return self._budget.search(words) is not None

    def is_plain(self, page: Page, clause: Clause, token: Token) -> bool:
        """A figure of its own, no change, rate or comparison."""
        before = page.bare(clause.start, token.left)
        if self._attribute.match(before) and not self._budget.search(before):
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
                return None if paired else (clause, same[0])
        return None

    # --- items

    def items(self, page: Page, clauses: list[Clause], unit: str = "") -> ItemList:
        """Items from the first clause on, up to where the list ends."""
        items: list[Item] = []
        after: list[str] = []
        pending = -1  # where a label of several names began
        strongest, level = 0, 0
        for position, clause in enumerate(clauses):
            if position:
                strongest = max(strongest, clauses[position - 1].rank)
            bare = page.bare(clause.start, clause.end)
            if len(items) >= 2 and strongest > level:
                after = [page.bare(c.start, c.end) for c in clauses[position:]]
                if level == 2 and any(unit_of(t) == unit for c in clauses[position:] for t in c.tokens):
                    return ItemList(items, after, False, is_torn=True)
                break
            if self._lead.search(bare) or self._total.search(bare):
                if self._lead.search(bare) and items and level != 3:
                    return ItemList(items[:1] if len(items) == 1 else [], [], False)
                if self._total.search(bare):
                    break
                rest = next((i for i in range(position, len(clauses)) if clauses[i].rank >= 3), None)
                if rest is None or clauses[rest].rank == END:
                    break
                return self._resume(page, clauses, rest + 1, unit, items, after)
            mine = [t for t in clause.tokens if not unit or unit_of(t) == unit]
            if not mine or self._attribute.match(bare):
                after.append(bare)
                pending = -1 if self._attribute.match(bare) or clause.rank != 1 else (clause.start if pending < 0 else pending)
                continue
            if len(mine) > 1 or self._each.search(bare) or not unit_of(mine[0]):
                return ItemList([], [], False)
            if not self.is_plain(page, clause, mine[0]):
                after.append(bare)
                continue
            unit = unit or unit_of(mine[0])
            start = pending if pending >= 0 else clause.start
            label = page.bare(start, mine[0].left) or page.bare(mine[0].right, clause.end)
            items.append(Item(label, mine[0], start, strongest))
            if len(items) == 2:
                level = strongest
            strongest, pending = 0, -1
        return ItemList(items, after, bool(items and self._open.search(items[-1].label)))

    def _resume(
        self, page: Page, clauses: list[Clause], at: int, unit: str, items: list[Item], after: list[str]
    ) -> ItemList:
        """After an inner list that a ； ends, the outer one goes on."""
        rest = self.items(page, clauses[at:], unit)
        joined = [Item(i.label, i.token, i.start, max(i.rank, 3) if n == 0 else i.rank) for n, i in enumerate(rest.items)]
        return ItemList(items + joined, after + rest.after, rest.is_open)

    def ends(self, item: Item) -> bool:
        """Words that speak of something else than a part (结余, 追回, 年末)."""
        return self._stop.search(item.label) is not None

    @staticmethod
    def subject(page: Page, clause: Clause, token: Token) -> str:
        """The label of a head as printed, short."""
        words = _JOINTS.sub("", page.bare(clause.start, token.left))
        words = _TAIL.sub("", words) or words or page.bare(token.right, clause.end)
        return words[-_MAX_SUBJECT:]
