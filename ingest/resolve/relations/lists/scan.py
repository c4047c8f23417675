"""The items that the words behind 其中 name one after the other, up to where their list ends."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.find.numbers import Token
from ingest.resolve.relations.lists.clauses import END, Clause, Page, unit_of
from ingest.resolve.relations.lists.items import Item, ItemList, ItemReader

NOTHING = ItemList([], [], False)


@dataclass
class ListScan:
    """One pass over the clauses of a list. `level`: the separator between its items, seen at the second."""

    reader: ItemReader
    page: Page
    unit: str = ""
    items: list[Item] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)  # separators before figures that were passed over
    level: int = 0
    strongest: int = 0
    pending: int = -1  # where a label of several names began

    def read(self, clauses: list[Clause]) -> ItemList:
        """Items from the first clause on."""
        for position, clause in enumerate(clauses):
            if position:
                self.strongest = max(self.strongest, clauses[position - 1].rank)
            words = self.page.bare(clause.start, clause.end)
            if len(self.items) >= 2 and self.strongest > self.level:
                return self._left(clauses[position:])
            if self.reader.total.search(words):
                break
            if self.reader.lead.search(words):
                return self._resume(clauses, position)
            if not self._take(clause, words):
                return NOTHING
        return self._found()

    def _found(self) -> ItemList:
        is_open = bool(self.items and self.reader.open.search(self.items[-1].label))
        return ItemList(self.items, self.after, is_open, is_gappy=any(rank >= self.level for rank in self.gaps))

    def _left(self, rest: list[Clause]) -> ItemList:
        """A stronger separator ends the list; torn, where a ； does and the unit goes on behind it."""
        self.after = [self.page.bare(clause.start, clause.end) for clause in rest]
        goes_on = any(unit_of(token) == self.unit for clause in rest for token in clause.tokens)
        found = self._found()
        return ItemList(found.items, found.after, found.is_open, self.level == 2 and goes_on, found.is_gappy)

    def _take(self, clause: Clause, words: str) -> bool:
        """One clause: an item, words about one, or (False) something that makes the list uncertain."""
        if any(not token.unit_class or token.range_high is not None for token in clause.tokens):
            return False  # a bare number or a range: the words do not say enough
        mine = [token for token in clause.tokens if not self.unit or unit_of(token) == self.unit]
        if not mine:
            self._pass(clause, words)
            return bool(self.items) or clause.rank <= 1
        if self.reader.is_aside(self.page, clause, mine[0]):
            self.gaps.append(self.strongest)
            self._pass(clause, words)
            return True
        if len(mine) > 1 or self.reader.each.search(words) or not unit_of(mine[0]):
            return False
        self._add(clause, mine[0])
        return True

    def _pass(self, clause: Clause, words: str) -> None:
        """Words without an item; names that a 、 ends begin the label of the next."""
        self.after.append(words)
        if clause.rank != 1 or self.reader.attribute.match(words):
            self.pending = -1
        elif self.pending < 0:
            self.pending = clause.start

    def _add(self, clause: Clause, token: Token) -> None:
        self.unit = self.unit or unit_of(token)
        start = self.pending if self.pending >= 0 else clause.start
        label = self.page.bare(start, token.left) or self.page.bare(token.right, clause.end)
        self.items.append(Item(label, token, start, self.strongest))
        if len(self.items) == 2:
            self.level = self.strongest
        self.strongest, self.pending = 0, -1

    def _resume(self, clauses: list[Clause], position: int) -> ItemList:
        """An inner list: behind the ； that ends it the outer one goes on, if that is how its items stand."""
        if self.level != 3:
            return ItemList(self.items if len(self.items) == 1 else [], [], False)
        end = next((i for i in range(position, len(clauses)) if clauses[i].rank >= 3), len(clauses) - 1)
        if clauses[end].rank >= END or end + 1 >= len(clauses):
            return self._found()
        rest = ListScan(self.reader, self.page, self.unit).read(clauses[end + 1 :])
        self.items += [Item(i.label, i.token, i.start, 3 if n == 0 else i.rank) for n, i in enumerate(rest.items)]
        self.after += rest.after
        self.gaps += [3] if rest.is_gappy or rest.is_torn else []
        return self._found()
