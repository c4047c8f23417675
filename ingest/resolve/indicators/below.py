"""What the words below an indicator's name say of it: its score, its target and actual value."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.find.numbers import Token
from ingest.find.scores import ScoreNote, find_own_alone, find_own_below
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.entries import STOP, TAIL, Entry, is_nameless, name_span, title_of
from ingest.resolve.indicators.nodes import Node
from ingest.resolve.indicators.tree import Tree
from ingest.resolve.tables.grid import plain

_LABELLED = re.compile(r"(?P<key>[一-鿿]{2,6}值)\s*:\s*(?P<value>[^\s，,；;。]+)")
_NAMED = re.compile(r"[^\s，,；;。:：\d]{2,42}\s*[:：]\s*")
HUNDRED = ("100", "100.0")


def speaks_of_above(facts: Facts, entry: Entry) -> bool:
    """The entry's first note has no name of its own: 该项指标满分4分,得4分; a note on 100 points is the total's."""
    if not entry.notes or facts.tokens_in(*entry.notes[0].full)[0].literal in HUNDRED:
        return False
    return is_nameless(facts.view.prose, *name_span(facts.view.prose, entry.body, entry.notes[0].start))


def take_note(facts: Facts, tree: Tree, entry: Entry) -> bool:
    """Give a nameless note to the name that its own line begins with, else to the node above. False where none is."""
    note = entry.notes[0]
    is_named = entry.style != "plain" or (_above(tree) is None and _is_named(facts, entry))
    node = _of_own_line(facts, tree, entry) if is_named else _above(tree)
    if node is None:
        return False
    node.full, node.own = tokens_of(facts, note)
    return True


def _of_own_line(facts: Facts, tree: Tree, entry: Entry) -> Node | None:
    """1.立项依据。该项指标满分4分: the node that the line begins with."""
    title = title_of(facts, entry)
    if len(title) < 2 or is_nameless(title, 0, len(title)):
        return None
    words = STOP.split(facts.view.prose[entry.body : entry.end])[0].rstrip()
    bare = TAIL.sub("", words)
    is_joint = tree.is_joint(plain(bare))
    end = entry.body + len(words if tree.word_level(plain(bare)) is None and not is_joint else bare)
    level = 1 if is_joint else tree.place(entry.style, title)
    return tree.add(Node(level, facts.label(entry.body, end), entry.body, end, style=entry.style))


def _is_named(facts: Facts, entry: Entry) -> bool:
    """立项程序规范性:该指标分值3分: a line without a mark that opens with the name of what it scores."""
    start, _ = name_span(facts.view.prose, entry.body, entry.notes[0].start)
    return _NAMED.fullmatch(facts.view.prose, entry.body, start) is not None


def _above(tree: Tree) -> Node | None:
    return tree.nodes[-1] if tree.nodes and tree.nodes[-1].full is None and tree.nodes[-1].own is None else None


def tokens_of(facts: Facts, note: ScoreNote) -> tuple[Token, Token | None]:
    """The full score of a note, and its own score where it gives one."""
    return facts.tokens_in(*note.full)[0], facts.tokens_in(*note.own)[0] if note.own else None


def take_own(facts: Facts, tree: Tree, start: int, end: int) -> None:
    """…,得9.4分。 in the words below a node that has a full score alone."""
    node = tree.nodes[-1] if tree.nodes else None
    if node is None or node.full is None or node.own is not None:
        return
    span = find_own_below(facts.view.prose, start, end)
    token = next(iter(facts.tokens_in(*span)), None) if span else None
    if token is None or token.kind != "quantity" or token.disposition:
        return
    if Decimal(token.literal) <= Decimal(node.full.literal):
        node.own = token


def add_own_alone(facts: Facts, tree: Tree, entry: Entry) -> bool:
    """1.数量指标（得28分）: a heading below a first level whose own score alone is told."""
    words = facts.view.prose[entry.body : entry.end]
    found = find_own_alone(words) if entry.style != "plain" else None
    if found is None or STOP.search(words, 0, found[0]) or not any(node.level == 1 for node in tree.nodes):
        return False
    end, (own_start, own_end) = found
    token = next(iter(facts.tokens_in(entry.body + own_start, entry.body + own_end)), None)
    level = tree.place(entry.style, plain(words[:end]))
    if level < 2 or token is None or token.kind != "quantity" or token.disposition:
        return False
    stop = entry.body + end
    tree.add(Node(level, facts.label(entry.body, stop), entry.body, stop, own=token, style=entry.style))
    return True


def take_values(facts: Facts, tree: Tree, entry: Entry, roles: dict[str, str]) -> None:
    """目标值：…　完成值：… on the line below an indicator."""
    if not tree.nodes or tree.nodes[-1].target is not None or tree.nodes[-1].actual is not None:
        return
    spans: dict[str, tuple[int, int]] = {}
    for match in _LABELLED.finditer(facts.view.prose, entry.start, entry.end):
        role = roles.get(match["key"], "")
        if role in ("target", "actual"):
            spans.setdefault(role, match.span("value"))
    if len(spans) < 2:
        return
    node = tree.nodes[-1]
    for role, (start, end) in spans.items():
        token = next((t for t in facts.tokens_in(start, end) if t.kind == "quantity"), None)
        if role == "target":
            node.target, node.target_text = token, facts.label(start, end)
        else:
            node.actual, node.actual_text = token, facts.label(start, end)
    node.unit_label = next((t.unit_label for t in (node.target, node.actual) if t and t.unit_label), "")
