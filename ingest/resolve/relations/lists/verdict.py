"""What a list of items is to its head: all of it, some of it, or nothing that is certain."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.relations.lists.clauses import Clause, Page
from ingest.resolve.relations.lists.groups import Groups, Words
from ingest.resolve.relations.lists.items import Item, ItemList, ItemReader
from ingest.resolve.relations.lists.scan import ListScan
from ingest.resolve.relations.write import Operand, relate

_PLACE = re.compile(r"^[一-鿿]{1,6}[市县区旗州](?:本级)?(?:分配|下达|安排)?$")


class Judge:
    """Lands lists as `parts` or `of_which`; each whole and its parts once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.words = Words(lexicon)
        self.groups = Groups(lexicon, self.words)
        self.items = ItemReader(self.words)
        self._seen: set[tuple[int, ...]] = set()

    def start(self) -> None:
        """Forget the relations landed so far: another document begins."""
        self._seen = set()

    def scan(self, page: Page, clauses: list[Clause], unit: str = "") -> ItemList:
        """The items of a list that begins with these clauses."""
        return ListScan(self.items, page, unit).read(clauses)

    def land(self, facts: Facts, code: str, subject: str, whole: Token, parts: list[Token]) -> None:
        """One relation, unless these numbers are already related or one would be its own part."""
        tokens = [whole, *parts]
        key = tuple(token.start for token in tokens)
        if not parts or key in self._seen or len(set(key)) < len(key):
            return
        self._seen.add(key)
        relate(facts, code, subject, [Operand.of(t, "part" if n else "whole") for n, t in enumerate(tokens)])

    def judge(
        self, facts: Facts, subject: str, said: str, whole: Token, found: ItemList, is_made: bool = False
    ) -> None:
        """Land what the list is. `said`: the words of the whole, which may name the parts (中央和省级); `is_made`: that
        they say it is made of them (由…组成)."""
        items = found.items
        if not items:
            return
        labels = [item.label for item in items]
        count, is_all = self.groups.match(labels, found.after, said)
        if is_all:
            self.land(facts, "parts", subject, whole, [item.token for item in items[:count]])
            return
        if found.is_torn and count < len(items):
            return
        is_sure = len(items) >= 2 and not (self._is_mixed(items) or found.is_open or found.is_gappy)
        if is_sure and (is_made or self.groups.is_rest(labels[-1]) or self.groups.times(said) == len(items)):
            self.land(facts, "parts", subject, whole, [item.token for item in items])
            return
        if count == len(items):
            self.land(facts, "of_which", subject, whole, [item.token for item in items])
            return
        self._some(facts, subject, whole, items)

    def _some(self, facts: Facts, subject: str, whole: Token, items: list[Item]) -> None:
        """Some parts: together where they cannot overlap (sums of money, places), else each by itself."""
        kept: list[Item] = []
        for position, item in enumerate(items):
            if (position and self.items.ends(item)) or (position > 1 and item.rank != items[1].rank):
                break
            if position and item.rank == 2 and not (self.items.is_named(item) or _PLACE.match(item.label)):
                break  # after a comma another subject may begin
            kept.append(item)
        is_money = whole.unit_class == "money"
        if not is_money and len(kept) > 1 and kept[1].rank > 1:
            kept = kept[:1]  # after a comma another subject may begin
        if is_money or all(_PLACE.match(item.label) for item in kept):
            self.land(facts, "of_which", subject, whole, [item.token for item in kept])
            return
        for item in kept:
            self.land(facts, "of_which", subject, whole, [item.token])

    @staticmethod
    def _is_mixed(items: list[Item]) -> bool:
        return len({item.rank for item in items[1:]}) > 1
