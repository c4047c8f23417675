"""Nodes from the score notes of a line: 产出指标（满分50分，自评49分）, one after the other or one inside the other."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.find.scores import OTHERS, ScoreNote
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.below import HUNDRED, tokens_of
from ingest.resolve.indicators.entries import DECLARED, TAIL, Entry, name_span
from ingest.resolve.indicators.nodes import Node
from ingest.resolve.indicators.openings import open_group, open_within, opening_at, sentence_name
from ingest.resolve.indicators.tree import EXECUTION, Tree
from ingest.resolve.tables.grid import plain

_QUOTED = re.compile(r"“([^“”]{2,60})”")
_LISTS = re.compile(r"包含|包括|分别(?:为|是)|设置?(?:有|了)?[^。]{0,8}“")
_SUMMARY = re.compile(
    r"指标(?:完成|评价|得分)?(?:情况|分析)|^(?:总分|合计|总得分|综合得分|总评|自评得分|评价得分|总体)|(?:绩效|自评|评价)(?:结论|结果|得分)$"
)
_REMARK = re.compile(r"(?:(?:完成|实现|得分)(?:情况)?(?:分析|说明)?|情况(?:分析|说明)|分析|说明)$")
_STATE = re.compile(r"(?:情况|方面)$")
_TOLD = re.compile(r"\d[^。\n]*。")  # a sentence with figures of its own


def add_notes(facts: Facts, tree: Tree, entry: Entry) -> None:
    """Add a node for each score note of an entry; a note on all of 100 points is the total's."""
    prose = facts.view.prose
    at = entry.body
    if entry.style != "plain" and _tells_other(facts, tree, entry):
        return  # 1.“某项目”：…。预算执行分值10分，…: what is scored is no indicator of this tree
    inside = False  # the first note is of the name that the line begins with: what follows stands below it
    opened = False
    parts = _are_parts(facts, entry)
    group: tuple[int, int] | None = None  # level of an indicator that 其中 divides, first note behind its parts
    for position, note in enumerate(entry.notes):
        start, end = name_span(prose, at, note.start)
        named = sentence_name(facts, tree, entry, start, end) if position == 0 else None
        start, end = named or (start, end)
        joint, at = prose[at:start], note.end
        name, end = _name(facts, tree, start, end)
        if _is_total(facts, tree, note, name, plain(prose[start:end])):
            _add_total(facts, tree, note, name, start, end)
            continue
        if position == 0:
            opened = open_group(facts, tree, entry, entry.body, start)
            inside = entry.style != "plain" and not opened
            level = tree.child_of_last() if opened else _first_level(facts, tree, entry, name, inside, joint)
        elif open_within(facts, tree, entry, entry.notes[position - 1].end, start):
            level, group, opened = tree.child_of_last(), None, True
        elif group is not None and position >= group[1] and not _opens(joint):
            level, group = tree.word_level(name) or group[0], None
        else:
            if _opens(joint) and tree.nodes and not (inside and position == 1):
                group = (tree.nodes[-1].level, _end_of_parts(facts, entry, position))
            level = _next_level(tree, name, joint, (inside or parts) and position == 1)
        declared = DECLARED.search(joint)
        if declared and not joint[declared.end() :].strip():
            level = "一二三".index(declared["level"]) + 1
        full, own = tokens_of(facts, note)
        style = "plain" if opened else "inner" if position else entry.style  # lines below the first go on beside it
        node = Node(level, name, start, end, full=full, own=own, style=style)
        if position == 0 and _repeats_above(tree, entry, node):
            continue
        known = node.twin_among(tree.nodes) if inside and position == 0 and level == 1 else None
        if known is not None:
            tree.nodes.remove(known)
            tree.restart()
            for token in node.tell_again(known):
                facts.claim(token, "score")
        tree.add(node)
        rest = entry.notes[position + 1].start if position + 1 < len(entry.notes) else entry.end
        _add_quoted(facts, tree, node, note.end, rest)


def _tells_other(facts: Facts, tree: Tree, entry: Entry) -> bool:
    """A sentence with figures stands before the first scored name, and none that opens a known group."""
    told = _TOLD.search(facts.view.prose, entry.body, entry.notes[0].start)
    opening = opening_at(facts, tree, entry.body, entry.notes[0].start) if told else None
    return told is not None and (opening is None or opening.level != 2)


def _repeats_above(tree: Tree, entry: Entry, node: Node) -> bool:
    """产出指标满分30分,自评得29分。 below the heading 产出指标: the heading's node takes the scores."""
    above = tree.nodes[-1] if tree.nodes else None
    if entry.style != "plain" or above is None or above.full or above.own or above.bare != node.bare:
        return False
    above.full, above.own = node.full, node.own
    return True


def _name(facts: Facts, tree: Tree, start: int, end: int) -> tuple[str, int]:
    """Name and its end; 完成情况分析 behind a name of the first levels is no part of it."""
    remark = _REMARK.search(facts.view.prose, start, end)
    bare = plain(facts.view.prose[start : remark.start()]) if remark else ""
    if remark and (tree.word_level(bare) is not None or tree.is_joint(bare)):
        end = remark.start()
    state = _STATE.search(facts.view.prose, start, end)
    if state and tree.word_level(plain(facts.view.prose[start : state.start()])) == 1:
        end = state.start()
    return facts.label(start, end), end


def _is_total(facts: Facts, tree: Tree, note: ScoreNote, name: str, words: str) -> bool:
    if not name or (_SUMMARY.search(words) and tree.word_level(name) is None):
        return True
    full, _ = tokens_of(facts, note)
    if OTHERS.search(words):
        return False
    return full.literal in HUNDRED and tree.word_level(TAIL.sub("", words) or name) is None


def _add_total(facts: Facts, tree: Tree, note: ScoreNote, name: str, start: int, end: int) -> None:
    if tree.total is None or tree.total.own is None:
        span = (start, end) if name else (note.start, note.end)
        full, own = tokens_of(facts, note)
        tree.total = Node(0, name, *span, full=full, own=own)


def _opens(joint: str) -> bool:
    """The words between two notes say that the second is a part of the first: 其中, or a colon alone."""
    return "其中" in joint or joint.strip() == ":"


def _are_parts(facts: Facts, entry: Entry) -> bool:
    """预算执行16分,得13.4分。预算完成率6分,…;支付进度率10分,…: a sentence, then its parts, which add up to it."""
    first = entry.notes[0]
    if len(entry.notes) < 3 or not re.match(
        r"[^\d,，;；、]{0,4}[。:]", facts.view.prose[first.end : entry.notes[1].start]
    ):
        return False
    whole, *rest = (Decimal(tokens_of(facts, note)[0].literal) for note in entry.notes)
    return sum(rest) == whole


def _end_of_parts(facts: Facts, entry: Entry, first: int) -> int:
    """The first note behind the parts that 其中 opens: they add up to the one before, else a semicolon ends them."""
    fulls = [Decimal(tokens_of(facts, note)[0].literal) for note in entry.notes]
    for end in range(first + 1, len(fulls) + 1):
        if sum(fulls[first:end]) == fulls[first - 1]:
            return end
    for end in range(first + 1, len(fulls)):
        if re.search(r"[;；。]", facts.view.prose[entry.notes[end - 1].end : entry.notes[end].start]):
            return end
    return len(fulls)


def _first_level(facts: Facts, tree: Tree, entry: Entry, name: str, inside: bool, joint: str) -> int:
    has_tops = any(node.level == 1 for node in tree.nodes)
    if entry.style == "plain" and EXECUTION.fullmatch(name) and has_tops:
        full, _ = tokens_of(facts, entry.notes[0])
        if joint.strip().startswith("另") or not tree.has_room(full):
            return 1  # 另，预算执行率指标分值10，得分10: beside the tree, below nothing
    if tree.is_joint(name):
        return 1
    if inside or entry.style == "plain":
        return tree.place(entry.style, name)
    return tree.child_of_last()


def _next_level(tree: Tree, name: str, joint: str, is_first_inside: bool) -> int:
    """Level of a further note of a line: by its words, one deeper where the joint opens, else as the one before."""
    worded = tree.word_level(name)
    if worded is not None and (worded == 1 or any(node.level == 1 for node in tree.nodes)):
        return worded
    if is_first_inside or _opens(joint) or joint.count("(") > joint.count(")"):
        return tree.child_of_last()
    return tree.nodes[-1].level if tree.nodes else 1


def _add_quoted(facts: Facts, tree: Tree, node: Node, start: int, end: int) -> None:
    """Indicators that a node's own line names in quotes (包含“…”“…”2个三级指标)."""
    words = facts.view.prose[start:end]
    if "指标" not in words or not _LISTS.search(words):
        return
    for match in _QUOTED.finditer(words):
        s, e = start + match.start(1), start + match.end(1)
        tree.add(Node(node.level + 1, facts.label(s, e), s, e, style="quoted"))
