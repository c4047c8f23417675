"""The indicator tree of a report: nodes with or without scores, from tables, headings and sentences."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from ingest.find.numbers import Token
from ingest.lexicon import Lexicon
from ingest.resolve.indicators.nodes import AROUND, Block, Node, key_of

EXECUTION = re.compile(r"(?:预算|资金)执行(?:率|情况)?(?:指标)?")

_JOINTS = re.compile(r"[及和与、]")
_HUNDRED = 100  # points of a whole tree
_DASH = re.compile(r"[-—－:：]")
_KIND = re.compile(r"(?:类|情况|方面)$|类(?=指标$)")


class Tree:
    """Nodes of one report. Levels come from table columns, from the words of a name, or from mark styles."""

    def __init__(self, words: dict[str, int]) -> None:
        self._words = words  # level by phrase
        self.total: Node | None = None
        self.nodes: list[Node] = []
        self.asides: list[tuple[int, int]] = []  # cells of its tables that say in words what was done
        self.block: Block | None = None  # of the last table: it may go on over a page break
        self._stack: list[Node] = []

    def empty(self) -> Tree:
        """A tree without nodes that knows the same words."""
        return Tree(self._words)

    def word_level(self, name: str) -> int | None:
        """Level that the name itself gives: 1 for 产出 and its like, 2 for 数量指标 and its like."""
        return next((self._words[part] for part in _spellings(name) if part in self._words), None)

    def is_joint(self, name: str) -> bool:
        """Names of the first level together: 产出及效果, which is one of it where it is scored."""
        parts = _JOINTS.split(name)
        return len(parts) > 1 and all(self._words.get(part) == 1 for part in parts)

    def add(self, node: Node) -> Node:
        """Hang a node of known level below the last node of a lower level."""
        while self._stack and self._stack[-1].level >= node.level:
            self._stack.pop()
        node.parent = self._stack[-1] if self._stack else None
        if node.parent is not None:
            node.parent.children.append(node)
        self._stack.append(node)
        self.nodes.append(node)
        return node

    def place(self, style: str, name: str) -> int:
        """Level of a heading node from its words, else from where its mark style stands in the branch."""
        if style.startswith(("code", "dotted")):  # A1, 1.1: the code tells the depth, whatever the words
            peers = [node.level for node in self.nodes if node.style == style]
            return peers[-1] if peers else self.child_of_last()
        worded = self.word_level(name)
        has_tops = any(node.level == 1 for node in self.nodes)
        siblings = [node for node in self._stack if node.style == style and node.level > 1]
        if (
            worded == 1
            and siblings
            and siblings[-1].level == 2
            and name.startswith(("成本", "可持续", "绩效", "满意度"))
        ):
            return 2
        # Below a second level of another mark style (（1） then ①), a word of that level is a third-level name.
        seconds = {node.style for node in self.nodes if node.level == 2}
        below = worded == 2 and style not in seconds and any(node.level == 2 and node.style for node in self._stack)
        if worded is not None and (worded == 1 or has_tops) and not below:
            return worded
        if siblings:
            return siblings[-1].level
        tops = [node for node in self._stack if node.style == style and node.level == 1]
        if tops and style == "cn" and self._stack[-1].style != "cn":
            return 1  # 三、 after 二、 and what stands below it
        if tops and style != "plain" and (EXECUTION.fullmatch(name) or self.word_level(tops[0].name) != 1):
            return 1  # marked like the first level; below 1.产出指标 a name under 1. is of the next
        if not has_tops:
            tops = [node for node in self._stack if node.style == style]
            return tops[-1].level if tops else (self._stack[-1].level + 1 if self._stack else 1)
        return min((self._stack[-1].level if self._stack else 0) + 1, 4)

    def outline_style(self, style: str, name: str) -> str:
        """Style of a name in a column that holds names of all levels: its mark's, else by whether its words group."""
        return style or ("name" if self.word_level(name) is None else "group")

    def outline_level(self, style: str, name: str) -> int:
        """Level of a name in a column that holds names of all levels, by its outline style."""
        grouped = any(self.word_level(node.name) is not None for node in self._stack)
        return self.place(style, name) if style != "name" or grouped else 1

    def child_of_last(self) -> int:
        """The level below the node added last."""
        return (self._stack[-1].level if self._stack else 0) + 1

    def open_above(self, level: int) -> Node | None:
        """The open node right above a level."""
        return next((node for node in reversed(self._stack) if node.level < level), None)

    def child_of(self, parent: Node | None, name: str, level: int) -> Node | None:
        """The last node of this name and level below a parent, or among those without one."""
        same = (n for n in reversed(self.nodes) if n.parent is parent and n.level == level and n.name == name)
        return next(same, None)

    def has_room(self, full: Token) -> bool:
        """The open first-level indicator has as many points left as these, beside what stands below it."""
        top = next((node for node in self._stack if node.level == 1), None)
        if top is None or top.full is None:
            return False
        taken = sum((Decimal(child.full.literal) for child in top.children if child.full), Decimal(0))
        return taken + Decimal(full.literal) <= Decimal(top.full.literal)

    def find(self, name: str, among: list[Node] | None = None) -> Node | None:
        """The node of this name (of all, or of some), or the one whose name the words begin with."""
        key = key_of(name)
        nodes = self.nodes if among is None else among
        for node in nodes:
            if key_of(node.name) == key:
                return node
        bare = AROUND.sub("", key)
        tops = [node for node in nodes if node.level == 1 and AROUND.sub("", key_of(node.name)) == bare]
        if tops:
            return tops[0]  # 决策类 is 决策
        near = [node for node in nodes if len(key_of(node.name)) >= 4 and key.startswith(key_of(node.name))]
        return max(near, key=lambda node: len(node.name), default=None)

    def enter(self, node: Node) -> None:
        """Go on below an existing node."""
        chain: list[Node] = []
        at: Node | None = node
        while at is not None:
            chain.insert(0, at)
            at = at.parent
        self._stack = chain

    def take_leaves(self) -> list[Node]:
        """The nodes, where none is of the first level: tables below the groups that the prose names. The tree is empty
        then."""
        if any(node.level < 2 for node in self.nodes):
            return []
        leaves, self.nodes, self._stack = self.nodes, [], []
        return leaves

    def take_tops(self) -> list[Node]:
        """Take the nodes out, where all are first-level ones: a table of sums above what the prose scores."""
        if not self.nodes or any(node.level != 1 for node in self.nodes):
            return []
        tops, self.nodes, self._stack = self.nodes, [], []
        return tops

    def put_above(self, tops: list[Node]) -> list[Node]:
        """Hang what was read since below the tops that were taken; returns the nodes that say the same as these.

        Where the first level of what was read is another one, it is dropped.
        """
        if not tops:
            return []
        read, self.nodes, self._stack = self.nodes, tops, []
        same = [(node, node.twin_among(tops)) for node in read if node.level == 1]
        if not same or any(node.parent is None and node.level != 1 for node in read) or not all(top for _, top in same):
            return read
        for node, top in same:
            for child in node.children:
                child.parent = top
            if top is not None:
                top.children += node.children
                top.tell_again(node)
        self.nodes = tops + [node for node in read if node.level != 1]
        return [node for node, _ in same]

    def join(self, half: Tree) -> bool:
        """Take in the nodes of a half told elsewhere: first levels of other names, in the points this one leaves.

        Names that no word says to be of the first level have to make it whole.
        """
        mine, others = ([n for n in nodes if n.parent is None] for nodes in (self.nodes, half.nodes))
        if not mine or not others or any(node.level != 1 for node in (*mine, *others)):
            return False
        points = [node.points("full") for node in (*mine, *others)]
        if not all(points) or sum(points) > _HUNDRED or any(self.find(node.name, mine) for node in others):
            return False
        if sum(points) < _HUNDRED and not all(self._is_first(node.name) for node in others):
            return False
        self.nodes = sorted([*self.nodes, *half.nodes], key=lambda node: node.top.start)
        self.restart()
        return True

    def _is_first(self, name: str) -> bool:
        """The words say that a name is of the first level."""
        return self.word_level(name) == 1 or self.is_joint(name) or EXECUTION.fullmatch(name) is not None

    def unite(self) -> list[Token]:
        """One tree of one told twice, in short (the first levels alone) and whole; returns the numbers told again."""
        told: list[Token] = []
        tops: dict[tuple[int, str], list[Node]] = {}
        for node in self.nodes:
            if node.parent is None and node.is_scored:
                tops.setdefault((node.level, node.bare), []).append(node)
        for same in tops.values():
            for short in same if len(same) > 1 else ():
                whole = next((node for node in same if node.covers(short)), None)
                gone = whole.absorb(short) if whole is not None else []
                self.nodes = [node for node in self.nodes if not any(node is other for other in gone)]
                told += [token for node in gone for token in node.scores]
        return told

    def put_back(self, leaves: list[Node]) -> list[Token]:
        """Leaves that were taken, each below the group that stands before it; returns what the prose says of them."""
        if not leaves:
            return []
        told: list[Token] = []
        for leaf in leaves:
            key = key_of(leaf.name)
            same = next((node for node in self.nodes if node.level > 1 and key_of(node.name) == key), None)
            if same is not None:
                leaf.take(same.full, same.own)
                told += leaf.tell_again(same)
                self.nodes = [node for node in self.nodes if node is not same]
        nodes, self.nodes, self._stack = sorted([*self.nodes, *leaves], key=lambda node: node.start), [], []
        for node in nodes:
            node.parent, node.children = None, []
            self.add(node)
        return told

    def claim_numbers(self) -> None:
        """Numbers of the tree are spoken for before the prose is read; the total may be an observation too."""
        for node in self.nodes:
            for token in (node.full, node.own, node.target, node.actual):
                if token is not None and not token.disposition:
                    token.disposition = "score"

    def restart(self) -> None:
        """Begin a new branch at the top: the next node has no parent."""
        self._stack = []


def level_words(lexicon: Lexicon) -> dict[str, int]:
    """Level by word, for all trees."""
    return {row["phrase"]: int(row["level"]) for row in lexicon.rows("indicator_levels")}


@lru_cache(maxsize=4096)
def _spellings(name: str) -> tuple[str, ...]:
    """The name, its part before a dash or colon, the name without 类 or 类指标: what may be a word of a level."""
    return name, _DASH.split(name, maxsplit=1)[0], _KIND.sub("", name), name.removesuffix("类指标")
