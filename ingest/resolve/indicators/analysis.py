"""A later analysis that goes through the tree again: known names are entered, new names are new nodes."""

from __future__ import annotations

import re

from ingest.find.marks import RANK
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.entries import CODE, STOP, TAIL, Entry, title_of
from ingest.resolve.indicators.nodes import Node
from ingest.resolve.indicators.tree import Tree

_ANALYSIS = re.compile(r"指标.{0,6}(?:分析|完成情况)|得分.{0,4}(?:分析|说明|情况)")


def walk_analysis(facts: Facts, tree: Tree, entries: list[Entry]) -> None:
    """Walk the entries below the section that held the scores."""
    inside, rank = False, 9
    top: Node | None = None
    for entry in entries:
        if entry.style == "plain":
            continue
        title = title_of(facts, entry)
        if not inside:
            if _ANALYSIS.search(title + "分析" if "分析" in facts.view.prose[entry.body : entry.end] else title):
                inside, rank, top = True, entry.rank, None
                tree.restart()
            continue
        if entry.rank <= rank:
            inside = False
            continue
        worded = tree.word_level(title)
        if worded == 1 and not (top and entry.style not in (top.style, "") and entry.rank > RANK.get(top.style, 0)):
            known = tree.find(title)
            top = known if known is not None and known.level == 1 else add_heading(facts, tree, entry)
            top.style = entry.style
            tree.enter(top)
            continue
        if top is None:
            continue
        words = facts.view.prose[entry.body : entry.end]
        found = _within(tree, top, words) or (tree.find(title) if worded is not None else None)
        if found is not None:
            found.style = entry.style
            tree.enter(found)
        elif title and len(title) >= 4 and not re.search(r"\d", title) and _names_itself(words, title):
            end = entry.body + len(STOP.split(words)[0].rstrip())
            level = tree.place(entry.style, title)
            tree.add(Node(max(level, 2), facts.label(entry.body, end), entry.body, end, style=entry.style))


def add_heading(facts: Facts, tree: Tree, entry: Entry) -> Node:
    """A heading is a node without a score."""
    words = CODE.sub("", facts.view.prose[entry.body : entry.end].rstrip("。 "))
    bare = TAIL.sub("", words).rstrip()
    end = entry.body + len(bare if tree.word_level(re.sub(r"\s+", "", bare)) is not None else words)
    name = facts.label(entry.body, end)
    level = tree.place(entry.style, title_of(facts, entry) or name)
    return tree.add(Node(level, name, entry.body, end, style=entry.style))


def _names_itself(words: str, title: str) -> bool:
    """The line is the name alone, or the name as a sentence of its own that the next sentence takes up."""
    bare = re.sub(r"\s+", "", words)
    return bare.rstrip("。") == title or (bare.startswith(title + "。") and len(title) <= 24)


def _within(tree: Tree, top: Node, words: str) -> Node | None:
    """The node below `top` whose name the words are, or begin with."""
    return tree.find(re.sub(r"\s+", "", words), [node for node in tree.nodes if _descends(node, top)])


def _descends(node: Node, top: Node) -> bool:
    at: Node | None = node
    while at is not None:
        if at is top:
            return node is not top
        at = at.parent
    return False
