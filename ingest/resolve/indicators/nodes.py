"""Nodes of an indicator tree while it grows: what is printed of an indicator, and which other node tells the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from ingest.find.numbers import Token
from ingest.resolve.indicators.headers import Header

# What one telling of an indicator says around its name and another does not.
AROUND = re.compile(r"^项目|(?:类|指标|情况)+$")


@dataclass
class Node:
    """One node while the tree grows. Offsets of its name; tokens of what is said of it."""

    level: int
    name: str
    start: int
    end: int
    parent: Node | None = None
    full: Token | None = None
    own: Token | None = None
    target: Token | None = None
    actual: Token | None = None
    deviation: Token | None = None  # told by its column; claimed by nobody
    target_text: str = ""
    actual_text: str = ""
    unit_label: str = ""
    style: str = ""
    children: list[Node] = field(default_factory=list)
    again: list[Token] = field(default_factory=list)  # its scores, told once more elsewhere

    @property
    def bare(self) -> str:
        """Its name without 项目 before and 类, 指标 and 情况 behind."""
        return AROUND.sub("", self.name)

    def agrees(self, full: Token | None, own: Token | None) -> bool:
        """Scores that do not contradict its own: each is the same, or one of the two is not told."""
        said = ((self.full, full), (self.own, own))
        if any(one and other and Decimal(one.literal) != Decimal(other.literal) for one, other in said):
            return False
        whole, part = self.full or full, self.own or own
        return whole is None or part is None or Decimal(part.literal) <= Decimal(whole.literal)

    def take(self, full: Token | None, own: Token | None) -> None:
        """Fill in what is not told of it yet, where the two agree."""
        if self.agrees(full, own):
            self.full, self.own = self.full or full, self.own or own

    @property
    def scores(self) -> list[Token]:
        """What is printed of its scores."""
        return [token for token in (self.full, self.own) if token is not None]

    def tell_again(self, other: Node) -> list[Token]:
        """Keep the scores of a node that says the same as its own; returns them."""
        told = [*other.scores, *other.again]
        self.again += told
        return told

    @property
    def is_scored(self) -> bool:
        """It, or what stands below it, has a score."""
        return bool(self.full or self.own) or any(child.is_scored for child in self.children)

    def points(self, role: str) -> Decimal:
        """Its full or own score, or what those below it add up to."""
        token = self.full if role == "full" else self.own
        if token is not None:
            return Decimal(token.literal)
        return sum((child.points(role) for child in self.children), Decimal(0))

    @property
    def top(self) -> Node:
        """The node without a parent that it stands below, or itself."""
        return self.parent.top if self.parent is not None else self

    @property
    def height(self) -> int:
        """How many levels stand below it."""
        return max((child.height + 1 for child in self.children), default=0)

    def covers(self, short: Node) -> bool:
        """It says the same as a shorter branch, and more below."""
        return (
            self is not short
            and (self.level, self.bare) == (short.level, short.bare)
            and (
                self.agrees(short.full, short.own)
                and self.height > short.height
                and all(any(mine.covers_or_is(child) for mine in self.children) for child in short.children)
            )
        )

    def covers_or_is(self, short: Node) -> bool:
        """It says the same as another node of the same height or a shorter one."""
        same = (self.level, self.bare) == (short.level, short.bare) and self.agrees(short.full, short.own)
        return same and all(any(mine.covers_or_is(child) for mine in self.children) for child in short.children)

    def absorb(self, short: Node) -> list[Node]:
        """Take what a shorter branch says; returns the nodes of that branch that are told again.

        A second child of one name may agree no longer once the first was taken: it stays, as a child of this node.
        """
        self.take(short.full, short.own)
        self.tell_again(short)
        gone = [short]
        for child in short.children:
            same = next((mine for mine in self.children if mine.covers_or_is(child)), None)
            if same is not None:
                gone += same.absorb(child)
            else:
                child.parent = self
                self.children.append(child)
        return gone

    def twin_among(self, nodes: list[Node]) -> Node | None:
        """The node without children of these that has the same level, name and scores."""
        scores = [token and token.literal for token in (self.full, self.own)]
        for other in nodes:
            said = [token and token.literal for token in (other.full, other.own)]
            if other.level == self.level and not other.children and other.bare == self.bare and said == scores:
                return other
        return None


@dataclass
class Block:
    """Rows read below a header: the open node of each level, where the table ends, whether its total is read."""

    header: Header
    current: dict[int, Node]
    end: int
    closed: bool = False


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """A name as two tellings of one indicator share it."""
    return re.sub(r"[\s()（）“”\"、，。·]|指标$", "", name)
